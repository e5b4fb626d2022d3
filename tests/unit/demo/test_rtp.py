"""H.264 in RTP: what is put in comes out again, in order, in packets that fit."""

import struct
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from vaka.demo.rtp import CLOCK, LARGEST_PAYLOAD, PAYLOAD_TYPE, Packetiser

UNIT = st.builds(
    lambda first, body: bytes([first]) + body,
    # A NAL unit's first byte: forbidden bit 0, importance, a type of 1 to 23.
    st.builds(lambda weight, kind: weight << 5 | kind, st.integers(0, 3), st.integers(1, 23)),
    st.integers(1, 4 * LARGEST_PAYLOAD).map(lambda size: bytes(n % 251 for n in range(size))),
)


def header(packet: bytes) -> tuple[int, int, int, int, int]:
    """Return marker, payload type, sequence, timestamp and source (RFC 3550 §5.1)."""
    first, second, sequence, stamp, source = struct.unpack(">BBHII", packet[:12])
    assert first == 0x80
    return second >> 7, second & 0x7F, sequence, stamp, source


def reassembled(payloads: list[bytes]) -> list[bytes]:
    """Return the NAL units that a receiver makes of the payloads (RFC 6184 §5.6, §5.8)."""
    units: list[bytes] = []
    for payload in payloads:
        if payload[0] & 0x1F != 28:
            units.append(payload)
        elif payload[1] & 0x80:
            units.append(bytes([payload[0] & 0xE0 | payload[1] & 0x1F]) + payload[2:])
        else:
            units[-1] += payload[2:]
    return units


@given(st.lists(UNIT, min_size=1, max_size=5).map(tuple))
def test_a_receiver_gets_back_the_units_that_were_sent(units: tuple[bytes, ...]) -> None:
    packets = list(Packetiser().packets(units, 0.0))
    assert reassembled([packet[12:] for packet in packets]) == list(units)
    assert all(len(packet) <= 12 + 2 + LARGEST_PAYLOAD for packet in packets)


@given(st.lists(UNIT, min_size=1, max_size=3).map(tuple))
def test_only_the_last_packet_of_a_picture_is_marked(units: tuple[bytes, ...]) -> None:
    markers = [header(packet)[0] for packet in Packetiser().packets(units, 0.0)]
    assert markers == [0] * (len(markers) - 1) + [1]


def test_packets_are_numbered_on_and_on_past_the_highest_number() -> None:
    packetiser = Packetiser()
    told = [
        header(packet)
        for picture in range(40_000)
        for packet in packetiser.packets((b"\x67one", b"\x68two"), picture / 15)
    ]
    steps = {(b[2] - a[2]) % 65_536 for a, b in pairwise(told)}
    assert steps == {1}
    assert {t[1] for t in told} == {PAYLOAD_TYPE}
    assert len({t[4] for t in told}) == 1


def test_time_goes_by_ninety_thousand_a_second() -> None:
    packetiser = Packetiser()
    (first,) = packetiser.packets((b"\x61x",), 0.0)
    (second,) = packetiser.packets((b"\x61x",), 2.5)
    assert (header(second)[3] - header(first)[3]) % 2**32 == 2.5 * CLOCK
