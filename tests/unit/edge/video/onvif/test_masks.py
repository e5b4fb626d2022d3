"""A mask in the camera covers what the terms mask, or it is none."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from vaka.edge.video.onvif.masks import CannotMask, covers, missing, rings
from vaka.edge.video.onvif.wire import GREY, YCBCR, CameraMask, MaskOptions, Ring

WINDOWS = ((0.1, 0.1), (0.4, 0.1), (0.4, 0.3), (0.1, 0.3))
GABLE = ((0.5, 0.5), (0.7, 0.2), (0.9, 0.5))


def options(**changed: object) -> MaskOptions:
    told = {
        "most": 4,
        "most_points": 8,
        "kinds": ("Color", "Pixelated"),
        "rectangles_only": False,
        "colour": GREY,
        "colourspace": YCBCR,
    }
    return MaskOptions(**{**told, **changed})


def there(ring: Ring, **changed: object) -> CameraMask:
    told = {"token": "1", "source": "s", "ring": ring, "kind": "Color", "enabled": True}
    return CameraMask(**{**told, **changed})


def rounded(ring: Ring, steps: int) -> Ring:
    """As a camera keeps it: in its own grid."""
    return tuple((round(x * steps) / steps, round(y * steps) / steps) for x, y in ring)


boxes = st.tuples(
    st.floats(0, 0.9), st.floats(0, 0.9), st.floats(0.02, 1), st.floats(0.02, 1)
).map(lambda b: ((b[0], b[1]), (b[0], min(b[1] + b[3], 1)), (min(b[0] + b[2], 1), b[1])))
grids = st.integers(200, 4000)


@given(mask=boxes, steps=grids)
def test_what_a_camera_rounds_to_its_grid_still_covers_the_mask(mask, steps: int) -> None:
    """Steps of 1/200 of half a picture are coarser than any camera's pixels."""
    (ring,) = rings([mask], options())
    assert covers(there(rounded(ring, steps)), mask)


def test_the_corners_are_the_cameras_own_from_the_lower_left() -> None:
    """Media2: x from -1 on the left to 1, y from -1 at the bottom to 1."""
    (ring,) = rings([WINDOWS], options())
    told = shapely.Polygon(ring).bounds
    assert told == pytest.approx((-0.81, 0.39, -0.19, 0.81))


@pytest.mark.parametrize(
    ("camera", "masks", "why"),
    [
        ({"kinds": ("Pixelated", "Blurred")}, [WINDOWS], "do not hide"),
        ({"most": 1}, [WINDOWS, GABLE], "it has 1 masks, and the terms 2"),
        ({"rectangles_only": True}, [GABLE], "rectangles only"),
        ({"most_points": 4}, [[*WINDOWS, (0.05, 0.25), (0.02, 0.2)]], "4 corners at most"),
        ({}, [((1.2, 1.2), (1.5, 1.2), (1.5, 1.5))], "no polygon"),
    ],
)
def test_what_a_camera_cannot_mask_is_not_asked_of_it(camera, masks, why: str) -> None:
    with pytest.raises(CannotMask, match=why):
        rings(masks, options(**camera))


def test_a_camera_of_rectangles_masks_a_rectangle() -> None:
    assert len(rings([WINDOWS], options(rectangles_only=True, most_points=4))) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"enabled": False},
        {"kind": "Pixelated"},
        {"ring": ((-0.8, 0.4), (-0.2, 0.4))},
        {"ring": ((-0.8, 0.4), (-0.2, 0.4), (-0.2, 0.7), (-0.8, 0.7))},  # too low
        {"ring": ((-1, -1), (1, -1), (1, 1), (-1, 1))},  # the whole picture
    ],
)
def test_what_hides_less_or_much_more_is_not_the_mask(changed) -> None:
    (ring,) = rings([WINDOWS], options())
    assert covers(there(ring), WINDOWS)
    assert not covers(there(**{"ring": ring, **changed}), WINDOWS)


def test_each_mask_of_the_terms_is_looked_for() -> None:
    first, second = rings([WINDOWS, GABLE], options())
    assert missing([there(second), there(first)], [WINDOWS, GABLE]) == []
    assert missing([there(second)], [WINDOWS, GABLE]) == [0]
    assert missing([], [WINDOWS, GABLE]) == [0, 1]
