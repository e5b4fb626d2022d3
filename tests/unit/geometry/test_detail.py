"""How detailed a picture is at a distance, and how wide it may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.geometry.camera import Camera
from vaka.geometry.detail import WIDEST, metres_across, widest

ANGLES, METRES = st.floats(1, WIDEST), st.floats(0.5, 500)


def test_a_right_angle_covers_twice_its_distance() -> None:
    assert metres_across(90, 10) == pytest.approx(20)


@given(ANGLES, METRES, st.integers(16, 8000))
def test_it_is_the_detail_that_the_watched_area_is_drawn_by(angle, distance, pixels) -> None:
    camera = Camera(13, 55.6, 4, 0, angle, pixels)
    assert pixels / metres_across(angle, distance) == pytest.approx(
        camera.pixels_per_metre(distance)
    )


@given(st.floats(0.1, 2000), METRES)
def test_a_picture_of_the_widest_width_is_as_detailed_as_allowed_and_no_more(
    limit: float, across: float
) -> None:
    most = widest(limit, across)
    assert most % 2 == 0
    assert most <= limit * across < most + 2


@pytest.mark.parametrize("angle", [0, -1, 170.1, float("nan")])
def test_what_is_no_lens_is_refused(angle: float) -> None:
    with pytest.raises(BadInput, match="angle"):
        metres_across(angle, 1)
