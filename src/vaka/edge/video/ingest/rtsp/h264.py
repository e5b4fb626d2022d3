"""H.264: its NAL units in RTP (RFC 6184), and what its parameter sets say (H.264 §7.3)."""

from collections.abc import Iterator, Sequence

from vaka.edge.video.ingest.rtsp.bits import Bits
from vaka.edge.video.ingest.rtsp.errors import Garbled

KIND = 0x1F
IDR, SEI, SPS, PPS, DELIMITER = 5, 6, 7, 8, 9
SETS = SPS, PPS
STAP_A, FU_A = 24, 28
FU_START, FU_END = 0x80, 0x40
RECOVERY_POINT = 6
# Profiles whose parameter set tells of chroma and scaling (§7.3.2.1.1).
HIGH = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135}


def kind(unit: bytes) -> int:
    """Return the type of a NAL unit."""
    return unit[0] & KIND


class Units:
    """Puts NAL units together from packets."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def forget(self) -> None:
        """Let go of a unit that is not whole: a packet of it was lost."""
        self._parts = []

    def read(self, payload: bytes) -> Sequence[bytes]:
        """Return the units that are whole with this packet.

        :raises Garbled: when a packet is of a kind that was not agreed on.
        """
        how = payload[0] & KIND
        if how == FU_A:
            return self._fragment(payload)
        if how == STAP_A:
            return list(aggregated(payload, 1))
        if 0 < how < STAP_A:
            return (payload,)
        raise Garbled("it sends packets of a kind that nobody asked for")

    def _fragment(self, payload: bytes) -> Sequence[bytes]:
        flags = payload[1] if len(payload) > 1 else 0
        if flags & FU_START:
            self._parts = [bytes([payload[0] & 0xE0 | flags & KIND])]
        if self._parts:
            self._parts.append(payload[2:])
            if flags & FU_END:
                whole, self._parts = b"".join(self._parts), []
                return (whole,)
        return ()


def aggregated(payload: bytes, at: int) -> Iterator[bytes]:
    """Yield the units of a packet that carries several, each after its length."""
    while at + 2 < len(payload):
        end = at + 2 + int.from_bytes(payload[at : at + 2], "big")
        if end > len(payload):
            raise Garbled("it sends a packet that is longer than itself")
        if end > at + 2:
            yield payload[at + 2 : end]
        at = end


def begins_group(units: Sequence[bytes]) -> bool:
    """Return whether a picture stands alone: an IDR, or one marked as a recovery point."""
    kinds = {kind(unit) for unit in units}
    return IDR in kinds or any(_recovers(unit) for unit in units if kind(unit) == SEI)


def _recovers(unit: bytes) -> bool:
    return len(unit) > 1 and unit[1] == RECOVERY_POINT


def is_parameter(unit: bytes) -> bool:
    """Return whether a unit is a parameter set."""
    return kind(unit) in SETS


def size(sps: bytes) -> tuple[int, int]:
    """Return width and height in pixels (§7.4.2.1.1).

    :raises Garbled: when the parameter set is not whole.
    """
    bits = Bits(sps[1:])
    profile = bits.take(8)
    bits.take(16)
    bits.unsigned()
    chroma = _chroma(bits) if profile in HIGH else 1
    bits.unsigned()
    _order_count(bits)
    bits.unsigned()
    bits.flag()
    columns, rows = bits.unsigned() + 1, bits.unsigned() + 1
    fields = not bits.flag()
    if fields:
        bits.flag()
    bits.flag()
    left, right, top, bottom = (bits.unsigned() for _ in range(4)) if bits.flag() else (0,) * 4
    across = 2 if chroma in (1, 2) else 1
    down = (2 if chroma == 1 else 1) * (1 + fields)
    width = columns * 16 - across * (left + right)
    height = rows * 16 * (1 + fields) - down * (top + bottom)
    return width, height


def _chroma(bits: Bits) -> int:
    """Read what the high profiles add; return the chroma format."""
    chroma = bits.unsigned()
    if chroma == 3:
        bits.flag()
    bits.unsigned()
    bits.unsigned()
    bits.flag()
    if bits.flag():
        for number in range(8 if chroma != 3 else 12):
            if bits.flag():
                _scaling(bits, 16 if number < 6 else 64)
    return chroma


def _scaling(bits: Bits, count: int) -> None:
    last = following = 8
    for _ in range(count):
        if following:
            following = (last + bits.signed()) % 256
        last = following or last


def _order_count(bits: Bits) -> None:
    how = bits.unsigned()
    if how == 0:
        bits.unsigned()
    elif how == 1:
        bits.flag()
        bits.signed()
        bits.signed()
        for _ in range(min(bits.unsigned(), 255)):
            bits.signed()


def configuration(sps: bytes, pps: bytes) -> bytes:
    """Return the `avcC` record (ISO/IEC 14496-15 §5.3.3.1), lengths of four bytes."""
    head = bytes([1, sps[1], sps[2], sps[3], 0xFF, 0xE1])
    return (
        head + len(sps).to_bytes(2, "big") + sps + b"\x01" + len(pps).to_bytes(2, "big") + pps
    )
