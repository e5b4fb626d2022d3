"""What may be said of a measure's effect, and what may not. Plain Python and arrays.

`trials` holds the counts, `placebo` is the verdict's test, `displacement` looks next door,
`smallest` says what could be seen at all, `matching` chooses the controls, `plans` freezes all
of it, `belief` adds what was known, and `judging` gives the one verdict. Method and checks:
`docs/design/effect.md`.
"""
