"""H.264 and H.265, held against a real encoder and a real demuxer."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.edge.video.ingest.rtsp.coded import coded, kind
from vaka.demo.rtp import Packetiser
from vaka.edge.video.ingest.rtsp import h264, h265
from vaka.edge.video.ingest.rtsp.bits import Bits
from vaka.edge.video.ingest.rtsp.errors import Garbled
from vaka.edge.video.ingest.rtsp.units import Units

SIZES = [(320, 180), (640, 480), (1280, 720), (1920, 1080), (2592, 1944), (354, 290)]
CODINGS = {"h264": h264, "hevc": h265}


@pytest.mark.parametrize("codec", CODINGS)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_size_is_what_was_encoded(codec: str, width: int, height: int) -> None:
    sps = coded(codec, width, height, count=1).parameters[-2]
    assert CODINGS[codec].size(sps) == (width, height)


@pytest.mark.parametrize("profile", ["baseline", "main", "high"])
def test_every_profile_tells_its_size_and_its_record(profile: str) -> None:
    made = coded("h264", profile=profile, count=1)
    sps, pps = made.parameters
    assert h264.size(sps) == (320, 180)
    assert h264.configuration(sps, pps)[:4] == bytes([1]) + sps[1:4]


@pytest.mark.parametrize("codec", CODINGS)
def test_a_picture_that_stands_alone_is_known(codec: str) -> None:
    keys = [CODINGS[codec].begins_group(units) for units in coded(codec).pictures]
    assert keys == [True, False, False] * 2


def test_a_recovery_point_is_where_one_may_begin() -> None:
    recovery, slice_of_it = b"\x06\x06\x01\xc4\x80", b"\x41\x9a"
    assert h264.begins_group([recovery, slice_of_it])
    assert not h264.begins_group([b"\x06\x05\x01\x80", slice_of_it])


@given(st.lists(st.binary(min_size=2, max_size=4000), min_size=1, max_size=5))
def test_units_come_out_of_packets_as_they_went_in(bodies: list[bytes]) -> None:
    sent = tuple(b"\x41" + body for body in bodies)
    units, found = Units(h264), []
    for packet in Packetiser().packets(sent, 0.0):
        found += units.read([packet[12:]])
    assert tuple(found) == sent


@given(st.lists(st.binary(min_size=1, max_size=50), min_size=1, max_size=5))
def test_several_units_may_share_a_packet(bodies: list[bytes]) -> None:
    for head, coding in ((b"\x18", h264), (b"\x60\x01", h265)):
        shared = head + b"".join(len(b).to_bytes(2, "big") + b for b in bodies)
        assert list(Units(coding).read([shared])) == bodies


def test_a_unit_of_which_a_part_was_lost_is_not_made_up() -> None:
    units = Units(h264)
    packets = [p[12:] for p in Packetiser().packets((b"\x41" + bytes(4000),), 0.0)]
    assert units.read(packets[:1]) == []
    units.forget()
    assert units.read(packets[1:]) == []


def test_h265_fragments_are_put_together() -> None:
    unit = b"\x26\x01" + bytes(range(200))
    parts = [
        b"\x62\x01\x93" + unit[2:100],
        b"\x62\x01\x13" + unit[100:150],
        b"\x62\x01\x53" + unit[150:],
    ]
    units = Units(h265)
    assert units.read(parts) == [unit]
    assert kind("hevc", unit) == 19


@pytest.mark.parametrize(
    ("coding", "payload"),
    [(h264, b"\x00x"), (h264, b"\x1dx"), (h265, b"\x64\x01x"), (h264, b"\x18\x00\x09abc")],
)
def test_packets_that_nobody_asked_for_are_refused(coding, payload: bytes) -> None:
    with pytest.raises(Garbled):
        Units(coding).read([payload])


@pytest.mark.parametrize("codec", CODINGS)
@given(data=st.data())
def test_no_parameter_set_whatever_is_more_than_refused(codec: str, data) -> None:
    sps = bytearray(coded(codec, count=1).parameters[-2])
    for _ in range(data.draw(st.integers(0, 4))):
        sps[data.draw(st.integers(0, len(sps) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Garbled):
        CODINGS[codec].size(bytes(sps[: data.draw(st.integers(0, len(sps)))]))


@given(st.integers(0, 2**20), st.integers(-(2**18), 2**18))
def test_codes_of_exponent_and_rest_are_read_as_they_are_written(
    code: int, signed: int
) -> None:
    mapped = 2 * signed - 1 if signed > 0 else -2 * signed
    written = "".join(
        f"{number + 1:0{2 * (number + 1).bit_length() - 1}b}" for number in (code, mapped)
    )
    whole = written.ljust(-(-len(written) // 8) * 8, "0")
    # Emulation prevention is the encoder's: three zeros may not stand there by chance.
    unit = int(whole, 2).to_bytes(len(whole) // 8, "big").replace(b"\0\0", b"\0\0\3")
    bits = Bits(unit)
    assert (bits.unsigned(), bits.signed()) == (code, signed)


def test_a_code_without_end_is_refused() -> None:
    with pytest.raises(Garbled):
        Bits(bytes(8) + b"\1").unsigned()
