"""The shipped clips are what a camera sends: H.264 that starts anew every second."""

from itertools import pairwise

import av
import pytest

from vaka.demo import clip

SQUARE, GARAGE = clip.DATA / "square.mp4", clip.DATA / "garage.mp4"
NAL_TYPES_OF_PICTURES = {1, 5}


@pytest.fixture(scope="module", params=[SQUARE, GARAGE], ids=["square", "garage"])
def shown(request: pytest.FixtureRequest) -> clip.Clip:
    return clip.read(request.param)


def test_it_lasts_twenty_seconds_of_fifteen_pictures(shown: clip.Clip) -> None:
    assert shown.seconds == pytest.approx(20)
    assert len(shown.pictures) == 300


def test_a_picture_stands_alone_every_second(shown: clip.Clip) -> None:
    assert [round(p.at, 3) for p in shown.pictures if p.key] == list(range(20))


def test_pictures_come_in_the_order_in_which_they_are_shown(shown: clip.Clip) -> None:
    assert all(one.at < next_one.at for one, next_one in pairwise(shown.pictures))


def test_the_parameter_sets_are_one_for_the_sequence_and_one_for_the_picture(
    shown: clip.Clip,
) -> None:
    assert [unit[0] & 0x1F for unit in shown.parameters] == [7, 8]


def test_each_picture_has_a_coded_slice(shown: clip.Clip) -> None:
    for picture in shown.pictures:
        assert {unit[0] & 0x1F for unit in picture.units} & NAL_TYPES_OF_PICTURES


@pytest.mark.parametrize(("file", "size"), [(SQUARE, 1_900_000), (GARAGE, 1_000_000)])
def test_it_is_small_enough_to_ship(file, size) -> None:
    assert file.stat().st_size < size


def test_the_last_picture_of_the_square_leads_to_its_first() -> None:
    """Played round and round, there is no jump where the clip starts again."""
    with av.open(str(SQUARE)) as container:
        pictures = [f.to_ndarray(format="gray8").astype(int) for f in container.decode(video=0)]
    differences = [abs(a - b).mean() for a, b in pairwise(pictures)]
    assert abs(pictures[-1] - pictures[0]).mean() <= 1.5 * max(differences)
