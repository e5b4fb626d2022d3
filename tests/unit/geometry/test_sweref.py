"""Polygons between WGS 84 and SWEREF 99 TM, against figures known beforehand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from vaka.core.errors import BadInput
from vaka.geometry import sweref

MALMO = sweref.point(13.0038, 55.6050)
SQUARE = sweref.to_geojson(box(MALMO.x - 50, MALMO.y - 20, MALMO.x + 50, MALMO.y + 20))


def test_malmo_lies_where_the_national_grid_says() -> None:
    # Lantmäteriet: lon 15° is easting 500 000 m; Malmö lies near N 6 163 600, E 374 200.
    assert sweref.point(15.0, 55.0).x == pytest.approx(500_000, abs=0.01)
    assert pytest.approx(374_000, abs=800) == MALMO.x
    assert pytest.approx(6_164_000, abs=800) == MALMO.y


def test_hundred_by_forty_metres_is_four_thousand_square_metres() -> None:
    # The grid's scale in Malmö is about 0.9998: lengths differ by 0.2 per mille.
    assert sweref.square_metres(SQUARE) == pytest.approx(4000, rel=0.001)


def test_there_and_back_is_the_same_to_a_centimetre() -> None:
    back = sweref.to_metres(SQUARE)
    assert back.hausdorff_distance(box(*back.bounds)) < 0.05
    assert back.area == pytest.approx(4000, abs=2)


@given(east=st.floats(-60, 60, allow_nan=False), north=st.floats(-30, 30, allow_nan=False))
def test_a_point_is_in_the_square_exactly_when_it_is_near_enough(
    east: float, north: float
) -> None:
    if min(abs(abs(east) - 50), abs(abs(north) - 20)) < 0.05:
        return
    spot = sweref.to_geojson(box(*(2 * (MALMO.x + east, MALMO.y + north))).centroid)
    longitude, latitude = spot["coordinates"]
    inside = abs(east) < 50 and abs(north) < 20
    assert sweref.holds(SQUARE, longitude=longitude, latitude=latitude) == inside


def test_a_line_a_crossed_ring_and_nonsense_are_no_polygons() -> None:
    crossed = [[13.0, 55.0], [13.1, 55.1], [13.1, 55.0], [13.0, 55.1], [13.0, 55.0]]
    for wrong in (
        {"type": "LineString", "coordinates": [[13.0, 55.0], [13.1, 55.1]]},
        {"type": "Polygon", "coordinates": [crossed]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon"},
        {"kind": "torg"},
        {"type": "Polygon", "coordinates": "torget"},
    ):
        with pytest.raises(BadInput, match="GeoJSON Polygon"):
            sweref.to_metres(wrong)


def test_an_infinite_coordinate_is_refused() -> None:
    ring = [[13.0, 55.0], [math.inf, 55.0], [13.0, 56.0], [13.0, 55.0]]
    with pytest.raises(BadInput):
        sweref.square_metres({"type": "Polygon", "coordinates": [ring]})


def test_true_north_and_the_grid_north_differ_in_malmo_but_not_on_the_middle_meridian() -> None:
    assert sweref.grid_bearing(90, longitude=15.0, latitude=58.0) == pytest.approx(90)
    # Convergence ≈ (13 - 15)° · sin 55.6° ≈ -1.65°.
    turned = sweref.grid_bearing(0, longitude=13.0, latitude=55.6)
    assert turned == pytest.approx(1.65, abs=0.01)
