"""The watched area by level, and its figures. Swedish: upptagningsområde."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from shapely import union_all
from shapely.geometry.base import BaseGeometry

from vaka.geometry import sweref
from vaka.geometry.camera import Camera
from vaka.geometry.visibility import Buildings, seen


@dataclass(frozen=True)
class WatchedArea:
    """The ground (SWEREF 99 TM) that a camera sees at a level or better; it may be empty."""

    level: str
    pixels_per_metre: float
    ground: BaseGeometry

    @cached_property
    def area(self) -> dict[str, object] | None:
        """Return it as GeoJSON (WGS 84); None when nothing is seen."""
        return None if self.ground.is_empty else sweref.to_geojson(self.ground)

    @cached_property
    def square_metres(self) -> float:
        """Return its size in m²."""
        return sweref.size(self.ground)


def watched_area(
    camera: Camera,
    levels: Mapping[str, float],
    *,
    buildings: Buildings,
    masked: tuple[BaseGeometry, ...] = (),
) -> list[WatchedArea]:
    """Return the watched area of each level, the coarsest (and so the widest) first.

    `levels` are names with the pixels per metre that each needs, as EN 62676-4 gives them;
    `masked` is ground (SWEREF 99 TM) that is blotted out of the picture.
    """
    eye = sweref.point(camera.longitude, camera.latitude)
    hidden = union_all(masked)
    rising = sorted(levels.items(), key=lambda level: level[1])
    # Every level looks out of the same eye: what hides nothing from the widest hides nothing.
    widest = seen(eye, camera.fan(rising[0][1]), buildings).difference(hidden)
    return [
        WatchedArea(name, needed, _surfaces(widest.intersection(camera.fan(needed))))
        for name, needed in rising
    ]


def _surfaces(shape: BaseGeometry) -> BaseGeometry:
    """Return the surfaces of a shape; stray lines and points of a cut see nothing."""
    surfaces = [
        part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"
    ]
    return union_all([part for part in surfaces if part.area > 0.01])
