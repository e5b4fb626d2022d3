"""Levels of identification, pixels per metre: EN 62676-4 (monitor to identify)."""

LEVELS = {
    "monitor": 12.5,
    "detect": 25.0,
    "observe": 62.5,
    "recognise": 125.0,
    "identify": 250.0,
}
