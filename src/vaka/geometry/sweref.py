"""Between what files hold (GeoJSON, WGS 84) and what can be measured (SWEREF 99 TM, metres)."""

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy
from numpy.typing import NDArray
from pyproj import Geod, Proj, Transformer
from shapely import Point, set_precision, transform
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from vaka.core.errors import BadInput

WGS_84, SWEREF_99_TM = "EPSG:4326", "EPSG:3006"
GeoJSON = Mapping[str, object]
Turn = Callable[[NDArray[numpy.float64]], NDArray[numpy.float64]]
MEND = "Give a GeoJSON Polygon or MultiPolygon whose rings are closed and do not cross"
PRECISION = 7  # decimals of a degree: about a centimetre


@lru_cache(maxsize=2)
def _between(here: str, there: str) -> Transformer:
    return Transformer.from_crs(here, there, always_xy=True)


def _turn(here: str, there: str) -> Turn:
    """Return what turns rows of coordinates from one system into the other."""
    between = _between(here, there)
    return lambda xy: numpy.column_stack(between.transform(xy[:, 0], xy[:, 1]))


def metres(degrees: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
    """Return rows of longitude and latitude (WGS 84) as metres in SWEREF 99 TM."""
    return _turn(WGS_84, SWEREF_99_TM)(degrees)


def to_metres(geojson: GeoJSON) -> BaseGeometry:
    """Return the polygon in SWEREF 99 TM.

    :raises BadInput: when it is no polygon, is empty or crosses itself.
    """
    return transform(_polygon(geojson), metres)


def to_geojson(area: BaseGeometry) -> dict[str, object]:
    """Return a geometry in SWEREF 99 TM as GeoJSON in WGS 84, to the centimetre."""
    # Snapped first, so that rounding lets no edges cross.
    snapped = set_precision(transform(area, _degrees), 10.0**-PRECISION)
    return _lists(mapping(transform(snapped, lambda xy: numpy.round(xy, PRECISION))))


def _degrees(metres: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
    return _turn(SWEREF_99_TM, WGS_84)(metres)


def size(area: BaseGeometry) -> float:
    """Return the size on the ellipsoid, in m², of a geometry in SWEREF 99 TM."""
    return _on_the_ellipsoid(transform(area, _degrees))


def point(longitude: float, latitude: float) -> Point:
    """Return a WGS 84 position in SWEREF 99 TM."""
    return Point(_between(WGS_84, SWEREF_99_TM).transform(longitude, latitude))


def grid_bearing(bearing: float, *, longitude: float, latitude: float) -> float:
    """Return a bearing from true north as degrees from the grid's north at that position.

    In Malmö the two norths differ by more than a degree and a half.
    """
    factors = Proj(SWEREF_99_TM).get_factors(longitude, latitude)
    return (bearing - factors.meridian_convergence) % 360


def square_metres(geojson: GeoJSON) -> float:
    """Return the area on the ellipsoid, in m², free of the projection's scale.

    :raises BadInput: when it is no polygon.
    """
    return _on_the_ellipsoid(_polygon(geojson))


def square_metres_beyond(geojson: GeoJSON, bounds: GeoJSON) -> float:
    """Return how many m² of a polygon lie outside the bounds.

    :raises BadInput: when either is no polygon.
    """
    return _on_the_ellipsoid(_polygon(geojson).difference(_polygon(bounds)))


def _on_the_ellipsoid(area: BaseGeometry) -> float:
    found, _ = Geod(ellps="GRS80").geometry_area_perimeter(area)
    return abs(float(found))


def holds(geojson: GeoJSON, *, longitude: float, latitude: float) -> bool:
    """Return whether the position lies in the polygon or on its edge.

    :raises BadInput: when it is no polygon.
    """
    return bool(_polygon(geojson).covers(Point(longitude, latitude)))


def _polygon(geojson: GeoJSON) -> BaseGeometry:
    try:
        area = shape(geojson)
    except Exception as problem:
        # The reader raises whatever its input provokes: KeyError, TypeError, its own errors.
        raise BadInput("polygon", f"it cannot be read ({problem!r})", MEND) from None
    if area.geom_type not in ("Polygon", "MultiPolygon") or area.is_empty or not area.is_valid:
        raise BadInput("polygon", f"this {area.geom_type} is not a usable polygon", MEND)
    return area


def _lists(value: Mapping[str, object]) -> dict[str, object]:
    """Return GeoJSON with lists for tuples, as it is after a round through a file."""

    def listed(part: object) -> object:
        return [listed(inner) for inner in part] if isinstance(part, (list, tuple)) else part

    return {key: listed(part) for key, part in value.items()}
