"""H.264: its NAL units in RTP (RFC 6184), and what its parameter sets say (H.264 §7.3)."""

from collections.abc import Sequence

from vaka.edge.video.ingest.rtsp.bits import Bits

KIND = 0x1F
IDR, SEI, SPS, PPS, DELIMITER = 5, 6, 7, 8, 9
SETS, MESSAGES = (SPS, PPS), (SEI,)
# How units are packed (RFC 6184 §5.2), and how long their head is.
SINGLE, AGGREGATED, FRAGMENT, HEAD = range(1, 24), 24, 28, 1
RECOVERY_POINT = b"\6"
# Profiles whose parameter set tells of chroma and scaling (§7.3.2.1.1).
HIGH = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135}


def kind(unit: bytes | memoryview) -> int:
    """Return the type of a NAL unit."""
    return unit[0] & KIND


def head(payload: bytes | memoryview, flags: int) -> bytes:
    """Return the head of a unit whose first part this is (RFC 6184 §5.8)."""
    return bytes([payload[0] & 0xE0 | flags & KIND])


def begins_group(units: Sequence[bytes]) -> bool:
    """Return whether a picture stands alone: an IDR, or one marked as a recovery point."""
    return any(_begins(unit, kind(unit)) for unit in units)


def _begins(unit: bytes, kind: int) -> bool:
    return kind == IDR or (kind == SEI and unit[1:2] == RECOVERY_POINT)


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
