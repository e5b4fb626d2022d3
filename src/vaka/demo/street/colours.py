"""Colours as a screen has them, 0 to 255."""

Colour = tuple[int, int, int]


def shaded(colour: Colour, part: float) -> Colour:
    """Return the colour with that part of its light."""
    r, g, b = (max(0, min(255, round(channel * part))) for channel in colour)
    return r, g, b
