"""Recordings of ours, read without a decoder; and whatever else comes in their place."""

import contextlib
import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.edge.video.pictures import stream
from vaka.core.errors import BadInput
from vaka.edge.video.media.fragments import Fragments, Muxer
from vaka.edge.video.media.source import Source
from vaka.signed_video.movie import Movie, Remade, handler, remade
from vaka.signed_video.units import Coding

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
NAME = "video.mp4"


def recording() -> tuple[bytes, list[bytes]]:
    with stream(40, at=AT) as told:
        muxer = Muxer(told.source, fragments=Fragments.EVERY_GROUP)
        pieces = [piece for each in told.samples for piece in muxer.feed(each)]
        video = b"".join([*pieces, *muxer.close()])
        return video, [each.data for each in told.samples]


VIDEO, SAMPLES = recording()


def read(video: bytes) -> list[tuple[bytes, float]]:
    return [(each.data, each.at) for each in Movie(io.BytesIO(video), NAME).pictures()]


def test_every_picture_comes_as_it_was_written_and_when() -> None:
    movie = Movie(io.BytesIO(VIDEO), NAME)
    assert (movie.coding, movie.remade) == (Coding.H264, None)
    found = read(VIDEO)
    assert [data for data, _ in found] == SAMPLES
    assert [round(at * 15) for _, at in found] == list(range(40))
    assert found[15][1] == pytest.approx(1.0, abs=timedelta(milliseconds=1).total_seconds())


def test_what_is_not_a_fragment_is_passed_over() -> None:
    assert read(VIDEO + b"\0\0\0\x0cfree" + bytes(4)) == read(VIDEO)
    # Another track's fragment, as sound would be.
    last = VIDEO.rindex(b"moof") - 4
    head = b"tfhd\0\x02\0\0\0\0\0"
    assert head + b"\1" in VIDEO[last:]
    other = VIDEO[last:].replace(head + b"\1", head + b"\2")
    assert read(VIDEO + other) == read(VIDEO)


@pytest.mark.parametrize("why", [None, *Remade])
def test_a_recording_says_why_it_was_coded_anew(why: Remade | None) -> None:
    assert remade(handler(why).rstrip(b"\0").decode()) is why
    with stream(1, at=AT) as told:
        source = Source("h264", 64, 64, told.source.configuration, why)
        muxer = Muxer(source, fragments=Fragments.EVERY_GROUP)
        video = b"".join([*muxer.feed(told.samples[0]), *muxer.close()])
    assert Movie(io.BytesIO(video), NAME).remade is why


@given(st.integers(0, len(VIDEO) - 1), st.integers(1, 255))
@settings(max_examples=150, deadline=None)
def test_whatever_is_torn_or_altered_is_read_or_refused(place: int, change: int) -> None:
    altered = bytearray(VIDEO)
    altered[place % 2000] ^= change
    for video in (VIDEO[:place], bytes(altered)):
        with contextlib.suppress(BadInput):
            read(video)


@pytest.mark.parametrize(
    "video",
    [
        b"",
        b"PK\3\4",
        VIDEO.replace(b"avc1", b"av01"),
        VIDEO.replace(b"mdat", b"free"),
        VIDEO.replace(b"\x00\x0f\x01", b"\x00\x0f\x00"),
        b"\x7f\xff\xff\xffmoov" + VIDEO,
        VIDEO[:-1],
        VIDEO + b"\0\0",
        # A picture longer than its fragment.
        VIDEO.replace(len(SAMPLES[3]).to_bytes(4, "big"), b"\1\0\0\0"),
    ],
)
def test_what_is_none_of_ours_is_refused(video: bytes) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read(video)
