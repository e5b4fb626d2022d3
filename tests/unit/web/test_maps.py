"""GeoJSON becomes a picture with north up and lengths alike both ways."""

import pytest

from vaka.web.maps import CameraMark, Map
from vaka.web.maps.geojson import features
from vaka.web.maps.picture import frame, together

SQUARE = [[13.0, 55.6], [13.001, 55.6], [13.001, 55.601], [13.0, 55.601], [13.0, 55.6]]


def point(longitude: float, latitude: float, **facts: object) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": facts,
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
    }


def collection(*members: dict[str, object]) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": list(members)}


def test_every_geometry_is_read() -> None:
    line = SQUARE[:2]
    geometries = [
        ("Point", SQUARE[0], 1, False),
        ("MultiPoint", line, 2, False),
        ("LineString", line, 1, False),
        ("MultiLineString", [line, line], 1, False),
        ("Polygon", [SQUARE], 1, True),
        ("MultiPolygon", [[SQUARE], [SQUARE]], 2, True),
        ("Unknown", [], 0, False),
    ]
    for kind, coordinates, expected, closed in geometries:
        found = features({"type": kind, "coordinates": coordinates})
        assert len(found) == expected
        assert all(one.closed is closed for one in found)
    assert features(None) == []


def test_position_without_numbers_is_refused() -> None:
    with pytest.raises(TypeError, match="two numbers"):
        features({"type": "Point", "coordinates": ["here", "there"]})


def test_north_is_up_and_a_metre_is_as_long_both_ways() -> None:
    shown = frame([(13.0, 55.6), (13.002, 55.601)])
    west, north = shown.xy((13.0, 55.601))
    east, south = shown.xy((13.002, 55.6))
    assert west < east
    assert north < south
    metres_east = 0.002 * 111_320 * 0.56497
    assert (east - west) / metres_east == pytest.approx((south - north) / 111.32, rel=0.01)


def test_single_place_is_shown_with_its_surroundings() -> None:
    assert frame([(13.0, 55.6)]).height == 500


def test_tall_place_is_no_tower() -> None:
    assert frame([(13.0, 55.60), (13.0, 55.62)]).height == 800


def test_problems_near_one_another_share_a_circle() -> None:
    points = [point(13.0, 55.6, category="Klotter", count=3), point(13.0, 55.6, label="Våld")]
    drawn = Map("", "", points=collection(*points, point(13.01, 55.61, category="Klotter")))
    assert sorted(circle.count for circle in drawn.circles) == [1, 4]
    assert drawn.tally == [("Klotter", 4), ("Våld", 1)]


def test_circle_stands_at_the_middle_of_what_it_counts() -> None:
    circle = together([((0.0, 0.0), 3), ((4.0, 8.0), 1)])
    assert (circle.x, circle.y, circle.count) == (1.0, 2.0, 4)


def test_houses_lie_on_the_ground() -> None:
    ground = {
        "type": "Feature",
        "properties": {"kind": "square"},
        "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
    }
    house = {**ground, "properties": {"kind": "building", "label": "Rådhuset"}}
    drawn = Map("", "", base=collection(house, ground))
    assert [(shape.kind, shape.label) for shape in drawn.shapes] == [
        ("square", ""),
        ("building", "Rådhuset"),
    ]
    assert drawn.shapes[0].path.startswith("M")
    assert drawn.shapes[0].path.endswith("Z")


def test_camera_and_watched_area_are_in_the_picture() -> None:
    drawn = Map(
        "",
        "",
        area={"type": "Polygon", "coordinates": [SQUARE]},
        cameras=[CameraMark("Kamera 1", 13.0, 55.6, 45)],
    )
    assert [eye.mark.label for eye in drawn.eyes] == ["Kamera 1"]
    assert 0 <= drawn.eyes[0].x <= 1000
    assert drawn.watched[0].kind == "watched"
    assert drawn.layers["cameras"] == [
        {"label": "Kamera 1", "at": [13.0, 55.6], "direction": 45, "url": ""}
    ]


def test_map_of_nothing_is_drawn() -> None:
    assert Map("", "").frame.height == 500
