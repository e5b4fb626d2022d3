"""Fragmented MP4, held against a demuxer and a decoder that others have written."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import av
import pytest

from tests.unit.edge.video.ingest.rtsp.coded import coded
from vaka.demo.sound import Kind, beeps
from vaka.edge.video.ingest.rtsp import h264, h265
from vaka.edge.video.media.fragments import Fragments, Muxer, sound_of, source_of
from vaka.edge.video.media.sound import Sound, Tracks
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


SOUNDS = {
    Kind.AAC: Sound("aac", 16_000, 1, bytes.fromhex("1408"), 1024),
    Kind.PCMA: Sound("alaw", 8_000, 1),
    Kind.PCMU: Sound("ulaw", 8_000, 1),
}


def spoken(kind: Kind, *, first: int, count: int) -> list[Sample]:
    """Pieces of sound, one right after the other."""
    sound, pieces = SOUNDS[kind], beeps(kind).pieces
    times = [first + round(90_000 * beeps(kind).begins(number)) for number in range(count)]
    assert sound.seconds(pieces[0]) == beeps(kind).begins(1)
    return [Sample(piece, at, at, True, NOON) for piece, at in zip(pieces, times, strict=False)]


def with_sound(kind: Kind, *, first: int = 0) -> tuple[Source, list[Sample], list[Sample]]:
    """Pictures, and the sound that comes with each: what had ended by then."""
    pieces, shown = spoken(kind, first=first, count=18), samples("h264", first=first)
    lasts = round(90_000 * beeps(kind).begins(1))
    told, ends = [], -1
    for each in shown:
        due = tuple(p for p in pieces if ends < p.dts + lasts <= each.dts)
        ends = each.dts
        told.append(replace(each, sound=due))
    return replace(source("h264"), sound=SOUNDS[kind]), told, pieces


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("fragments", Fragments)
def test_sound_comes_out_of_anothers_demuxer_and_decoder(
    kind: Kind, fragments: Fragments
) -> None:
    described, shown, pieces = with_sound(kind, first=90_000 * 7)
    muxer = Muxer(described, fragments=fragments)
    video = b"".join(b"".join(muxer.feed(each)) for each in shown) + b"".join(muxer.close())
    sent = [piece for each in shown for piece in each.sound]
    with av.open(io.BytesIO(video), "r", format="mp4") as container:
        (stream,) = container.streams.audio
        assert sound_of(stream) == SOUNDS[kind]
        assert (stream.sample_rate, stream.channels) == (SOUNDS[kind].rate, 1)
        packets = [packet for packet in container.demux(stream) if packet.size]
        times = [round(packet.pts * packet.time_base * 90_000) for packet in packets]
    assert [bytes(packet) for packet in packets] == [piece.data for piece in sent]
    assert sent == pieces[: len(sent)]
    assert times == [piece.dts - 90_000 * 7 for piece in sent]
    with av.open(io.BytesIO(video), "r", format="mp4") as container:
        heard = sum(frame.samples for frame in container.decode(audio=0))
    assert heard == len(sent) * beeps(kind).coding.samples


@pytest.mark.parametrize("tracks", list(Tracks))
@pytest.mark.parametrize("kind", list(Kind))
def test_sound_is_left_out_of_what_is_handed_to_who_may_not_hear(
    kind: Kind, tracks: Tracks
) -> None:
    described, shown, _ = with_sound(kind)
    muxer = Muxer(described.only(tracks), fragments=Fragments.EVERY_FRAME)
    video = b"".join(b"".join(muxer.feed(each)) for each in shown)
    loud = tracks is Tracks.ALL or (tracks is Tracks.PLAYED and kind is Kind.AAC)
    assert (b"soun" in video) == loud
    pieces = {piece.data for each in shown for piece in each.sound}
    assert any(piece in video for piece in pieces) == loud
    with av.open(io.BytesIO(video), "r", format="mp4") as container:
        assert len(container.streams) == 1 + loud


def test_missing_sound_leaves_what_follows_where_it_was() -> None:
    """Twenty seconds of sound were lost; no piece is said to last so long."""
    described, shown, _ = with_sound(Kind.PCMA)
    before, after = (
        spoken(Kind.PCMA, first=0, count=1),
        spoken(Kind.PCMA, first=20 * 90_000, count=1),
    )
    muxer = Muxer(described, fragments=Fragments.EVERY_GROUP)
    video = b"".join(muxer.feed(replace(shown[0], sound=())))
    video += b"".join(muxer.feed(replace(shown[1], sound=(*before, *after))))
    video += b"".join(muxer.close())
    with av.open(io.BytesIO(video), "r", format="mp4") as container:
        times = [packet.pts for packet in container.demux(audio=0) if packet.size]
    assert times == [0, 20 * 90_000]


def test_sound_from_before_the_first_picture_is_in_no_file_and_the_rest_in_one() -> None:
    described, shown, _ = with_sound(Kind.PCMA)
    first, second = (Muxer(described, fragments=Fragments.EVERY_GROUP) for _ in range(2))
    early = replace(shown[0], sound=tuple(spoken(Kind.PCMA, first=-2000, count=1)))
    made = [b"".join((*first.feed(early), *first.feed(shown[1]), *first.feed(shown[2])))]
    made[0] += b"".join(first.close(shown[3]))
    made.append(b"".join(second.feed(shown[3]) + second.feed(shown[4]) + second.close()))
    found = []
    for video in made:
        with av.open(io.BytesIO(video), "r", format="mp4") as container:
            found += [bytes(packet) for packet in container.demux(audio=0) if packet.size]
    assert found == [piece.data for each in shown[:5] for piece in each.sound]
