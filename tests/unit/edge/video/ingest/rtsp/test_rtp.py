"""Packets that are lost, late, padded, extended; time that wraps, jumps and is told."""

import struct
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.edge.video.ingest.rtsp.rtp import CREEP, Receiver, Timeline, sender_report

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ROUNDED = timedelta(microseconds=2)


def packet(
    sequence: int, payload: bytes = b"p", *, first: int = 0x80, second: int = 96, stamp: int = 0
) -> bytes:
    return struct.pack(">BBHII", first, second, sequence, stamp, 1) + payload


@given(st.integers(0, 0xFFFF), st.integers(1, 100), st.integers(0, 100))
def test_what_is_lost_is_counted_also_where_numbers_begin_anew(
    start: int, sent: int, lost: int
) -> None:
    receiver = Receiver(96)
    for number in range(sent):
        told = receiver.read(packet((start + number) & 0xFFFF))
        assert told
        assert told.follows
    told = receiver.read(packet((start + sent + lost) & 0xFFFF))
    assert told
    assert told.follows == (lost == 0)
    assert receiver.lost == lost


def test_a_packet_that_comes_late_or_twice_is_passed_over() -> None:
    receiver = Receiver(96)
    assert receiver.read(packet(7))
    assert receiver.read(packet(7)) is None
    assert receiver.read(packet(5)) is None
    assert receiver.read(packet(8))


def test_a_camera_that_counts_anew_is_followed_and_that_is_a_loss() -> None:
    receiver = Receiver(96)
    assert receiver.read(packet(40_000))
    told = receiver.read(packet(7))
    assert told
    assert not told.follows
    again = receiver.read(packet(8))
    assert again
    assert again.follows


@pytest.mark.parametrize(
    ("told", "payload"),
    [
        (packet(1, b"abc\x00\x00\x03", first=0xA0), b"abc"),
        (packet(1, b"\xbe\xde\x00\x01EXTRabc", first=0x90), b"abc"),
        (packet(1, b"SOURabc", first=0x81), b"abc"),
    ],
)
def test_padding_extensions_and_sources_are_not_the_payload(
    told: bytes, payload: bytes
) -> None:
    found = Receiver(96).read(told)
    assert found
    assert found.payload == payload


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"\x80" * 11,
        packet(1, b""),
        packet(1, second=97),
        packet(1, first=0x40),
        packet(1, b"\xff", first=0xA0),
        packet(1, b"\xbe\xde\xff\xff", first=0x90),
    ],
)
def test_what_is_no_packet_of_the_track_is_passed_over(told: bytes) -> None:
    assert Receiver(96).read(told) is None


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(-3000, 9000), max_size=30))
def test_time_goes_on_where_its_numbers_begin_anew(start: int, steps: list[int]) -> None:
    timeline, stamp, ticks = Timeline(90_000), start, 0
    assert timeline.ticks(stamp, NOON) == 0
    for step in steps:
        stamp, ticks = (stamp + step) % 2**32, ticks + step
        assert timeline.ticks(stamp, NOON) == ticks


def test_another_clock_than_90_khz_is_counted_in_ours() -> None:
    timeline = Timeline(30_000)
    timeline.ticks(0, NOON)
    assert timeline.ticks(1000, NOON) == 3000


def test_where_a_camera_sets_its_clock_our_own_stands_in() -> None:
    timeline, later = Timeline(90_000), NOON + timedelta(seconds=0.1)
    timeline.ticks(0, NOON)
    assert timeline.ticks(90_000 * 3600, later) == 9000
    assert timeline.ticks(90_000 * 3600 + 900, later + timedelta(seconds=0.01)) == 9900


def test_a_sender_report_tells_the_cameras_clock() -> None:
    seconds = int((NOON - datetime(1900, 1, 1, tzinfo=UTC)).total_seconds())
    report = struct.pack(">BBHIIIIII", 0x80, 200, 6, 1, seconds, 1 << 31, 7, 0, 0)
    assert sender_report(report) == (NOON + timedelta(seconds=0.5), 7)


@pytest.mark.parametrize(
    "told", [b"", b"\x80\xc9" + bytes(30), b"\x80\xc8" + bytes(30), b"\x00\xc8" + b"x" * 30]
)
def test_another_report_or_a_camera_without_a_clock_tells_nothing(told: bytes) -> None:
    assert sender_report(told) is None


@given(st.lists(st.floats(0, 0.5), min_size=1, max_size=60))
def test_pictures_that_lay_until_they_were_read_came_as_evenly_as_they_were_sent(
    lain: list[float],
) -> None:
    """The quickest so far tells when those after it came; what is told is not taken back."""
    timeline, arrived = Timeline(90_000), NOON
    told, quickest = NOON, timedelta(seconds=0.5)
    for number, seconds in enumerate(lain):
        sent = NOON + timedelta(seconds=number / 15)
        # What lies is read together with what comes after it.
        arrived = max(arrived, sent + timedelta(seconds=seconds))
        quickest = min(quickest, arrived - sent) + CREEP
        before = told
        told = timeline.taken(timeline.ticks(number * 6000, arrived), arrived)
        assert max(before, sent - ROUNDED) <= told <= arrived
        assert told <= max(before, sent + quickest + ROUNDED)


def test_where_a_clock_is_set_or_nothing_came_for_long_pictures_came_when_read() -> None:
    timeline = Timeline(90_000)
    timeline.taken(0, NOON)
    late = NOON + timedelta(seconds=8)
    assert timeline.taken(6000, late) == late
    assert timeline.taken(12_000, late) == late
    back = NOON - timedelta(hours=1)
    assert timeline.taken(18_000, back) == back
