"""How well a camera sees a place: what of it is in its watched area, how far away it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from shapely import MultiPoint, Point
from shapely.geometry.base import BaseGeometry

from vaka.geometry import sweref
from vaka.geometry.sweref import GeoJSON

# A position from a telephone or a panel is rarely better.
ABOUT_M = 5.0


@dataclass(frozen=True)
class Sight:
    """What share of a place is in a watched area (0 to 1), and its middle's distance in m."""

    share: float
    metres: float


def around(points: Iterable[tuple[float, float]]) -> BaseGeometry:
    """Return the ground about some positions (longitude, latitude), in SWEREF 99 TM."""
    there = MultiPoint([sweref.point(*each) for each in points])
    return there.buffer(ABOUT_M)


def sight(*, watched: GeoJSON, eye: tuple[float, float], place: BaseGeometry) -> Sight:
    """Return how well a place (SWEREF 99 TM, not empty) is seen from the eye (lon, lat).

    :raises BadInput: when the watched area is no polygon.
    """
    seen = sweref.to_metres(watched).intersection(place)
    nearest: Point = place.centroid if seen.is_empty else seen.centroid
    return Sight(seen.area / place.area, sweref.point(*eye).distance(nearest))
