"""GeoJSON as it comes (RFC 7946), read into lines and points."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

GeoJson = Mapping[str, object]
Position = tuple[float, float]


@dataclass(frozen=True)
class Feature:
    """One feature: what it is, and its lines (closed ones are areas) or its one point."""

    kind: str
    label: str
    count: int
    lines: tuple[tuple[Position, ...], ...]
    closed: bool

    @property
    def point(self) -> Position | None:
        """Return the position of a point; None of anything else."""
        return self.lines[0][0] if len(self.lines) == 1 and len(self.lines[0]) == 1 else None


def features(document: GeoJson | None) -> list[Feature]:
    """Return the features of a collection, of one feature or of a bare geometry.

    Properties read: `kind` (how it is drawn), `label`, `category` (label of a point) and
    `count` (how many a point stands for).
    """
    return list(_features(document)) if document else []


def layer(geometries: Iterable[object]) -> GeoJson:
    """Return geometries as one layer of a map."""
    features = [
        {"type": "Feature", "properties": {}, "geometry": geometry} for geometry in geometries
    ]
    return {"type": "FeatureCollection", "features": features}


def together(collections: Iterable[GeoJson]) -> GeoJson:
    """Return one feature collection of several; a feature in two of them is there once."""
    found: list[object] = []
    for one in collections:
        found += [each for each in _list(one.get("features")) if each not in found]
    return {"type": "FeatureCollection", "features": found}


def _features(document: GeoJson) -> Iterator[Feature]:
    if document.get("type") == "FeatureCollection":
        for one in _list(document.get("features")):
            yield from _features(_object(one))
        return
    is_feature = document.get("type") == "Feature"
    geometry = _object(document.get("geometry")) if is_feature else document
    facts = _object(document.get("properties")) if is_feature else {}
    count = facts.get("count")
    for lines, closed in _lines(geometry):
        yield Feature(
            kind=str(facts.get("kind", "")),
            label=str(facts.get("label") or facts.get("category") or ""),
            count=count if isinstance(count, int) else 1,
            lines=lines,
            closed=closed,
        )


def _lines(geometry: GeoJson) -> Iterator[tuple[tuple[tuple[Position, ...], ...], bool]]:
    places = geometry.get("coordinates")
    match geometry.get("type"):
        case "Point":
            yield ((_position(places),),), False
        case "MultiPoint":
            yield from ((((_position(place),),), False) for place in _list(places))
        case "LineString":
            yield (_line(places),), False
        case "MultiLineString":
            yield tuple(_line(line) for line in _list(places)), False
        case "Polygon":
            yield tuple(_line(ring) for ring in _list(places)), True
        case "MultiPolygon":
            for polygon in _list(places):
                yield tuple(_line(ring) for ring in _list(polygon)), True


def _line(places: object) -> tuple[Position, ...]:
    return tuple(_position(place) for place in _list(places))


def _position(place: object) -> Position:
    east, north, *_ = _list(place)
    if not isinstance(east, int | float) or not isinstance(north, int | float):
        raise TypeError("A GeoJSON position is two numbers")
    return float(east), float(north)


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else []


def _object(value: object) -> GeoJson:
    return value if isinstance(value, Mapping) else {}
