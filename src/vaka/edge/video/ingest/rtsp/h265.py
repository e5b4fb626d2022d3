"""H.265: its NAL units in RTP (RFC 7798), and what its parameter sets say (H.265 §7.3)."""

from collections.abc import Sequence

from vaka.edge.video.ingest.rtsp.bits import Bits

VPS, SPS, PPS, DELIMITER = 32, 33, 34, 35
SETS, MESSAGES = (VPS, SPS, PPS), (39, 40)
FIRST_IRAP, LAST_IRAP = 16, 23
# How units are packed (RFC 7798 §4.4), and how long their head is.
SINGLE, AGGREGATED, FRAGMENT, HEAD = range(48), 48, 49, 2


def kind(unit: bytes | memoryview) -> int:
    """Return the type of a NAL unit."""
    return unit[0] >> 1 & 0x3F


def head(payload: bytes | memoryview, flags: int) -> bytes:
    """Return the head of a unit whose first part this is (RFC 7798 §4.4.3)."""
    return bytes([payload[0] & 0x81 | (flags & 0x3F) << 1, payload[1]])


def begins_group(units: Sequence[bytes]) -> bool:
    """Return whether a picture stands alone (IRAP, §3.76)."""
    return any(FIRST_IRAP <= kind(unit) <= LAST_IRAP for unit in units)


class Shape:
    """What a sequence parameter set says that others must know (§7.3.2.2.1).

    :raises Garbled: when it is not whole.
    """

    def __init__(self, sps: bytes) -> None:
        bits = Bits(sps[HEAD:])
        bits.take(4)
        layers = bits.take(3)
        bits.flag()
        # profile_tier_level: 88 bits of profile, 8 of level, then what sub-layers there are.
        self.profile = bits.take(96).to_bytes(12, "big")
        told = [(bits.flag(), bits.flag()) for _ in range(layers)]
        if layers:
            bits.take(2 * (8 - layers))
        for profile, level in told:
            bits.take(88 * profile + 8 * level)
        bits.unsigned()
        self.chroma = bits.unsigned()
        if self.chroma == 3:
            bits.flag()
        width, height = bits.unsigned(), bits.unsigned()
        left, right, top, bottom = (
            (bits.unsigned() for _ in range(4)) if bits.flag() else (0,) * 4
        )
        across = 2 if self.chroma in (1, 2) else 1
        down = 2 if self.chroma == 1 else 1
        self.size = width - across * (left + right), height - down * (top + bottom)
        self.luma_bits, self.chroma_bits = bits.unsigned() + 8, bits.unsigned() + 8
        self.layers = layers + 1


def size(sps: bytes) -> tuple[int, int]:
    """Return width and height in pixels.

    :raises Garbled: when the parameter set is not whole.
    """
    return Shape(sps).size


def configuration(vps: bytes, sps: bytes, pps: bytes) -> bytes:
    """Return the `hvcC` record (ISO/IEC 14496-15 §8.3.3.1), lengths of four bytes."""
    shape = Shape(sps)
    head = b"\x01" + shape.profile + b"\xf0\x00\xfc"
    head += bytes(
        [0xFC | shape.chroma, 0xF8 | shape.luma_bits - 8, 0xF8 | shape.chroma_bits - 8]
    )
    head += b"\x00\x00" + bytes([shape.layers << 3 | 0x07, 3])
    arrays = (
        bytes([0x80 | kind(unit)]) + b"\x00\x01" + len(unit).to_bytes(2, "big") + unit
        for unit in (vps, sps, pps)
    )
    return head + b"".join(arrays)
