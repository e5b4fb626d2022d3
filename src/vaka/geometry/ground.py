"""Ground as somebody pastes it: GeoJSON text read into one polygon in Sweden."""

import json
from collections.abc import Mapping

from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Polygon, mapping, shape

from vaka.core.errors import BadInput
from vaka.geometry import sweref

# Sweden with room around it: what lies outside is most often latitude written first.
WEST, SOUTH, EAST, NORTH = 10.0, 55.0, 25.0, 70.0
SMALLEST_M2, LARGEST_M2 = 1.0, 25_000_000.0
# A place has some tens of corners, a scanned coast hundreds of thousands.
MOST_CORNERS = 2_000
UNREADABLE = (ShapelyError, KeyError, TypeError, ValueError, AttributeError)
PASTE = "Paste a GeoJSON Polygon, as a map program exports it"


def outline(text: str, *, where: str = "outline") -> dict[str, object]:
    """Return the polygon of a pasted GeoJSON document (RFC 7946), to the centimetre.

    The document is a geometry, a feature, or a collection of one feature.

    :raises BadInput: naming `where`, when it is no such polygon, crosses itself, lies outside
        Sweden, or is smaller than a square metre or larger than 25 km².
    """
    area = _polygon(_geometry(_document(text, where), where), where)
    _in_sweden(area, where)
    drawn: dict[str, object] = json.loads(json.dumps(mapping(area)))
    if not SMALLEST_M2 <= sweref.square_metres(drawn) <= LARGEST_M2:
        problem = "it is smaller than a square metre or larger than 25 km²"
        raise BadInput(where, problem, "Draw the place alone")
    return drawn


def districts(text: str, *, where: str) -> dict[str, object]:
    """Return the part of a municipality in a pasted GeoJSON document (RFC 7946).

    :raises BadInput: as `district` does, or when it is no such document.
    """
    return district(_geometry(_document(text, where), where), where=where)


def district(geometry: object, *, where: str) -> dict[str, object]:
    """Return a part of a municipality, of one polygon or several, to the centimetre.

    :raises BadInput: naming `where`, when it is none, or does not lie in Sweden.
    """
    told = geometry if isinstance(geometry, Mapping) else {}
    parts = [_polygon(each, where) for each in _parts(told)]
    if not parts:
        raise BadInput(where, "it is no polygon", PASTE)
    whole = MultiPolygon(parts)
    _in_sweden(whole, where)
    drawn: dict[str, object] = json.loads(json.dumps(mapping(whole)))
    return drawn


def _in_sweden(area: Polygon | MultiPolygon, where: str) -> None:
    west, south, east, north = area.bounds
    if west < WEST or south < SOUTH or east > EAST or north > NORTH:
        mend = "Write longitude first, then latitude, in WGS 84: [13.0, 55.6]"
        raise BadInput(where, "it does not lie in Sweden", mend)


def _parts(told: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Return the polygons of a geometry, each as one."""
    if told.get("type") != "MultiPolygon":
        return [told]
    rings = told.get("coordinates")
    each = rings if isinstance(rings, list) else []
    return [{"type": "Polygon", "coordinates": one} for one in each]


def middle(polygon: Mapping[str, object]) -> tuple[float, float]:
    """Return longitude and latitude of a point well inside the polygon."""
    point = shape(polygon).representative_point()
    return round(point.x, sweref.PRECISION), round(point.y, sweref.PRECISION)


def surroundings(text: str, *, where: str = "surroundings") -> dict[str, object]:
    """Return the features around a place, for the maps, of a GeoJSON feature collection.

    :raises BadInput: naming `where`, when it is no collection, or a feature has no geometry.
    """
    told = _document(text, where)
    features = told.get("features")
    if told.get("type") != "FeatureCollection" or not isinstance(features, list):
        mend = "Give a GeoJSON FeatureCollection"
        raise BadInput(where, "it is no collection of features", mend)
    try:
        for feature in features:
            shape(feature["geometry"])
    except UNREADABLE:
        raise BadInput(where, "a feature has no geometry", "Export the file anew") from None
    return {"type": "FeatureCollection", "features": features}


def _document(text: str, where: str) -> dict[str, object]:
    try:
        # JSON knows no NaN, but Python reads it.
        told = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BadInput(where, "it is no JSON", PASTE) from None
    if not isinstance(told, dict):
        raise BadInput(where, "it is no GeoJSON", PASTE)
    return told


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def _geometry(told: Mapping[str, object], where: str) -> Mapping[str, object]:
    """Return the one geometry of a document."""
    features = told.get("features")
    if told.get("type") == "FeatureCollection":
        if not isinstance(features, list) or len(features) != 1:
            raise BadInput(where, "it holds more than the place", "Keep the one feature")
        told = features[0] if isinstance(features[0], Mapping) else {}
    found = told.get("geometry") if told.get("type") == "Feature" else told
    return found if isinstance(found, Mapping) else {}


def _polygon(geometry: Mapping[str, object], where: str) -> Polygon:
    """Return the polygon, without heights."""
    try:
        area = shape(geometry)
    except UNREADABLE:
        raise BadInput(where, "its coordinates cannot be read", PASTE) from None
    if isinstance(area, MultiPolygon) and len(area.geoms) == 1:
        area = area.geoms[0]
    if not isinstance(area, Polygon) or area.is_empty:
        raise BadInput(where, "it is no polygon", PASTE)
    if not area.is_valid:
        mend = "Draw the corners in the order in which one walks round"
        raise BadInput(where, "its edge crosses itself", mend)
    rings = [area.exterior, *area.interiors]
    if sum(len(ring.coords) for ring in rings) > MOST_CORNERS:
        raise BadInput(where, "it has more than 2 000 corners", "Draw it more simply")
    outer, *holes = [
        [(round(x, sweref.PRECISION), round(y, sweref.PRECISION)) for x, y, *_ in ring.coords]
        for ring in rings
    ]
    return Polygon(outer, holes)
