"""H.264 in RTP packets: RFC 3550 and RFC 6184, single NAL units and FU-A."""

import secrets
import struct
from collections.abc import Iterator

CLOCK = 90_000
PAYLOAD_TYPE = 96
LARGEST_PAYLOAD = 1400
VERSION_2 = 0x80
MARKER = 0x80
FU_A = 28
FU_START, FU_END = 0x80, 0x40


class Packetiser:
    """Turns access units into RTP packets of one stream, numbered on and on."""

    def __init__(self) -> None:
        self._sequence = secrets.randbelow(1 << 16)
        self._source = secrets.randbits(32)
        self._origin = secrets.randbits(32)

    def packets(self, units: tuple[bytes, ...], seconds: float) -> Iterator[bytes]:
        """Yield the packets of one access unit; the last carries the marker."""
        payloads = [part for unit in units for part in _payloads(unit)]
        stamp = (self._origin + round(seconds * CLOCK)) & 0xFFFFFFFF
        for number, payload in enumerate(payloads, 1):
            marker = MARKER if number == len(payloads) else 0
            yield (
                struct.pack(
                    ">BBHII",
                    VERSION_2,
                    marker | PAYLOAD_TYPE,
                    self._sequence,
                    stamp,
                    self._source,
                )
                + payload
            )
            self._sequence = (self._sequence + 1) & 0xFFFF


def _payloads(unit: bytes) -> Iterator[bytes]:
    """Yield a NAL unit whole, or in fragments when it is too large for a packet."""
    if len(unit) <= LARGEST_PAYLOAD:
        yield unit
        return
    indicator, kind = (unit[0] & 0xE0) | FU_A, unit[0] & 0x1F
    body = unit[1:]
    for place in range(0, len(body), LARGEST_PAYLOAD):
        last = place + LARGEST_PAYLOAD >= len(body)
        flags = (FU_START if place == 0 else 0) | (FU_END if last else 0)
        yield bytes([indicator, flags | kind]) + body[place : place + LARGEST_PAYLOAD]
