"""How far a camera reaches at each level, against the formula worked by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.geometry import sweref
from vaka.geometry.camera import Camera, level_at
from vaka.geometry.detail import metres_across

LEVELS = {"detect": 25.0, "observe": 62.5, "recognise": 125.0, "identify": 250.0}


def camera(**changed: float) -> Camera:
    told = {
        "longitude": 15.0,
        "latitude": 55.605,
        "height": 0.0,
        "bearing": 0.0,
        "angle": 90.0,
        "pixels": 2000,
    } | changed
    return Camera(**told)  # type: ignore[arg-type]  # pixels is whole in every test


def test_two_thousand_pixels_over_ninety_degrees_identify_to_four_metres() -> None:
    # At 4 m a 90° picture is 8 m wide: 2000 / 8 = 250 px/m.
    assert camera().reach(250) == pytest.approx(4)
    assert camera().reach(25) == pytest.approx(40)
    assert camera().pixels_per_metre(40) == pytest.approx(25)


def test_height_takes_from_the_reach_as_pythagoras_says() -> None:
    assert camera(height=3.0).reach(200) == pytest.approx(4)
    assert camera(height=6.0).reach(250) == 0


def test_the_fan_is_a_triangle_of_known_area() -> None:
    assert camera().fan(25).area == pytest.approx(40 * 40)
    narrow = camera(angle=60.0)
    reach = narrow.reach(25)
    assert narrow.fan(25).area == pytest.approx(reach**2 * math.tan(math.pi / 6))


@pytest.mark.parametrize(
    ("bearing", "east", "north"), [(0, 0, 1), (90, 1, 0), (180, 0, -1), (270, -1, 0)]
)
def test_the_fan_points_where_the_camera_looks(bearing: float, east: int, north: int) -> None:
    fan, eye = camera(bearing=bearing).fan(25), sweref.point(15.0, 55.605)
    assert fan.centroid.x - eye.x == pytest.approx(east * 80 / 3, abs=0.01)
    assert fan.centroid.y - eye.y == pytest.approx(north * 80 / 3, abs=0.01)


@given(distance=st.floats(0, 200), angle=st.floats(5, 170), height=st.floats(0, 12))
def test_the_level_named_is_reached_and_the_next_is_not(
    distance: float, angle: float, height: float
) -> None:
    eye = camera(angle=angle, height=height)
    name = level_at(eye, distance, LEVELS)
    for level, needed in LEVELS.items():
        margin = eye.reach(needed) - distance
        better = bool(name) and LEVELS[name] >= needed
        if abs(margin) > 1e-6 and eye.reach(needed) > 0:
            assert better == (margin > 0), level


def test_what_hangs_in_the_lens_is_identified() -> None:
    assert level_at(camera(), 0, LEVELS) == "identify"
    # A distance that half of is nothing, to a float.
    assert level_at(camera(angle=5.0, height=5e-324), 0, LEVELS) == "identify"
    assert level_at(camera(), 500, LEVELS) == ""


@pytest.mark.parametrize(
    "wrong", [{"angle": 0.0}, {"angle": 171.0}, {"pixels": 0}, {"height": -1.0}]
)
def test_a_camera_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(BadInput):
        camera(**wrong)


def test_a_lens_calculators_example_as_printed() -> None:
    # evidence.md d: 2560 pixels, 40 feet away, 38 pixels a foot: 67 feet across, 80 degrees.
    foot = 0.3048
    assert round(camera(angle=80, pixels=2560).pixels_per_metre(40 * foot) * foot) == 38
    assert round(metres_across(80, 40 * foot) / foot) == 67
    # And by focal length: 1920 pixels on 4.8 mm (1/3 inch) behind 25 mm, 10 m away: 1000.
    angle = 2 * math.degrees(math.atan(4.8 / 2 / 25))
    assert camera(angle=angle, pixels=1920).pixels_per_metre(10) == pytest.approx(1000)
