"""How detailed a picture is: pixels for each metre across it, at a distance (EN 62676-4).

Arithmetic alone, without the geometry of places, so that a gateway starts quickly.
"""

import math
from fractions import Fraction

from vaka.core.errors import BadInput

WIDEST = 170.0  # degrees; a wider lens is not the straight-line projection computed here


def metres_across(angle: float, distance: float) -> float:
    """Return how many metres a picture is across at a distance in metres.

    `angle` is the lens's horizontal angle of view, in degrees.

    :raises BadInput: when it is no lens's.
    """
    if not 0 < angle <= WIDEST:
        raise BadInput("angle", f"{angle}° is no lens", f"Give 0 to {WIDEST}°")
    return 2 * distance * math.tan(math.radians(angle / 2))


def widest(pixels_per_metre: float, across: float) -> int:
    """Return how many pixels wide, an even number, a picture is at most at that detail.

    `across` is what it covers in metres where it is most detailed.
    """
    # Exactly: a product of floats may be rounded up to a pixel too many.
    return int(Fraction(pixels_per_metre) * Fraction(across)) // 2 * 2
