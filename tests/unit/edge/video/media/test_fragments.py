"""Fragmented MP4, held against a demuxer and a decoder that others have written."""

import io
from datetime import UTC, datetime
from itertools import pairwise

import av
import pytest

from tests.unit.edge.video.ingest.rtsp.coded import coded
from vaka.edge.video.ingest.rtsp import h264, h265
from vaka.edge.video.media.fragments import Fragments, Muxer, source_of
from vaka.edge.video.media.source import Sample, Source

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CODINGS = {"h264": h264, "hevc": h265}
STEP = 6000


def source(codec: str) -> Source:
    coding, sets = CODINGS[codec], coded(codec).parameters
    width, height = coding.size(sets[-2])
    return Source(codec, width, height, coding.configuration(*sets))


def samples(codec: str, *, first: int = 0) -> list[Sample]:
    coding = CODINGS[codec]
    return [
        Sample(
            b"".join(len(unit).to_bytes(4, "big") + unit for unit in units),
            first + number * STEP,
            first + number * STEP,
            coding.begins_group(units),
            NOON,
        )
        for number, units in enumerate(coded(codec).pictures)
    ]


def muxed(codec: str, fragments: Fragments, *, first: int = 0) -> list[bytes]:
    """Return what came out with each sample, and at the end."""
    muxer = Muxer(source(codec), fragments=fragments)
    made = [muxer.feed(sample) for sample in samples(codec, first=first)]
    return [b"".join(pieces) for pieces in (*made, muxer.close())]


@pytest.mark.parametrize("codec", CODINGS)
@pytest.mark.parametrize("fragments", Fragments)
def test_what_goes_in_comes_out_of_anothers_demuxer(codec: str, fragments: Fragments) -> None:
    video = b"".join(muxed(codec, fragments, first=90_000 * 7))
    with av.open(io.BytesIO(video), "r", format="mp4") as container:
        stream = container.streams.video[0]
        packets = [packet for packet in container.demux(stream) if packet.size]
        told = source_of(stream)
        keys = [packet.is_keyframe for packet in packets]
        times = [round(packet.pts * packet.time_base * 90_000) for packet in packets]
    assert [bytes(packet) for packet in packets] == [each.data for each in samples(codec)]
    assert keys == [True, False, False] * 2
    assert times == [STEP * number for number in range(6)]
    assert told.describes(source(codec))
    assert (told.width, told.height) == (320, 180)


@pytest.mark.parametrize("codec", CODINGS)
def test_every_picture_decodes(codec: str) -> None:
    video = b"".join(muxed(codec, Fragments.EVERY_GROUP))
    with av.open(io.BytesIO(video), "r", format="mp4") as container:
        frames = list(container.decode(video=0))
    assert [(frame.width, frame.height) for frame in frames] == [(320, 180)] * 6
    # The square moves to the right (tests.unit.edge.video.ingest.rtsp.coded).
    middles = [int((f.to_ndarray(format="gray") > 180).nonzero()[1].mean()) for f in frames]
    assert all(one < other for one, other in pairwise(middles))


def test_a_viewer_has_each_picture_at_once_and_a_file_each_group() -> None:
    live, kept = muxed("h264", Fragments.EVERY_FRAME), muxed("h264", Fragments.EVERY_GROUP)
    assert [bool(ready.count(b"moof")) for ready in live] == [True] * 6 + [False]
    assert [ready.count(b"moof") for ready in kept] == [0, 0, 0, 1, 0, 0, 1]
    assert kept[0][4:8] == b"ftyp"


def test_a_group_without_end_is_not_held_for_ever() -> None:
    muxer = Muxer(source("h264"), fragments=Fragments.EVERY_GROUP)
    first, second, *_ = samples("h264")
    made = [b"".join(muxer.feed(first))]
    for number in range(1, 200):
        at = number * STEP
        made += muxer.feed(Sample(second.data, at, at, False, NOON))
    assert sum(b"moof" in piece for piece in made) == 3


def test_of_nothing_nothing_comes() -> None:
    assert Muxer(source("h264"), fragments=Fragments.EVERY_GROUP).close() == []
