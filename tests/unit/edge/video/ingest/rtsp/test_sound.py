"""Sound out of packets, on the time line of its pictures, whatever a camera sends."""

import struct
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.demo.rtp import MARKER, Packetiser
from vaka.demo.sound import Kind, beeps
from vaka.edge.video.health import Silence
from vaka.edge.video.ingest.rtsp.hearing import MOST_WAITING, Hearing
from vaka.edge.video.ingest.rtsp.pieces import LARGEST_PIECE, Pieces
from vaka.edge.video.ingest.rtsp.rtp import Packet, Report, Timeline
from vaka.edge.video.ingest.rtsp.sound_track import SoundTrack, sound_track
from vaka.edge.video.media.sound import Sound, aac
from vaka.edge.video.media.source import Sample

BASE = "rtsp://10.0.0.7:554/stream/"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LOW = bytes.fromhex("1408")
AAC = Sound("aac", 16_000, 1, LOW, 1024)
LAW = Sound("alaw", 8_000, 1)
FORM = "a=fmtp:97 streamtype=5;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3"


def described(*lines: str, kinds: str = "97") -> str:
    return "\r\n".join(["v=0", f"m=audio 0 RTP/AVP {kinds}", *lines, "a=control:sound", ""])


def packet(payload: bytes, *, stamp: int = 0, follows: bool = True) -> Packet:
    return Packet(payload, stamp, True, follows)


def units(*pieces: bytes, told: int | None = None) -> bytes:
    """Access units in one payload; each head says its size, or what is told."""
    heads = b"".join(struct.pack(">H", (told or len(piece)) << 3) for piece in pieces)
    return struct.pack(">H", 16 * len(pieces)) + heads + b"".join(pieces)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_camera_s_sound_is_found_in_what_it_says_of_itself(kind: Kind) -> None:
    track = sound_track("\r\n".join(beeps(kind).described()), BASE)
    sounds = {Kind.AAC: AAC, Kind.PCMA: LAW, Kind.PCMU: Sound("ulaw", 8_000, 1)}
    coding = beeps(kind).coding
    url = BASE + "track2"
    assert track == SoundTrack(url, coding.payload_type, coding.rate, sounds[kind])


def test_g711_needs_no_more_than_its_payload_type() -> None:
    track = sound_track(described(kinds="8"), BASE)
    assert isinstance(track, SoundTrack)
    assert (track.sound, track.url) == (LAW, f"{BASE}sound")


@pytest.mark.parametrize(
    "told",
    [
        described("a=rtpmap:97 opus/48000/2"),
        described("a=rtpmap:97 G726-32/8000"),
        described("a=rtpmap:97 mpeg4-generic/16000/1"),
        described("a=rtpmap:97 mpeg4-generic/16000/1", FORM),
        described("a=rtpmap:97 mpeg4-generic/16000/1", f"{FORM};config=zz"),
        # Two bits of size, HE-AAC, six channels, a rate of its own.
        described(
            "a=rtpmap:97 mpeg4-generic/16000/1", f"{FORM};config=1408".replace("=13", "=2")
        ),
        described("a=rtpmap:97 mpeg4-generic/16000/1", f"{FORM};config=2c08"),
        described("a=rtpmap:97 mpeg4-generic/16000/6", f"{FORM};config=1430"),
        described("a=rtpmap:97 mpeg4-generic/16000/1", f"{FORM};config=1788"),
        described("a=rtpmap:97 PCMA"),
        described("a=rtpmap:97 PCMA/8000/9"),
        described("a=rtpmap:97 PCMA/0"),
        described("a=rtpmap:97 PCMA/8000").replace(":sound", ":http://x/"),
        described(kinds="x"),
    ],
)
def test_sound_that_is_not_taken_is_said_to_be_so(told: str) -> None:
    assert sound_track(told, BASE) == Silence.UNKNOWN_KIND
    assert sound_track("v=0\r\nm=video 0 RTP/AVP 96\r\n", BASE) == Silence.NOT_SENT


@given(st.text(max_size=300), st.binary(max_size=80))
def test_no_description_of_sound_whatever_costs_the_pictures(
    text: str, configuration: bytes
) -> None:
    sound_track(described(text), BASE)
    sound_track(described("a=rtpmap:97 mpeg4-generic/1", f"{FORM};config={text}"), BASE)
    found = aac(configuration)
    assert found is None or 7_350 <= found.rate <= 64_000


def test_units_come_several_in_a_packet_or_one_over_many() -> None:
    pieces = Pieces(AAC)
    assert pieces.read(packet(units(b"one", b"second"))) == [b"one", b"second"]
    assert pieces.read(packet(units(b"four", told=7), stamp=1)) == ()
    assert pieces.read(packet(units(b"ty!", told=7), stamp=1)) == (b"fourty!",)


def test_of_a_unit_that_lost_a_part_nothing_comes() -> None:
    pieces = Pieces(AAC)
    pieces.read(packet(units(b"four", told=7), stamp=1))
    lost = packet(units(b"ty!", told=7), stamp=1, follows=False)
    assert pieces.read(lost) == ()
    assert pieces.read(packet(units(b"other", told=7), stamp=2)) == ()
    assert pieces.read(packet(units(b"whole"), stamp=3)) == [b"whole"]


