"""The police's events as circles on Sweden: one a municipality or county, never an address."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

from vaka.needs.queries import PlaceCount

# Of the picture, in its own units: the most circles do not hide their neighbours.
WIDTH = 420.0
LARGEST = 26.0
SMALLEST = 1.6
MARGIN = 30.0
WEST, EAST, SOUTH, NORTH = 10.9, 24.2, 55.3, 69.1
SHRINK = cos(radians(62))


@dataclass(frozen=True)
class PlaceCircle:
    """One place: its area is its events, its middle the centre of the place."""

    place: PlaceCount
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class SwedenPicture:
    """Sweden as the centres of its municipalities; no tiles, no outline, no addresses."""

    circles: Sequence[PlaceCircle]
    width: float
    height: float


def sweden(places: Sequence[PlaceCount]) -> SwedenPicture:
    """Return the picture, the largest circles first so that small ones stand on top."""
    most = max((place.events for place in places), default=1) or 1
    scale = (WIDTH - 2 * MARGIN) / ((EAST - WEST) * SHRINK)
    circles = [
        PlaceCircle(
            place,
            round(MARGIN + (place.longitude - WEST) * SHRINK * scale, 1),
            round(MARGIN + (NORTH - place.latitude) * scale, 1),
            round(max(SMALLEST, LARGEST * sqrt(place.events / most)), 1),
        )
        for place in places
    ]
    return SwedenPicture(circles, WIDTH, round((NORTH - SOUTH) * scale + 2 * MARGIN, 1))
