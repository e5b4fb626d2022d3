"""What a camera covers: its watched area by level, and whose homes and doors are in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from vaka.geometry import sweref
from vaka.geometry.buildings import Building, Use
from vaka.geometry.camera import Camera
from vaka.geometry.visibility import Buildings
from vaka.geometry.watched import WatchedArea, watched_area

# A wall is in view when the watched ground comes this near it, in metres.
AT_THE_WALL = 0.25


@dataclass(frozen=True)
class InView:
    """A building whose wall is in view, and the best level at which it is."""

    building: Building
    level: str


@dataclass(frozen=True)
class Coverage:
    """The watched area of each level, the widest first, and the buildings in view."""

    areas: tuple[WatchedArea, ...]
    in_view: tuple[InView, ...]

    def count(self, use: Use) -> int:
        """Return how many buildings of that use are in view."""
        return sum(each.building.use == use for each in self.in_view)

    @property
    def widest(self) -> BaseGeometry:
        """Return the largest surface (SWEREF 99 TM) that is seen at all, in one piece."""
        ground = self.areas[0].ground
        return max(getattr(ground, "geoms", [ground]), key=lambda part: part.area)

    def area(self, level: str) -> WatchedArea:
        """Return the watched area of a level that was asked for."""
        return next(each for each in self.areas if each.level == level)


class Surroundings:
    """Buildings, found by where they are; made once for as many cameras as there are."""

    def __init__(self, buildings: Sequence[Building]) -> None:
        self._buildings = buildings
        self.hiding = Buildings([each.footprint for each in buildings])

    def near(self, area: BaseGeometry) -> list[Building]:
        """Return the buildings that touch the area."""
        return [self._buildings[index] for index in self.hiding.found(area)]


def coverage(
    camera: Camera,
    levels: Mapping[str, float],
    *,
    among: Surroundings,
    masked: tuple[BaseGeometry, ...] = (),
) -> Coverage:
    """Return what a camera covers; `masked` is ground (SWEREF 99 TM) that it blots out."""
    areas = tuple(watched_area(camera, levels, buildings=among.hiding, masked=masked))
    grounds = [(each.level, each.ground.buffer(AT_THE_WALL)) for each in areas]
    in_view = [
        InView(building, _best(building, grounds)) for building in among.near(grounds[0][1])
    ]
    return Coverage(areas, tuple(in_view))


def _best(building: Building, grounds: Sequence[tuple[str, BaseGeometry]]) -> str:
    """Return the best level whose ground comes to the building's wall."""
    met = [level for level, ground in grounds if ground.intersects(building.footprint)]
    return met[-1]


def removed(before: Coverage, after: Coverage) -> dict[str, float]:
    """Return how many m² of each level a mask or another lens takes away.

    Below 0 where it adds: a narrower lens reaches farther.
    """
    left = {each.level: each.square_metres for each in after.areas}
    return {each.level: each.square_metres - left[each.level] for each in before.areas}


def as_geojson(found: Coverage, *, standard: str) -> dict[str, object]:
    """Return a coverage as a GeoJSON feature collection (WGS 84): levels, then buildings."""
    levels = [
        {
            "type": "Feature",
            "properties": {
                "kind": "watched",
                "level": each.level,
                "pixels_per_metre": each.pixels_per_metre,
                "square_metres": round(each.square_metres, 1),
                "standard": standard,
            },
            "geometry": each.area,
        }
        for each in found.areas
    ]
    buildings = [
        {
            "type": "Feature",
            "properties": {
                "kind": each.building.use.value,
                "label": each.building.name,
                "level": each.level,
            },
            "geometry": sweref.to_geojson(each.building.footprint),
        }
        for each in found.in_view
    ]
    return {"type": "FeatureCollection", "features": [*levels, *buildings]}
