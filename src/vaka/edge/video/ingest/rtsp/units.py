"""NAL units in RTP: whole, several in a packet, or one over many (RFC 6184, RFC 7798)."""

from collections.abc import Iterator, Sequence
from types import ModuleType

from vaka.edge.video.ingest.rtsp.errors import Garbled

START, END = 0x80, 0x40


class Units:
    """Puts NAL units together from packets, as a coding (`h264`, `h265`) packs them."""

    def __init__(self, coding: ModuleType) -> None:
        self._coding = coding
        self.parts: list[bytes] = []
        # What a payload begins with that is one more part of the same unit; nothing when the
        # last was none.
        self.inside = b""

    def forget(self) -> None:
        """Let go of a unit that is not whole: a packet of it was lost."""
        self.parts, self.inside = [], b""

    def read(self, payload: bytes) -> Sequence[bytes]:
        """Return the units that are whole with this packet.

        :raises Garbled: when a packet is of a kind that was not agreed on.
        """
        coding, self.inside = self._coding, b""
        how = coding.kind(payload)
        if how == coding.FRAGMENT:
            return self._fragment(payload)
        if how == coding.AGGREGATED:
            return list(_aggregated(payload, coding.HEAD))
        if how in coding.SINGLE:
            return (payload,)
        raise Garbled("it sends packets of a kind that nobody asked for")

    def _fragment(self, payload: bytes) -> Sequence[bytes]:
        head = self._coding.HEAD
        flags = payload[head] if len(payload) > head else 0
        if flags & START:
            self.parts = [self._coding.head(payload, flags)]
        if self.parts:
            self.parts.append(payload[head + 1 :])
            if flags & END:
                whole, self.parts = b"".join(self.parts), []
                return (whole,)
            self.inside = payload[:head] + bytes([flags & ~START])
        return ()


def _aggregated(payload: bytes, at: int) -> Iterator[bytes]:
    """Yield the units of a packet that carries several, each after its length."""
    while at + 2 < len(payload):
        end = at + 2 + int.from_bytes(payload[at : at + 2], "big")
        if end > len(payload):
            raise Garbled("it sends a packet that is longer than itself")
        if end > at + 2:
            yield payload[at + 2 : end]
        at = end
