"""Pictures out of packets: whole, in order, and none that leans on one that was lost."""

import contextlib
import struct
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.edge.video.ingest.rtsp.coded import coded
from vaka.demo.rtp import PAYLOAD_TYPE, Packetiser
from vaka.edge.video.ingest.rtsp import pictures
from vaka.edge.video.ingest.rtsp.asking import Channels, Playing
from vaka.edge.video.ingest.rtsp.errors import Garbled
from vaka.edge.video.ingest.rtsp.messages import Messages, framed
from vaka.edge.video.ingest.rtsp.pictures import Picture
from vaka.edge.video.ingest.rtsp.rtp import Receiver, Run
from vaka.edge.video.ingest.rtsp.sdp import Codec, Track
from vaka.edge.video.ingest.rtsp.stream import Stream

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NOTHING = Run([], -1, False, True)
MADE = coded("h264", 1280, 720)


def track(*parameters: bytes) -> Track:
    return Track("rtsp://x/", Codec.H264, PAYLOAD_TYPE, 90_000, parameters)


def sent(pictures: Iterable[tuple[bytes, ...]]) -> list[list[bytes]]:
    """Return the packets of each picture."""
    packetiser = Packetiser()
    return [
        list(packetiser.packets(units, number / 15)) for number, units in enumerate(pictures)
    ]


def playing(told: Track) -> Stream:
    return Stream(Playing(told, Messages(), [], Channels(0, 1), b"", 30.0, b""))


def received(packets: Iterable[bytes], told: Track | None = None) -> list[Picture]:
    stream = playing(told or track())
    return [each for data in packets for each in stream.feed(framed(0, data), NOON)]


def flat(pictures: list[list[bytes]]) -> list[bytes]:
    return [packet for each in pictures for packet in each]


def test_every_picture_comes_once_with_its_time_and_its_units() -> None:
    found = received(flat(sent(MADE.pictures)))
    assert [each.sample.pts for each in found] == [6000 * number for number in range(6)]
    assert [each.sample.key for each in found] == [True, False, False] * 2
    for each, units in zip(found, MADE.pictures, strict=True):
        assert each.sample.data == b"".join(len(u).to_bytes(4, "big") + u for u in units)
    [source] = {each.source for each in found}
    assert (source.codec, source.width, source.height) == ("h264", 1280, 720)


def test_without_markers_a_new_time_stamp_ends_a_picture() -> None:
    unmarked = [p[:1] + bytes([p[1] & 0x7F]) + p[2:] for p in flat(sent(MADE.pictures))]
    assert len(received(unmarked)) == len(MADE.pictures) - 1


