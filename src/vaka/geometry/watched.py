"""The watched area by level, and its figures. Swedish: upptagningsområde."""

from collections.abc import Mapping
from dataclasses import dataclass

from shapely import union_all
from shapely.geometry.base import BaseGeometry

from vaka.geometry import sweref
from vaka.geometry.camera import Camera
from vaka.geometry.visibility import Buildings, seen


@dataclass(frozen=True)
class WatchedArea:
    """What a camera sees at a level or better, with its size in m²; nothing at all is None."""

    level: str
    pixels_per_metre: float
    area: dict[str, object] | None
    square_metres: float


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
    areas = []
    for name, needed in sorted(levels.items(), key=lambda level: level[1]):
        visible = _ground(seen(eye, camera.fan(needed), buildings).difference(hidden))
        geojson = None if visible.is_empty else sweref.to_geojson(visible)
        size = sweref.square_metres(geojson) if geojson else 0.0
        areas.append(WatchedArea(name, needed, geojson, size))
    return areas


def _ground(shape: BaseGeometry) -> BaseGeometry:
    """Return the surfaces of a shape; stray lines and points of a cut see nothing."""
    surfaces = [
        part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"
    ]
    return union_all([part for part in surfaces if part.area > 0.01])
