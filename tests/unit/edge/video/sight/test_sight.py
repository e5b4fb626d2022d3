"""A camera that was bumped, turned or covered is told from all that comes before it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.edge.video.sight.scenes import (
    CLIPS,
    COVERED,
    HARMLESS,
    MOVED,
    Scene,
    framed,
    outline_of,
    pictures,
)
from vaka.edge.video.sight.comparison import Sight, has_structure, is_bare, judge, unmasked
from vaka.edge.video.sight.outline import COLUMNS, ROWS, Outline, outline, packed, unpacked

SEEN = unmasked(())


def reference(clip: str) -> Outline:
    """What was learnt of a clip: its first three pictures."""
    learnt = [outline_of(framed(picture)) for picture in pictures(clip)[:3]]
    return np.mean(learnt, axis=0, dtype=np.complex64)


def seen(clip: str, scene: Scene) -> Sight:
    """What a picture of a later moment is judged to be."""
    known = reference(clip)
    return judge(known, known, outline_of(scene(pictures(clip)[12])), SEEN)


@pytest.mark.parametrize("clip", CLIPS)
@pytest.mark.parametrize("scene", HARMLESS)
def test_light_weather_and_passers_by_are_the_same_view(clip: str, scene: str) -> None:
    assert seen(clip, HARMLESS[scene]) == Sight.SAME


@pytest.mark.parametrize("clip", CLIPS)
@pytest.mark.parametrize("scene", MOVED)
def test_a_camera_that_was_bumped_turned_or_zoomed_has_moved(clip: str, scene: str) -> None:
    assert seen(clip, MOVED[scene]) == Sight.MOVED


@pytest.mark.parametrize("clip", CLIPS)
@pytest.mark.parametrize("scene", COVERED)
def test_a_camera_that_sees_nothing_is_covered(clip: str, scene: str) -> None:
    assert seen(clip, COVERED[scene]) == Sight.COVERED


@pytest.mark.parametrize("clip", CLIPS)
def test_nothing_in_twenty_seconds_of_people_and_traffic_is_another_view(clip: str) -> None:
    known = reference(clip)
    told = [judge(known, known, outline_of(framed(p)), SEEN) for p in pictures(clip)]
    assert set(told) == {Sight.SAME}


def test_another_place_is_another_view() -> None:
    known = reference("square")
    found = outline_of(framed(pictures("garage")[0]))
    assert judge(known, known, found, SEEN) == Sight.MOVED


def test_what_crept_away_is_judged_by_what_was_confirmed() -> None:
    """Following the light must not become following a slow turn."""
    crept = outline_of(MOVED["shifted by 3.0%"](pictures("square")[12]))
    assert judge(reference("square"), crept, crept, SEEN) == Sight.MOVED


def test_light_that_has_been_followed_is_known_again() -> None:
    """When the confirmed outline is of no help, the recent one still is."""
    recent = reference("garage")
    found = outline_of(framed(pictures("garage")[12]))
    assert judge(reference("square"), recent, found, SEEN) == Sight.SAME


def test_an_empty_view_can_be_nothing_to_compare_with() -> None:
    nothing = np.zeros((ROWS, COLUMNS), np.complex64)
    assert not has_structure(nothing, SEEN)
    assert has_structure(reference("square"), SEEN)
    assert judge(nothing, nothing, reference("square"), SEEN) == Sight.UNKNOWN


def test_a_mask_of_the_cameras_own_says_nothing_of_where_it_looks() -> None:
    """Its edges stay in the picture wherever the camera is turned."""
    masks = [[(0.0, 0.0), (1.0, 0.0), (1.0, 0.5), (0.0, 0.5)]]
    open_cells = unmasked(masks)
    assert not open_cells[: ROWS // 2 + 2].any()
    assert open_cells[ROWS // 2 + 2 :].all()
    before = outline_of(framed(pictures("square")[0]))
    turned = outline_of(MOVED["turned away"](pictures("square")[0]))
    before[: ROWS // 2] = turned[: ROWS // 2] = 1
    assert judge(before, before, turned, open_cells) == Sight.MOVED


@given(
    level=st.integers(0, 255),
    share=st.floats(0.4, 1.0),
    inverted=st.booleans(),
)
def test_more_or_less_light_is_the_same_view(level: int, share: float, inverted: bool) -> None:
    """Mixed with an even light of any level, and with bright for dark."""
    picture = framed(pictures("garage")[5])
    lit = picture.point(
        lambda v: int(share * (255 - v if inverted else v) + (1 - share) * level)
    )
    known = reference("garage")
    assert judge(known, known, outline_of(lit), SEEN) == Sight.SAME


PLACES = st.tuples(st.floats(0, 0.75), st.floats(0, 0.75), st.floats(0.2, 1), st.floats(0.2, 1))


@given(PLACES, st.sampled_from(CLIPS), st.sampled_from([0, 60, 128, 255]), st.integers(0, 19))
def test_a_mask_in_the_picture_is_told_from_a_scene_that_is_bare(
    place, clip: str, shade: int, second: int
) -> None:
    left, top, wide, high = place
    right, bottom = min(left + wide, 1), min(top + high, 1)
    mask = ((left, top), (right, top), (right, bottom), (left, bottom))
    picture = pictures(clip)[second].copy()
    assert is_bare(outline_of(picture), [mask])
    width, height = picture.size
    # As a camera masks: a little more than it was asked to.
    grown = (left * width - 2, top * height - 2, right * width + 2, bottom * height + 2)
    picture.paste(shade, tuple(map(round, grown)))
    assert not is_bare(outline_of(picture), [mask])
    assert not is_bare(outline_of(picture), [])


def test_one_mask_that_is_bare_among_others_is_found() -> None:
    picture = pictures("square")[0].copy()
    left = ((0.0, 0.0), (0.4, 0.0), (0.4, 1.0), (0.0, 1.0))
    right = ((0.6, 0.3), (1.0, 0.3), (1.0, 0.9), (0.6, 0.9))
    picture.paste(60, (0, 0, round(0.42 * picture.size[0]), picture.size[1]))
    assert not is_bare(outline_of(picture), [left])
    assert is_bare(outline_of(picture), [left, right])


@given(st.integers(0, 2**32 - 1))
def test_an_outline_is_read_back_as_it_was_packed(seed: int) -> None:
    chance = np.random.default_rng(seed)
    found = outline(chance.integers(0, 255, (ROWS * 2, COLUMNS * 2), np.uint8))
    assert np.abs(found).max() <= 1
    assert np.abs(unpacked(packed(found)) - found).max() < 0.01
    assert packed(unpacked(packed(found))) == packed(found)


@pytest.mark.parametrize("content", [b"", b"x" * 100, bytes(COLUMNS * ROWS * 2 + 1)])
def test_what_is_no_outline_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="an outline is 18432 bytes"):
        unpacked(content)
