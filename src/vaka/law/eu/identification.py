"""Levels of identification: what a picture can show, by pixels per metre.

IEC 62676-4:2014, adopted as EN 62676-4:2015, operational requirements. A later edition may
move the levels: terms hold a number, so that what was decided stays as it was decided.
"""

STANDARD = "EN 62676-4:2015 (IEC 62676-4:2014)"

LEVELS = {
    "monitor": 12.5,
    "detect": 25.0,
    "observe": 62.5,
    "recognise": 125.0,
    "identify": 250.0,
}
