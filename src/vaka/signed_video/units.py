"""Units of coded pictures (NAL units, H.264 and H.265 §7.3.1), as far as signing knows them."""

from collections.abc import Iterator
from enum import StrEnum

LENGTH_BYTES = 4
ESCAPED = b"\0\0\3"


class Coding(StrEnum):
    """How pictures are coded."""

    H264 = "h264"
    H265 = "hevc"


# How many bytes the head of a unit has.
HEAD = {Coding.H264: 1, Coding.H265: 2}
_PICTURES = {Coding.H264: range(1, 6), Coding.H265: range(32)}
# What the pictures until the next lean on: IDR, and in H.265 any random access point.
_BEGINNINGS = {Coding.H264: range(5, 6), Coding.H265: range(16, 22)}
_MESSAGES = {Coding.H264: (6,), Coding.H265: (39, 40)}
FIRST_SLICE = 0x80


def split(sample: bytes) -> Iterator[bytes]:
    """Yield the units of a picture, where each has its length, four bytes, before it."""
    place = 0
    while place < len(sample):
        begins = place + LENGTH_BYTES
        place = begins + int.from_bytes(sample[place:begins], "big")
        if unit := sample[begins:place]:
            yield unit


def joined(*units: bytes) -> bytes:
    """Return units as a picture, each after its length."""
    parts: list[bytes] = []
    for unit in units:
        parts += len(unit).to_bytes(LENGTH_BYTES, "big"), unit
    return b"".join(parts)


def _kind(unit: bytes, coding: Coding) -> int:
    return unit[0] & 0x1F if coding is Coding.H264 else unit[0] >> 1 & 0x3F


def is_picture(unit: bytes, coding: Coding) -> bool:
    """Return whether a unit is (part of) a picture."""
    return _kind(unit, coding) in _PICTURES[coding]


def is_message(unit: bytes, coding: Coding) -> bool:
    """Return whether a unit is supplemental information (SEI)."""
    return _kind(unit, coding) in _MESSAGES[coding]


def begins_group(unit: bytes, coding: Coding) -> bool:
    """Return whether a unit is the first of a picture with which a group begins."""
    head = HEAD[coding]
    return (
        _kind(unit, coding) in _BEGINNINGS[coding]
        and len(unit) > head
        and bool(unit[head] & FIRST_SLICE)
    )


def unescaped(unit: bytes) -> tuple[bytes, list[int]]:
    """Return a unit without what keeps start codes out of it (H.264 §7.4.1), and where it was.

    Each place is that, in what is returned, of the byte that the escape stood before.
    """
    plain, places = bytearray(), list[int]()
    begins = 0
    while (found := unit.find(ESCAPED, begins)) >= 0:
        plain += unit[begins : found + 2]
        places.append(len(plain))
        begins = found + 3
    return bytes(plain + unit[begins:]), places


def escaped(plain: bytes) -> bytes:
    """Return a unit as it is sent: no start code in it."""
    made, zeros = bytearray(), 0
    for byte in plain:
        if zeros == 2 and byte <= 3:
            made.append(3)
            zeros = 0
        made.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(made)
