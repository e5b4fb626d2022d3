"""Third persons made unrecognisable: found in a stretch of recordings, tracked, covered.

`analysis` finds, `rendering` covers; each is a process of its own, as every decoder here, and
`work` starts them. `vaka.terms.redaction` is what they and the centre tell each other.
"""
