"""Buildings as files tell of them: our own maps, OpenStreetMap's and Lantmäteriet's.

What a building is for decides what it means to have it in view: a home, a workplace, or a place
where being seen tells something of a person (school, care, worship).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from shapely import transform
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from vaka.core.errors import BadInput
from vaka.geometry import sweref

# Degrees never exceed this; metres of SWEREF 99 TM, as Lantmäteriet delivers, always do.
DEGREES = 1000.0
UNREADABLE = (ShapelyError, KeyError, TypeError, ValueError, AttributeError)
MEND = "Export the buildings as GeoJSON polygons, in WGS 84 or SWEREF 99 TM"


class Use(StrEnum):
    """What a building is for, as far as its file says."""

    HOME = "home"
    WORKPLACE = "workplace"
    SENSITIVE = "sensitive"
    OTHER = "other"


@dataclass(frozen=True)
class Building:
    """A footprint (SWEREF 99 TM) with its use and its name, if it has one."""

    footprint: BaseGeometry
    use: Use
    name: str = ""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The words of the three sources for each use. OpenStreetMap's `building` and `amenity` (wiki,
# Key:building), Lantmäteriet's `objekttyp` and `ändamål` (Topografi 10), our own `kind`.
WORDS: Mapping[Use, frozenset[str]] = {
    Use.SENSITIVE: _words(
        "school kindergarten college university hospital clinic doctors nursing_home "
        "social_facility place_of_worship church cathedral chapel mosque synagogue temple "
        "monastery skola förskola sjukhus vårdcentral kyrka trossamfund sensitive"
    ),
    Use.HOME: _words(
        "home apartments residential house detached semidetached_house terrace bungalow "
        "dormitory bostad småhus flerfamiljshus"
    ),
    Use.WORKPLACE: _words(
        "office commercial retail industrial warehouse supermarket kiosk hotel civic "
        "government public fire_station train_station industri verksamhet samhällsfunktion "
        "workplace"
    ),
}
KEYS = ("kind", "use", "building", "amenity", "objekttyp", "andamal1", "ändamål", "andamal")
BUILDING_KINDS = frozenset({"building", "home", "workplace", "sensitive"})


def read(geojson: Mapping[str, object], *, where: str = "buildings") -> list[Building]:
    """Return the buildings of a GeoJSON feature collection; what is no building is left out.

    :raises BadInput: naming `where` and the feature, when it is no collection, or a building
        has no usable polygon.
    """
    features = geojson.get("features")
    if geojson.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise BadInput(where, "it is no collection of features", MEND)
    return list(_read(features, where))


def _read(features: Iterable[object], where: str) -> Iterator[Building]:
    for number, feature in enumerate(features, 1):
        told = feature if isinstance(feature, Mapping) else {}
        properties = told.get("properties")
        properties = properties if isinstance(properties, Mapping) else {}
        if _is_building(properties):
            footprint = _footprint(told.get("geometry"), f"{where}, feature {number}")
            yield Building(footprint, use_of(properties), _name(properties))


def _is_building(properties: Mapping[str, object]) -> bool:
    kind = properties.get("kind")
    if kind is not None:
        return kind in BUILDING_KINDS
    return properties.get("building") not in (None, "no") or "objekttyp" in properties


def use_of(properties: Mapping[str, object]) -> Use:
    """Return what a building is for; the use that tells most of a person goes first."""
    said = {
        word.strip().lower()
        for key in KEYS
        for word in str(properties.get(key, "")).replace(";", ",").split(",")
    }
    return next((use for use, words in WORDS.items() if said & words), Use.OTHER)


def _name(properties: Mapping[str, object]) -> str:
    return str(properties.get("name") or properties.get("label") or "")


def _footprint(geometry: object, where: str) -> BaseGeometry:
    try:
        drawn = shape(geometry)
        if abs(drawn.bounds[0]) < DEGREES:
            drawn = transform(drawn, sweref.metres)
    except (*UNREADABLE, IndexError):
        raise BadInput(where, "its coordinates cannot be read", MEND) from None
    if drawn.geom_type not in ("Polygon", "MultiPolygon") or not drawn.is_valid:
        raise BadInput(where, f"this {drawn.geom_type} is no usable polygon", MEND)
    return drawn
