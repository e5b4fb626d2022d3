"""NAL units in RTP: whole, several in a packet, or one over many (RFC 6184, RFC 7798)."""

from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType

from vaka.edge.video.ingest.rtsp.errors import Garbled

START, END = 0x80, 0x40

Payload = bytes | memoryview


class Units:
    """Puts NAL units together from packets, as a coding (`h264`, `h265`) packs them."""

    def __init__(self, coding: ModuleType) -> None:
        self._coding = coding
        # What has come of a unit that is not whole.
        self._parts: list[bytes] = []

    def forget(self) -> None:
        """Let go of a unit that is not whole: a packet of it was lost."""
        self._parts = []

    def read(self, payloads: Iterable[Payload]) -> Sequence[bytes]:
        """Return the units that are whole with these packets, and hold on to none of them.

        Asked of nearly all that a camera sends, it makes nothing that it need not.

        :raises Garbled: when a packet is of a kind that was not agreed on.
        """
        coding, head, whole = self._coding, self._coding.HEAD, list[bytes]()
        parts, more = self._parts, list[Payload]()
        for payload in payloads:
            if coding.kind(payload) != coding.FRAGMENT:
                whole += self._of_one(payload)
                continue
            flags = payload[head] if len(payload) > head else 0
            if flags & START:
                parts, more = [], [coding.head(payload, flags)]
            if parts or more:
                more.append(payload[head + 1 :])
                if flags & END:
                    whole.append(b"".join([*parts, *more]))
                    parts, more = [], []
        self._parts = [*parts, b"".join(more)] if more else parts
        return whole

    def _of_one(self, payload: Payload) -> Iterable[bytes]:
        """Return the units that are whole in one packet."""
        coding = self._coding
        how = coding.kind(payload)
        if how in coding.SINGLE:
            return (bytes(payload),)
        if how == coding.AGGREGATED:
            return _aggregated(bytes(payload), coding.HEAD)
        raise Garbled("it sends packets of a kind that nobody asked for")


def _aggregated(payload: bytes, at: int) -> Iterator[bytes]:
    """Yield the units of a packet that carries several, each after its length."""
    while at + 2 < len(payload):
        end = at + 2 + int.from_bytes(payload[at : at + 2], "big")
        if end > len(payload):
            raise Garbled("it sends a packet that is longer than itself")
        if end > at + 2:
            yield payload[at + 2 : end]
        at = end
