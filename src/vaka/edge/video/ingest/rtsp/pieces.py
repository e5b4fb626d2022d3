"""Pieces of sound out of packets: access units of AAC (RFC 3640 §3.2), or G.711 as it comes.

A packet that cannot be read is passed over: sound that is missing leans on nothing.
"""

import struct
from collections.abc import Sequence

from vaka.edge.video.ingest.rtsp.rtp import Packet
from vaka.edge.video.media.sound import AAC, Sound

# Each access unit is told of in 16 bits: 13 of its size, 3 of its place.
HEAD_BITS, PLACE_BITS = 16, 3
PLACES = (1 << PLACE_BITS) - 1
LARGEST_PIECE = 1 << 13


class Pieces:
    """Takes the sound of one track out of its packets, in order."""

    def __init__(self, sound: Sound) -> None:
        self._coded = sound.codec == AAC
        self._channels = sound.channels
        # A unit too large for one packet: what has come of it, and which it is.
        self._part = b""
        self._partly = 0, 0

    def read(self, packet: Packet) -> Sequence[bytes]:
        """Return the pieces that are whole with this packet."""
        if not packet.follows:
            self._part = b""
        if self._coded:
            return self._units(packet)
        size = len(packet.payload)
        fits = size <= LARGEST_PIECE and size % self._channels == 0
        return (packet.payload,) if fits else ()

    def _units(self, packet: Packet) -> Sequence[bytes]:
        payload = packet.payload
        count, odd = divmod(int.from_bytes(payload[:2], "big"), HEAD_BITS)
        at = 2 + 2 * count
        if odd or not count or len(payload) <= at:
            return ()
        heads = struct.unpack_from(f">{count}H", payload, 2)
        if any(head & PLACES for head in heads):
            # Interleaved, which nobody agreed on.
            return ()
        sizes = [head >> PLACE_BITS for head in heads]
        if count == 1 and len(payload) - at < sizes[0]:
            return self._fragment(sizes[0], payload[at:], packet.stamp)
        self._part = b""
        return _cut(payload, at, sizes)

    def _fragment(self, size: int, part: bytes, stamp: int) -> Sequence[bytes]:
        if self._partly != (size, stamp):
            self._part, self._partly = b"", (size, stamp)
        whole = self._part + part
        self._part = whole if len(whole) < size else b""
        return (whole,) if len(whole) == size else ()


def _cut(payload: bytes, at: int, sizes: Sequence[int]) -> Sequence[bytes]:
    """Return the units that are whole in a payload."""
    found = []
    for size in sizes:
        if size and at + size <= len(payload):
            found.append(payload[at : at + size])
        at += size
    return found