@given(
    st.lists(st.binary(max_size=64), max_size=40), st.booleans(), st.sampled_from([AAC, LAW])
)
def test_garbage_is_passed_over_and_not_collected(
    payloads: list[bytes], follows: bool, sound: Sound
) -> None:
    pieces = Pieces(sound)
    for payload in payloads:
        found = pieces.read(packet(payload, follows=follows))
        assert sum(map(len, found)) <= len(pieces._part) + sum(map(len, payloads))
        assert len(pieces._part) < LARGEST_PIECE


@given(st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=9))
def test_whatever_units_are_packed_come_out_as_they_were(told: list[bytes]) -> None:
    assert Pieces(AAC).read(packet(units(*told))) == told


def picture(seconds: float, *, late: float = 0.0) -> Sample:
    ticks = round(seconds * 90_000)
    return Sample(b"p", ticks, ticks, False, NOON + timedelta(seconds=seconds + late))


class Camera:
    """Sound in packets, as it comes some time after it was."""

    def __init__(self, sound: Sound = AAC, *, later: float = 0.0) -> None:
        self.track = SoundTrack("rtsp://x/", 97, sound.rate, sound)
        self.hearing, self._packets = Hearing(self.track), Packetiser(97, sound.rate)
        self._later, self.length = later, 1024 / 16_000

    def speaks(self, number: int) -> None:
        begins = number * self.length
        sent = self._packets.packet(units(b"%d" % number), begins, MARKER)
        ended = begins + self.length + self._later
        self.hearing.take(sent, NOON + timedelta(seconds=ended))

    def report(self, seconds: float, clock: datetime) -> Report:
        told = self._packets.report(seconds, clock)
        return Report(clock, int.from_bytes(told[16:20], "big"))


def heard(camera: Camera, pictures: list[Sample]) -> list[Sample]:
    return [piece for each in pictures for piece in camera.hearing.beside(each).sound]


def test_without_reports_sound_is_where_it_came() -> None:
    camera = Camera()
    for number in range(20):
        camera.speaks(number)
    found = heard(camera, [picture(second / 10) for second in range(20)])
    assert [piece.data for piece in found] == [b"%d" % number for number in range(20)]
    for number, piece in enumerate(found):
        assert piece.pts == pytest.approx(number * camera.length * 90_000, abs=2)
        assert (piece.at - NOON).total_seconds() == pytest.approx(number * camera.length)


def test_a_piece_goes_with_the_first_picture_taken_after_it_had_ended() -> None:
    camera = Camera()
    camera.speaks(0)
    before, after = picture(camera.length - 0.001), picture(camera.length)
    assert camera.hearing.beside(before).sound == ()
    assert [piece.data for piece in camera.hearing.beside(after).sound] == [b"0"]


@pytest.mark.parametrize("ahead", [0.0, -180.0, 7200.0])
def test_reports_of_both_clocks_tie_them_better_than_what_came_when(ahead: float) -> None:
    """Sound comes 150 ms late: its reports say when it was."""
    camera, seen = Camera(later=0.15), Timeline(90_000)
    clock = NOON + timedelta(seconds=ahead)
    seen.ticks(5_000, NOON)
    camera.speaks(0)
    camera.hearing.reported(camera.report(0.0, clock))
    camera.hearing.pictures_reported(seen, Report(clock, 5_000))
    for number in range(1, 10):
        camera.speaks(number)
    found = heard(camera, [picture(second / 10) for second in range(12)])
    for number, piece in enumerate(found):
        assert piece.pts == pytest.approx(number * camera.length * 90_000, abs=2)


def test_reports_that_cannot_be_are_not_believed() -> None:
    camera, seen = Camera(), Timeline(90_000)
    seen.ticks(0, NOON)
    camera.speaks(0)
    camera.hearing.reported(camera.report(0.0, NOON))
    camera.hearing.pictures_reported(seen, Report(NOON + timedelta(hours=1), 0))
    camera.speaks(1)
    found = heard(camera, [picture(1.0)])
    assert [round(piece.pts / 90_000, 3) for piece in found] == [0.0, 0.064]


def test_a_report_before_anything_came_says_nothing() -> None:
    camera = Camera()
    camera.hearing.reported(camera.report(0.0, NOON))
    camera.hearing.pictures_reported(Timeline(90_000), Report(NOON, 0))
    camera.speaks(0)
    assert len(heard(camera, [picture(1.0)])) == 1


def test_sound_without_pictures_is_not_collected() -> None:
    camera = Camera()
    for number in range(3 * MOST_WAITING):
        camera.speaks(number)
    assert len(heard(camera, [picture(3 * MOST_WAITING)])) == MOST_WAITING


@given(st.lists(st.tuples(st.binary(max_size=60), st.floats(0, 0.5)), max_size=60))
def test_no_packets_whatever_go_back_in_time_or_end_the_pictures(
    sent: list[tuple[bytes, float]],
) -> None:
    camera, now, last = Camera(), 0.0, -1
    for number, (data, waited) in enumerate(sent):
        now += waited
        told = data if number % 2 else struct.pack(">BBHII", 0x80, 97, number, 0, 1) + data
        camera.hearing.datagram(told, NOON + timedelta(seconds=now))
        shown = camera.hearing.beside(picture(now))
        assert (shown.pts, shown.data) == (picture(now).pts, b"p")
        for piece in shown.sound:
            assert piece.dts > last
            last = piece.dts