def test_after_a_loss_nothing_comes_until_a_picture_stands_alone() -> None:
    """The first packet of the second picture is lost: that and the third lean on it."""
    pictures = sent(MADE.pictures)
    del pictures[1][0]
    found = received(flat(pictures))
    assert [each.sample.pts // 6000 for each in found] == [0, 3, 4, 5]


def test_a_stream_that_is_joined_in_the_middle_begins_with_the_next_group() -> None:
    described = track(*MADE.parameters)
    found = received(flat(sent(MADE.pictures[1:])), described)
    assert [each.sample.key for each in found] == [True, False, False]


def test_parameter_sets_may_come_by_the_description_alone() -> None:
    bare = [tuple(u for u in units if u not in MADE.parameters) for units in MADE.pictures]
    assert len(received(flat(sent(bare)), track(*MADE.parameters))) == 6
    assert received(flat(sent(bare))) == []


def test_a_camera_that_changes_its_size_begins_another_stream() -> None:
    other = coded("h264", 640, 480)
    found = received(flat(sent([*MADE.pictures, *other.pictures])))
    assert len({each.source for each in found}) == 2
    assert (found[-1].source.width, found[0].source.width) == (640, 1280)


def test_a_size_that_changes_in_the_middle_of_a_group_is_refused() -> None:
    other = coded("h264", 640, 480)
    middle = (*other.parameters, MADE.pictures[1][-1])
    with pytest.raises(Garbled, match="middle of a group"):
        received(flat(sent([MADE.pictures[0], middle])))


def test_a_parameter_set_of_megabytes_is_refused() -> None:
    with pytest.raises(Garbled, match="by halves"):
        received(flat(sent([(b"\x67" + bytes(100_000),)])))


def test_a_picture_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vaka.edge.video.ingest.rtsp.pictures.LARGEST_PICTURE", 10_000)
    with pytest.raises(Garbled, match="without end"):
        received(flat(sent([(*MADE.parameters, *[b"\x65" + bytes(900)] * 12)])))


def test_a_camera_that_goes_back_in_time_does_not_take_its_pictures_with_it() -> None:
    packetiser = Packetiser()
    back = [
        packet
        for units, seconds in zip(MADE.pictures, (0.0, 0.2, 0.1, 0.3, 0.4, 0.5), strict=True)
        for packet in packetiser.packets(units, seconds)
    ]
    found = received(back)
    decoded = [each.sample.dts for each in found]
    assert decoded == sorted(set(decoded))
    assert [each.sample.pts for each in found][:3] == [0, 18_000, 9000]


def test_a_clock_that_is_set_leaves_the_pictures_where_they_came() -> None:
    stream, packetiser, found = playing(track()), Packetiser(), []
    for number, units in enumerate(MADE.pictures):
        seconds = number / 15 + (86_400 if number >= 3 else 0)
        for data in packetiser.packets(units, seconds):
            found += stream.feed(framed(0, data), NOON + timedelta(seconds=number / 15))
    assert [round(each.sample.pts / 6000) for each in found] == [0, 1, 2, 3, 4, 5]


def part(number: int, *, stamp: int, marked: bool, first: bool) -> bytes:
    """A packet with a part of a parameter set that is never ended (FU-A)."""
    head = struct.pack(">BBHII", 0x80, PAYLOAD_TYPE | 0x80 * marked, number & 0xFFFF, stamp, 1)
    return head + bytes([0x7C, 0x80 * first | 7]) + bytes(1000)


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("stamps", [1, 2])
def test_a_unit_without_end_is_refused_or_let_go(
    monkeypatch: pytest.MonkeyPatch, stamps: int, *, marked: bool
) -> None:
    """However its parts are marked and dated, no more of it is held than a picture may be."""
    monkeypatch.setattr(pictures, "LARGEST_PICTURE", 50_000)
    stream = playing(track())
    with contextlib.suppress(Garbled):
        for number in range(1000):
            data = part(number, stamp=number % stamps, marked=marked, first=not number)
            assert list(stream.feed(framed(0, data), NOON)) == []
            assert sum(map(len, stream._pictures._units._parts)) <= 50_000


def test_parameter_sets_without_a_picture_are_not_collected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "LARGEST_PICTURE", 50_000)
    pps = MADE.parameters[-1] + bytes(1000)
    with pytest.raises(Garbled, match="without end"):
        received(flat(sent([(pps,)] * 100)))


def test_a_group_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGEST_GROUP", 50_000)
    leaning = MADE.pictures[1]
    with pytest.raises(Garbled, match="stands alone"):
        received(flat(sent([MADE.pictures[0]] + [leaning] * 2000)))


@given(st.data())
def test_what_is_read_in_short_is_read_alike(data: st.DataObject) -> None:
    """Packets in the middle of a unit are read in short; damage is found all the same."""
    packets = flat(sent(MADE.pictures))
    for _ in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, len(packets) - 1))
        match data.draw(st.sampled_from(["lost", "twice", "altered", "short"])):
            case "lost":
                del packets[place]
            case "twice":
                packets.insert(place, packets[place])
            case "altered":
                byte = data.draw(st.integers(0, 15))
                put = bytes([data.draw(st.integers(0, 255))])
                packets[place] = packets[place][:byte] + put + packets[place][byte + 1 :]
            case "short":
                packets[place] = packets[place][: data.draw(st.integers(0, 15))]
    frames = [framed(0, packet) for packet in packets]
    whole, begins = b"".join(frames), accumulate(map(len, frames), initial=0)
    # Cut a little behind where frames begin, in some of them: heads are torn apart too.
    behind, each = data.draw(st.integers(0, 24)), data.draw(st.integers(1, 20))
    cuts = sorted({0, *(at + behind for at in list(begins)[::each]), len(whole)})
    pieces = [whole[begin:end] for begin, end in pairwise(cuts)]
    with pytest.MonkeyPatch.context() as patched:
        in_short = outcome(pieces)
        patched.setattr(Receiver, "run", lambda _, held, at, *__: (NOTHING, at))
        assert in_short == outcome(frames)


def outcome(pieces: Iterable[bytes]) -> object:
    """What comes of what is read piece by piece: pictures, or why they are refused."""
    stream, found = playing(track()), list[Picture]()
    try:
        for piece in pieces:
            found += stream.feed(piece, NOON)
    except Garbled as problem:
        return str(problem)
    return [(each.sample, each.source.configuration) for each in found], stream.lost
