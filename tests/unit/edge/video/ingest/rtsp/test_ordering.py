"""Datagrams come out as they were sent, and never wait for long."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vaka.edge.video.ingest.rtsp.ordering import LONGEST_WAIT, MOST_WAITING, Ordering

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + LONGEST_WAIT + timedelta(milliseconds=1)


def packet(number: int) -> bytes:
    return b"\x80\x60" + (number & 0xFFFF).to_bytes(2, "big")


def came(ordering: Ordering, *numbers: int, at: datetime = NOON) -> list[int]:
    """Return the numbers that are handed on when these come."""
    found = [told for number in numbers for told in ordering.put(packet(number), at)]
    return [int.from_bytes(told[2:4], "big") for told in found]


@given(st.integers(0, 0xFFFF), st.data())
def test_a_shuffle_is_undone(start: int, data: st.DataObject) -> None:
    first, *others = [(start + n) & 0xFFFF for n in range(40)]
    ordering = Ordering()
    shuffled = [first, *data.draw(st.permutations(others))]
    assert came(ordering, *shuffled, *shuffled) == [first, *others]


def test_what_is_missing_is_waited_for_a_fifth_of_a_second_and_no_longer() -> None:
    ordering = Ordering()
    assert came(ordering, 1, 3, 4) == [1]
    assert came(ordering, 5, at=NOON + LONGEST_WAIT) == []
    assert came(ordering, 6, at=LATER) == [3, 4, 5, 6]
    assert came(ordering, 2, at=LATER) == []


def test_no_more_is_held_than_so_many() -> None:
    ordering = Ordering()
    held = range(3, 4 + MOST_WAITING)
    assert came(ordering, 1, *held) == [1, *held]


def test_a_camera_that_counts_anew_is_followed() -> None:
    ordering = Ordering()
    assert came(ordering, 40_000, 40_002) == [40_000]
    assert came(ordering, 7, 8) == [40_002, 7, 8]


@given(st.lists(st.tuples(st.integers(0, 0xFFFF), st.integers(0, 500)), max_size=400))
def test_whatever_comes_nothing_waits_without_end(told: list[tuple[int, int]]) -> None:
    ordering, now = Ordering(), NOON
    for number, milliseconds in told:
        now += timedelta(milliseconds=milliseconds)
        came(ordering, number, at=now)
        assert len(ordering._held) <= MOST_WAITING
        assert all(now - arrived <= LONGEST_WAIT for _, arrived in ordering._held.values())
