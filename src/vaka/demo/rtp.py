"""Pictures and sound in RTP packets: RFC 3550, RFC 6184 (H.264), RFC 7798 (H.265)."""

import secrets
import struct
from collections.abc import Iterator
from datetime import UTC, datetime

from vaka.demo.clip import Codec

CLOCK = 90_000
PAYLOAD_TYPE = 96
LARGEST_PAYLOAD = 1400
VERSION_2 = 0x80
MARKER = 0x80
FU_A, FU = 28, 49
FU_START, FU_END = 0x80, 0x40
SENDER_REPORT = 200
# NTP counts from 1900 (RFC 5905 §6).
NTP_EPOCH = datetime(1900, 1, 1, tzinfo=UTC)


class Packetiser:
    """Turns what one track sends into RTP packets, numbered on and on."""

    def __init__(self, payload_type: int = PAYLOAD_TYPE, clock: int = CLOCK) -> None:
        self._payload_type, self._clock = payload_type, clock
        self._sequence = secrets.randbelow(1 << 16)
        self._source = secrets.randbits(32)
        self._origin = secrets.randbits(32)
        self._packets = self._bytes = 0

    def packets(
        self, units: tuple[bytes, ...], seconds: float, codec: Codec = Codec.H264
    ) -> Iterator[bytes]:
        """Yield the packets of one access unit; the last carries the marker."""
        payloads = [part for unit in units for part in payloads_of(unit, codec)]
        for number, payload in enumerate(payloads, 1):
            yield self.packet(payload, seconds, MARKER if number == len(payloads) else 0)

    def packet(self, payload: bytes, seconds: float, marker: int) -> bytes:
        """Return the next packet."""
        head = struct.pack(
            ">BBHII",
            VERSION_2,
            marker | self._payload_type,
            self._sequence,
            self._stamp(seconds),
            self._source,
        )
        self._sequence = (self._sequence + 1) & 0xFFFF
        self._packets, self._bytes = self._packets + 1, self._bytes + len(payload)
        return head + payload

    def report(self, seconds: float, clock: datetime) -> bytes:
        """Return a sender report: that instant of the stream by the camera's clock (§6.4.1)."""
        since = (clock - NTP_EPOCH).total_seconds()
        return struct.pack(
            ">BBHIIIIII",
            VERSION_2,
            SENDER_REPORT,
            6,
            self._source,
            int(since) & 0xFFFFFFFF,
            int(since % 1 * (1 << 32)),
            self._stamp(seconds),
            self._packets & 0xFFFFFFFF,
            self._bytes & 0xFFFFFFFF,
        )

    def _stamp(self, seconds: float) -> int:
        return (self._origin + round(seconds * self._clock)) & 0xFFFFFFFF


def payloads_of(unit: bytes, codec: Codec) -> Iterator[bytes]:
    """Yield a NAL unit whole, or in fragments when it is too large for a packet."""
    if len(unit) <= LARGEST_PAYLOAD:
        yield unit
        return
    body = unit[HEADS[codec] :]
    for place in range(0, len(body), LARGEST_PAYLOAD):
        last = place + LARGEST_PAYLOAD >= len(body)
        flags = (FU_START if place == 0 else 0) | (FU_END if last else 0)
        yield fragment_head(unit, flags, codec) + body[place : place + LARGEST_PAYLOAD]


def fragment_head(unit: bytes, flags: int, codec: Codec) -> bytes:
    """Return what stands before a part of a unit (RFC 6184 §5.8, RFC 7798 §4.4.3)."""
    if codec is Codec.H264:
        return bytes([(unit[0] & 0xE0) | FU_A, flags | unit[0] & 0x1F])
    return bytes([(unit[0] & 0x81) | FU << 1, unit[1], flags | unit[0] >> 1 & 0x3F])


# How many bytes a NAL unit's own header has.
HEADS = {Codec.H264: 1, Codec.H265: 2}
