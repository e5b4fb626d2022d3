"""Whether two areas have ground in common, and how much of a wide one lies near places."""

from collections.abc import Mapping, Sequence

from shapely import MultiPolygon, box, get_parts, total_bounds
from shapely.geometry import Point, mapping, shape

# Degrees; some 25 km in Sweden.
NORTH, EAST = 0.22, 0.4


def touch(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Return whether two GeoJSON polygons (WGS 84) overlap or meet."""
    return bool(shape(one).intersects(shape(other)))


def near(
    area: Mapping[str, object], places: Sequence[Mapping[str, object]]
) -> dict[str, object] | None:
    """Return what of an area lies some 25 km around places, all GeoJSON; None when nothing."""
    west, south, east, north = total_bounds([shape(place) for place in places])
    around = box(west - EAST, south - NORTH, east + EAST, north + NORTH)
    # Where two areas only meet, what they share is a line.
    shared = get_parts(shape(area).intersection(around))
    grounds = [part for part in shared if part.geom_type == "Polygon"]
    return dict(mapping(MultiPolygon(grounds))) if grounds else None


def holds(area: Mapping[str, object], longitude: float, latitude: float) -> bool:
    """Return whether a GeoJSON area (WGS 84) holds a position, its edge included."""
    return bool(shape(area).covers(Point(longitude, latitude)))
