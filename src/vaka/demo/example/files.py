"""The files of the example, as they lie in `vaka/demo/data`."""

import csv
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

Fields = Mapping[str, object]


def content(name: str) -> bytes:
    """Return a file as it is."""
    return resources.files("vaka.demo").joinpath("data", name).read_bytes()


def text(name: str) -> str:
    """Return a file as text."""
    return content(name).decode()


@cache
def toml(name: str) -> Fields:
    """Return a TOML file."""
    return tomllib.loads(text(name))


@cache
def geojson(name: str) -> Fields:
    """Return a GeoJSON file."""
    read = json.loads(content(name))
    assert isinstance(read, dict)
    return read


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file; lines that begin with # say what it is."""
    lines = (line for line in text(name).splitlines() if not line.startswith("#"))
    yield from csv.DictReader(lines)


def table(fields: Fields, key: str) -> Fields:
    """Return the table of that name."""
    value = fields[key]
    assert isinstance(value, dict)
    return value


def tables(fields: Fields, key: str) -> list[Fields]:
    """Return the array of tables of that name."""
    value = fields[key]
    assert isinstance(value, list)
    return value


def word(fields: Fields, key: str) -> str:
    """Return the text of that name."""
    value = fields[key]
    assert isinstance(value, str)
    return value


def words(fields: Fields, key: str) -> list[str]:
    """Return the texts of that name; an absent name has none."""
    value = fields.get(key, [])
    assert isinstance(value, list)
    return value


def whole(fields: Fields, key: str) -> int:
    """Return the whole number of that name."""
    value = fields[key]
    assert isinstance(value, int)
    return value


def number(fields: Fields, key: str) -> float:
    """Return the number of that name."""
    value = fields[key]
    assert isinstance(value, int | float)
    return float(value)


def day(fields: Fields, key: str) -> date:
    """Return the day of that name."""
    value = fields[key]
    assert isinstance(value, date)
    return value


@dataclass(frozen=True)
class Placed:
    """Where a camera of the example stands, and what it sees."""

    longitude: float
    latitude: float
    height: float
    direction: float
    angle: float
    nearest: float
    watched: Fields


@cache
def placed(key: str) -> Placed:
    """Return where that camera stands."""
    point, area = (
        feature
        for feature in tables(geojson("camera.geojson"), "features")
        if table(feature, "properties")["camera"] == key
    )
    facts, place = table(point, "properties"), table(point, "geometry")["coordinates"]
    assert isinstance(place, list)
    return Placed(
        longitude=place[0],
        latitude=place[1],
        height=number(facts, "height"),
        direction=number(facts, "direction"),
        angle=number(facts, "angle"),
        nearest=number(facts, "nearest"),
        watched=table(area, "geometry"),
    )


def outline(label: str) -> Fields:
    """Return the polygon on the town's map that bears that name."""
    return next(
        table(feature, "geometry")
        for feature in tables(geojson("square.geojson"), "features")
        if table(feature, "properties").get("label") == label
        and table(feature, "geometry")["type"] == "Polygon"
    )
