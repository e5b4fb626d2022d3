"""Frames of SIA DC-09: line feed, checksum, length, body, carriage return (section 5.5.1).

TCP keeps no message boundaries, so the framer takes any segmentation and holds a bounded
number of bytes. Nothing here knows what a body means.
"""

import re
from enum import StrEnum

import msgspec

# CRC-16 of the standard (section 5.5.1.2): x¹⁶ + x¹⁵ + x² + 1, reflected, from 0.
from fastcrc.crc16 import arc as crc16

from vaka.core.errors import VakaError
from vaka.edge.alarms.deviations import Deviation

LF, CR = b"\n", b"\r"
# Three hex digits of length, and what stands before the body.
LARGEST = 0xFFF + 16
_ASCII_HEADER = re.compile(rb'\n([0-9A-Fa-f]{4})(0[0-9A-Fa-f]{3})"')
# The checksum of the oldest form is two raw bytes, which may themselves be LF or CR.
_BINARY_HEADER = re.compile(rb'\n(..)(0[0-9A-Fa-f]{3})"', re.DOTALL)

HEARTBEAT = re.compile(
    rb"SR([0-9A-F]{4})L([0-9A-F]{4})[ \0]{1,16}([0-9A-F]{3,16})(?:XX)?[ \0]{1,16}"
    rb"\[ID[0-9A-F]{1,8}\]"
)
# All else is noise, and is passed over at the speed of a search.
_START = re.compile(rb'\n(?:[0-9A-Fa-f]{4}|..)0[0-9A-Fa-f]{3}"|' + HEARTBEAT.pattern, re.DOTALL)
_LONGEST_START = 80


class BadFrame(VakaError):
    """These bytes are no frame, or were damaged on the way; such are never answered."""


class CrcForm(StrEnum):
    """How the checksum is written; an answer is written as the question was."""

    ASCII = "ascii"
    BINARY = "binary"


class Sealed(msgspec.Struct, frozen=True):
    """A body whose checksum holds."""

    body: bytes
    form: CrcForm
    deviations: tuple[Deviation, ...]


def seal(body: bytes, form: CrcForm = CrcForm.ASCII) -> bytes:
    """Return the frame around a body of at most 4095 bytes."""
    assert len(body) <= 0xFFF
    crc = crc16(body)
    if form is CrcForm.ASCII:
        return b"\n%04X%04X%b\r" % (crc, len(body), body)
    return b"\n%b%04X%b\r" % (crc.to_bytes(2, "big"), len(body), body)


def unseal(raw: bytes) -> Sealed:
    """Return the body of a frame.

    :raises BadFrame: when checksum or length do not hold.
    """
    deviations: list[Deviation] = []
    if header := _ASCII_HEADER.match(raw):
        form, crc = CrcForm.ASCII, int(header[1], 16)
    elif header := _BINARY_HEADER.match(raw):
        form, crc = CrcForm.BINARY, int.from_bytes(header[1], "big")
        deviations.append(Deviation.BINARY_CRC)
    else:
        raise BadFrame("there is no checksum and length")
    body = raw[header.end() - 1 :]
    if body.endswith(CR):
        body = body[:-1]
    else:
        deviations.append(Deviation.NO_CARRIAGE_RETURN)
    if crc16(body) != crc:
        raise BadFrame("the checksum does not hold")
    if int(header[2], 16) != len(body):
        # Some panels count in tens; any other count means that bytes were lost or joined.
        if not header[2].isdigit() or int(header[2]) != len(body):
            raise BadFrame("the length does not hold")
        deviations.append(Deviation.DECIMAL_LENGTH)
    return Sealed(body, form, tuple(deviations))


class Framer:
    """Cuts a byte stream into frames, the same ones wherever the stream was split."""

    def __init__(self) -> None:
        self._held = b""

    @property
    def held(self) -> int:
        """Return how many bytes wait for the rest of a frame."""
        return len(self._held)

    def feed(self, chunk: bytes) -> list[bytes]:
        """Return the frames that these bytes complete, each with its LF and CR."""
        held = self._held + chunk if self._held else chunk
        frames: list[bytes] = []
        at = 0
        while start := _START.search(held, at):
            begin, body = start.span()
            end = body if held[begin : begin + 1] != LF else _end(held, begin, body)
            if end is None:
                # Without an end when it has room for none: it was no frame.
                if len(held) - begin < LARGEST:
                    self._held = held[begin:]
                    return frames
                at = begin + 1
                continue
            frames.append(held[begin:end])
            at = end
        self._held = held[max(at, len(held) - _LONGEST_START) :]
        return frames

    def finish(self) -> list[bytes]:
        """Return the last frame of a datagram that ended without a carriage return."""
        rest, self._held = self._held, b""
        return [rest] if _START.match(rest) else []


def _end(held: bytes, begin: int, body: int) -> int | None:
    """Return where a frame ends; None when its end has not come."""
    limit = begin + LARGEST
    end = held.find(CR, body, limit)
    # A new LF before any CR: the panel left the CR out, or was cut off.
    following = held.find(LF, body, limit if end < 0 else end)
    if following >= 0:
        return following
    return end + 1 if end >= 0 else None
