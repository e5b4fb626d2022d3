"""Gaps in what is kept: told with their reason, when the gateway knows it."""

from datetime import UTC, datetime, timedelta

import pytest

from vaka.core.period import Period
from vaka.edge.video.media.source import Source
from vaka.edge.video.recording.gaps import Gap, Gaps, Why

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SOURCE = Source("h264", 640, 360, b"\x01")
AGAIN = Source("h264", 640, 360, b"\x01")
OTHER = Source("h264", 1280, 720, b"\x02")


def at(second: float) -> datetime:
    return NOON + timedelta(seconds=second)


def keep(gaps: Gaps, second: float, *, source: Source = SOURCE, lost: int = 0) -> None:
    gaps.came(at(second), lost=lost)
    gaps.kept(source, at(second), since=NOON)


def gap(start: float, end: float, why: Why, packets: int = 0) -> Gap:
    return Gap(Period(at(start), at(end)), why, packets)


def test_pictures_that_follow_each_other_are_no_gap() -> None:
    gaps = Gaps()
    for number in range(30):
        keep(gaps, number / 15)
    assert gaps.tell() == []


def test_packets_that_were_lost_are_counted_in_the_gap_they_made_and_it_is_told_once() -> None:
    gaps = Gaps()
    keep(gaps, 0, lost=3)
    keep(gaps, 2, lost=8)
    assert gaps.tell() == [gap(0, 2, Why.LOST, 5)]
    assert gaps.tell() == []
    keep(gaps, 2.1, lost=9)
    keep(gaps, 5, lost=9)
    # The tenth was lost where nobody missed it; of these seconds we know no reason.
    assert gaps.tell() == []


def test_pictures_that_wait_to_be_kept_have_their_gap_where_the_packets_were_lost() -> None:
    gaps = Gaps()
    for second, lost in ((0, 0), (1, 0), (4, 6), (5, 6)):
        gaps.came(at(second), lost=lost)
    for second in (0, 1, 4, 5):
        gaps.kept(SOURCE, at(second), since=NOON)
    assert gaps.tell() == [gap(1, 4, Why.LOST, 6)]


def test_a_new_connection_counts_anew() -> None:
    gaps = Gaps()
    keep(gaps, 0, lost=8)
    keep(gaps, 3, source=AGAIN, lost=0)
    assert gaps.tell() == []
    keep(gaps, 6, source=AGAIN, lost=2)
    assert gaps.tell() == [gap(3, 6, Why.LOST, 2)]


def test_other_masks_and_another_coding_have_their_gap() -> None:
    gaps = Gaps()
    keep(gaps, 0)
    gaps.because(Why.MASKS_CHANGED)
    keep(gaps, 3, source=OTHER)
    keep(gaps, 6, source=SOURCE)
    assert gaps.tell() == [gap(0, 3, Why.MASKS_CHANGED), gap(3, 6, Why.CAMERA_CHANGED)]


@pytest.mark.parametrize(("since", "told"), [(0, 1), (1, 0)])
def test_between_two_stretches_that_are_kept_there_is_no_gap(since: int, told: int) -> None:
    gaps = Gaps()
    keep(gaps, 0, lost=1)
    gaps.came(at(3), lost=2)
    gaps.kept(SOURCE, at(3), since=at(since))
    assert len(gaps.tell()) == told


def test_a_gap_is_told_in_the_words_of_the_contract() -> None:
    assert gap(0, 2, Why.LOST, 5).facts() == {
        "from": "2026-03-02T12:00:00+00:00",
        "to": "2026-03-02T12:00:02+00:00",
        "why": "lost-on-the-way",
        "packets": 5,
    }
