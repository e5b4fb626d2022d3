"""Whether two areas have ground in common."""

from collections.abc import Mapping

from shapely.geometry import shape


def touch(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Return whether two GeoJSON polygons (WGS 84) overlap or meet."""
    return bool(shape(one).intersects(shape(other)))
