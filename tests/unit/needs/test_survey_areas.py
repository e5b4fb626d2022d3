"""The areas of the survey, read from a file, and what lies in them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.geometry.overlap import holds
from vaka.needs.rules.survey_areas import AreaLevel, read

SQUARE = [[[13.0, 55.6], [13.01, 55.6], [13.01, 55.61], [13.0, 55.61], [13.0, 55.6]]]
FURTHER = [[[13.02, 55.6], [13.03, 55.6], [13.03, 55.61], [13.02, 55.61], [13.02, 55.6]]]


def feature(name: object = "Innerstaden", geometry: object = None, **facts: object) -> dict:
    told = {"name": name, "level": "area", "within": ""} | facts
    return {"type": "Feature", "properties": told, "geometry": geometry}


def file(*features: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def polygon(rings: object) -> dict:
    return {"type": "Polygon", "coordinates": rings}


def test_a_city_its_areas_and_their_parts_are_read_with_where_they_lie() -> None:
    both = {"type": "MultiPolygon", "coordinates": [SQUARE, FURTHER]}
    city, part = read(
        file(
            feature("Staden", level="city"),
            feature("Torget", both, level="sub-area", within="Staden"),
        ),
        name="a.geojson",
    )
    assert (city.level, city.outline) == (AreaLevel.CITY, None)
    assert (part.within, part.level) == ("Staden", AreaLevel.SUB_AREA)
    assert part.outline is not None
    assert holds(part.outline, 13.005, 55.605)
    assert holds(part.outline, 13.025, 55.605)
    assert not holds(part.outline, 13.015, 55.605)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\xff", "it is no JSON"),
        (b"[]", "it holds no features"),
        (file(), "it holds no features"),
        (file({"type": "Feature"}), "feature 1: it has no properties"),
        (file(feature(name=" ")), "feature 1: it has no name"),
        (file(feature(level="kvarter")), "feature 1: its level is not known"),
        (file(feature(within=3)), "feature 1: its level is not known"),
        (file(feature(), feature()), "a name is there twice"),
        (file(feature(within="Bortom")), "Innerstaden: 'Bortom' is no area of the file"),
        (file(feature(geometry={"type": "Point", "coordinates": [13, 55.6]})), "no polygon"),
        (file(feature(geometry={"type": "MultiPolygon", "coordinates": 1})), "no polygon"),
        (file(feature(geometry="här")), "feature 1: "),
        (file(feature(geometry=polygon([[[y, x] for x, y in SQUARE[0]]]))), "in Sweden"),
    ],
)
def test_what_cannot_be_taken_is_named(content: bytes, problem: str) -> None:
    with pytest.raises(BadInput, match=r"^a\.geojson") as refused:
        read(content, name="a.geojson")
    assert problem in str(refused.value)


@given(st.binary(max_size=60))
def test_rubbish_is_refused_in_one_line(content: bytes) -> None:
    with pytest.raises(BadInput):
        read(content, name="a.geojson")
