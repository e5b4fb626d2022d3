"""The ground of a place as people paste it from a map program."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from vaka.core.errors import BadInput
from vaka.geometry import ground

RING = [
    [13.003, 55.604],
    [13.005, 55.604],
    [13.005, 55.605],
    [13.003, 55.605],
    [13.003, 55.604],
]
SQUARE = {"type": "Polygon", "coordinates": [RING]}


def feature(geometry: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": {}}


def collection(*features: object) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": list(features)}


@pytest.mark.parametrize(
    "pasted",
    [
        SQUARE,
        feature(SQUARE),
        collection(feature(SQUARE)),
        {"type": "MultiPolygon", "coordinates": [[RING]]},
        {"type": "Polygon", "coordinates": [[[x, y, 12.5] for x, y in RING]]},
    ],
    ids=["geometry", "feature", "collection", "one of several", "with heights"],
)
def test_one_polygon_is_read_however_it_was_exported(pasted):
    assert ground.outline(json.dumps(pasted)) == SQUARE


def test_a_hole_stays_a_hole():
    hole = [[13.0035, 55.6042], [13.004, 55.6042], [13.004, 55.6045], [13.0035, 55.6042]]
    told = ground.outline(json.dumps({"type": "Polygon", "coordinates": [RING, hole]}))
    assert told["coordinates"] == [RING, hole]


@pytest.mark.parametrize(
    ("pasted", "problem"),
    [
        ("", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[1, 2]", "no GeoJSON"),
        ("{}", "coordinates cannot be read"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 1]]]}', "no JSON"),
        ({"type": "Polygon", "coordinates": []}, "no polygon"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]]]}, "coordinates cannot be read"),
        ({"type": "Polygon", "coordinates": 7}, "coordinates cannot be read"),
        ({"type": "Point", "coordinates": [13.0, 55.6]}, "no polygon"),
        (collection(), "more than the place"),
        (collection(feature(SQUARE), feature(SQUARE)), "more than the place"),
        (collection("x"), "coordinates cannot be read"),
        (feature(None), "coordinates cannot be read"),
        ({"type": "Polygon", "coordinates": [[[y, x] for x, y in RING]]}, "not lie in Sweden"),
        (
            {"type": "Polygon", "coordinates": [[RING[0], RING[2], RING[1], RING[3], RING[0]]]},
            "crosses itself",
        ),
        (
            {"type": "Polygon", "coordinates": [[[11, 56], [20, 56], [20, 66], [11, 56]]]},
            "larger than 25 km²",
        ),
    ],
)
def test_anything_else_is_refused_with_what_is_wrong(pasted, problem):
    text = pasted if isinstance(pasted, str) else json.dumps(pasted)
    with pytest.raises(BadInput, match=problem) as refused:
        ground.outline(text)
    assert refused.value.where == "outline"
    assert refused.value.mend


def test_a_coast_with_thousands_of_corners_is_refused():
    coast = [[13 + n / 1e5, 55.6] for n in range(2_100)]
    shore = {"type": "Polygon", "coordinates": [[*coast, [13.01, 55.61], coast[0]]]}
    with pytest.raises(BadInput, match="corners"):
        ground.outline(json.dumps(shore))


@given(st.text() | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_no_text_brings_it_down(text):
    for read in (ground.outline, ground.surroundings):
        with pytest.raises(BadInput):
            read(text)


@given(
    st.floats(11, 24),
    st.floats(56, 69),
    st.floats(0.0002, 0.02),
    st.floats(0.0001, 0.01),
)
def test_the_middle_lies_inside(west, south, width, height):
    east, north = west + width, south + height
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    told = ground.outline(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    longitude, latitude = ground.middle(told)
    assert (
        shape(told)
        .buffer(1e-6)
        .contains(shape({"type": "Point", "coordinates": [longitude, latitude]}))
    )


def test_surroundings_are_features_with_geometry():
    around = collection(feature(SQUARE) | {"properties": {"kind": "building"}})
    assert ground.surroundings(json.dumps(around)) == around
    for wrong in (SQUARE, collection("x"), collection(feature(None)), collection({})):
        with pytest.raises(BadInput) as refused:
            ground.surroundings(json.dumps(wrong))
        assert refused.value.where == "surroundings"
