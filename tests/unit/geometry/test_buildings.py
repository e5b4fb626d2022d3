"""Buildings are read from three sources' words, in degrees and in metres."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.geometry import buildings, sweref
from vaka.geometry.buildings import Use

RING = [[15.0, 55.6], [15.001, 55.6], [15.001, 55.601], [15.0, 55.6]]


def feature(properties: dict[str, object], ring: list[list[float]] = RING):
    polygon = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": polygon}


def collection(*features: object) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": list(features)}


@pytest.mark.parametrize(
    ("properties", "use"),
    [
        ({"kind": "home"}, Use.HOME),
        ({"kind": "building", "use": "school"}, Use.SENSITIVE),
        ({"building": "apartments"}, Use.HOME),
        ({"building": "yes", "amenity": "place_of_worship"}, Use.SENSITIVE),
        ({"building": "retail"}, Use.WORKPLACE),
        ({"building": "yes"}, Use.OTHER),
        ({"objekttyp": "Bostad", "andamal1": "Bostad;Flerfamiljshus"}, Use.HOME),
        ({"objekttyp": "Samhällsfunktion", "andamal1": "Samhällsfunktion;Skola"}, "sensitive"),
        ({"objekttyp": "Industri"}, Use.WORKPLACE),
        ({"objekttyp": "Komplementbyggnad"}, Use.OTHER),
    ],
)
def test_what_a_building_is_for_is_read_from_its_source(properties, use: Use) -> None:
    (read,) = buildings.read(collection(feature({**properties, "name": "Huset"})))
    assert (read.use, read.name) == (use, "Huset")


def test_streets_squares_and_what_is_no_building_are_left_out() -> None:
    others = [{"kind": "square"}, {"building": "no"}, {"highway": "footway"}, {}]
    assert buildings.read(collection(*map(feature, others), "nonsense")) == []


def test_degrees_and_metres_of_sweref_99_tm_are_told_apart_by_their_size() -> None:
    metres = [list(sweref.point(*corner).coords[0]) for corner in RING]
    (told,) = buildings.read(collection(feature({"building": "yes"})))
    (measured,) = buildings.read(collection(feature({"building": "yes"}, metres)))
    assert told.footprint.symmetric_difference(measured.footprint).area < 0.01


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"type": "Feature"}, "no collection"),
        (collection({"properties": {"building": "yes"}}), "feature 1"),
        (collection({"properties": {"building": "yes"}, "geometry": {}}), "feature 1"),
        (
            collection(feature({"building": "yes"}, [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]])),
            "no usable polygon",
        ),
        (
            collection(
                {
                    "properties": {"building": "yes"},
                    "geometry": {"type": "Point", "coordinates": [15.0, 55.6]},
                }
            ),
            "this Point",
        ),
    ],
    ids=["alone", "without", "empty", "crossing", "point"],
)
def test_a_bad_file_is_told_by_feature(told, problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        buildings.read(told, where="hus.geojson")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@given(st.lists(JSON, max_size=3), JSON)
def test_whatever_else_stands_for_a_polygon_is_refused_in_one_line(features, geometry) -> None:
    strange = {"properties": {"building": "yes"}, "geometry": geometry}
    told = collection(*features, strange)
    with pytest.raises(BadInput) as refused:
        buildings.read(told)
    assert "\n" not in str(refused.value)
