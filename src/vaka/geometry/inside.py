"""Which positions lie in an area, or in the ring around it: by distance, in metres."""

from dataclasses import dataclass
from functools import cached_property

import numpy
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from vaka.geometry import sweref

# Areas are written to the centimetre, so that an edge is no finer.
EDGE_M = 0.01
# A position known so closely, in metres, is where it says.
CLOSE_M = 25.0
Truths = NDArray[numpy.bool_]


@dataclass(frozen=True)
class Ground:
    """An area (GeoJSON polygon, WGS 84); with `around` the ring of so many metres outside it.

    The edge belongs to the area.
    """

    area: sweref.GeoJSON
    around: float = 0.0

    @cached_property
    def shape(self) -> BaseGeometry:
        """Return the area in SWEREF 99 TM.

        :raises BadInput: when it is no polygon.
        """
        return sweref.to_metres(self.area)

    def apart(self, other: sweref.GeoJSON) -> float:
        """Return how many metres another area lies from this one; 0 when they meet."""
        return float(self.shape.distance(sweref.to_metres(other)))

    def holding(
        self, metres: NDArray[numpy.float64], within: NDArray[numpy.float64]
    ) -> tuple[Truths, Truths]:
        """Return which positions it holds, and which it may hold: known too loosely to say.

        Positions are rows in SWEREF 99 TM, each right within so many metres. One known less
        closely than 25 m is held when all of its circle is inside.
        """
        lies, sure = numpy.zeros(len(metres), bool), numpy.zeros(len(metres), bool)
        west, south, east, north = self.shape.buffer(self.around + EDGE_M).bounds
        x, y = metres[:, 0], metres[:, 1]
        (near,) = numpy.nonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
        lies[near], room = self._lying(shapely.points(metres[near]))
        sure[near] = lies[near] & ((within[near] <= CLOSE_M) | (room >= within[near]))
        return sure, lies & ~sure

    def _lying(self, points: NDArray[numpy.object_]) -> tuple[Truths, NDArray[numpy.float64]]:
        """Return which points lie here, and how far each is from the nearest edge."""
        away = shapely.distance(self.shape, points)
        if self.around:
            lies = (away > EDGE_M) & (away <= self.around + EDGE_M)
            return lies, numpy.minimum(away, self.around - away)
        return away <= EDGE_M, shapely.distance(self.shape.boundary, points)
