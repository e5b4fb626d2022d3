"""What is left of a fan when buildings stand in the way."""

import math
from collections.abc import Iterable, Sequence

import numpy
from numpy.typing import NDArray
from shapely import Point, STRtree, polygons, union_all
from shapely.geometry.base import BaseGeometry

Numbers = NDArray[numpy.float64]
# A shadow's far corners lie this many reaches away, so that its far edge is outside the fan
# also where the wall is so near that it fills half the view.
BEYOND = 4.0
END_ON = 1e-9  # sine of the angle that a wall fills


class Buildings:
    """Footprints (SWEREF 99 TM), found by where they are."""

    def __init__(self, footprints: Iterable[BaseGeometry]) -> None:
        self._footprints: Sequence[BaseGeometry] = list(footprints)
        self._tree = STRtree(self._footprints)

    def found(self, area: BaseGeometry) -> list[int]:
        """Return which of the footprints touch the area, by their places in order."""
        return sorted(map(int, self._tree.query(area, predicate="intersects")))

    def near(self, area: BaseGeometry) -> list[BaseGeometry]:
        """Return the footprints that touch the area."""
        return [self._footprints[index] for index in self.found(area)]


def seen(eye: Point, fan: BaseGeometry, buildings: Buildings) -> BaseGeometry:
    """Return the part of the fan that the eye sees: outside buildings and their shadows.

    A building that the eye itself stands on (a camera on its wall or roof) does not blind it.
    """
    in_the_way = [each for each in buildings.near(fan) if not each.buffer(0.01).covers(eye)]
    if not in_the_way:
        return fan
    reach = max(math.dist((eye.x, eye.y), corner) for corner in fan.exterior.coords)
    walls = numpy.concatenate([_walls(each) for each in in_the_way])
    shadows = polygons(_shadows(walls, numpy.array([eye.x, eye.y]), BEYOND * reach))
    return fan.difference(union_all([*shadows, *in_the_way]))


def _walls(footprint: BaseGeometry) -> Numbers:
    """Return every outer edge of a footprint as (edge, end, xy)."""
    parts = getattr(footprint, "geoms", [footprint])
    edges = []
    for part in parts:
        ring = numpy.asarray(part.exterior.coords)[:, :2]
        edges.append(numpy.stack([ring[:-1], ring[1:]], axis=1))
    return numpy.concatenate(edges)


def _shadows(walls: Numbers, eye: Numbers, far: float) -> Numbers:
    """Return the ring of each wall's shadow: wall, then far beyond its ends and its middle.

    A wall seen end on casts none of its own: its neighbours' shadows meet there.
    """
    to_ends = walls - eye
    length = numpy.linalg.norm(to_ends, axis=2, keepdims=True)
    unit = to_ends / length
    turned = unit[:, 0, 0] * unit[:, 1, 1] - unit[:, 0, 1] * unit[:, 1, 0]
    facing = numpy.abs(turned) > END_ON
    walls, unit, length = walls[facing], unit[facing], length[facing]
    ends = eye + numpy.maximum(far, BEYOND * length) * unit
    middle = unit.sum(axis=1)
    middle /= numpy.linalg.norm(middle, axis=1, keepdims=True)
    beyond = eye + numpy.maximum(far, BEYOND * length.max(axis=1)) * middle
    return numpy.stack([walls[:, 0], walls[:, 1], ends[:, 1], beyond, ends[:, 0]], axis=1)
