"""What may be said of a place's problems, and what may not. Plain Python.

`hours` and `counts` make the pictures, `criteria` says whether a problem is documented,
`survey` what a share of answers can carry; `table`, `problem_rows`, `survey_rows` and `police`
read what others send, a row at a time.
"""
