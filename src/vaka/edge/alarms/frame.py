"""Frames of SIA DC-09: line feed, checksum, length, body, carriage return (section 5.5.1).

TCP keeps no message boundaries, so the framer takes any segmentation and holds a bounded
number of bytes. Nothing here knows what a body means.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from vaka.core.errors import VakaError
from vaka.edge.alarms.crc import crc16
from vaka.edge.alarms.deviations import Deviation

LF, CR = b"\n", b"\r"
# Three hex digits of length, and what stands before the body.
LARGEST = 0xFFF + 16
_ASCII_HEADER = re.compile(rb'\n([0-9A-Fa-f]{4})(0[0-9A-Fa-f]{3})"')
# The checksum of the oldest form is two raw bytes, which may themselves be LF or CR.
_BINARY_HEADER = re.compile(rb'\n(..)(0[0-9A-Fa-f]{3})"', re.DOTALL)
_ASCII_SIZE, _BINARY_SIZE = 10, 8

HEARTBEAT = re.compile(
    rb"SR([0-9A-F]{4})L([0-9A-F]{4})[ \0]{1,16}([0-9A-F]{3,16})(?:XX)?[ \0]{1,16}"
    rb"\[ID[0-9A-F]{1,8}\]"
)
_HEARTBEAT_LARGEST = 80


class BadFrame(VakaError):
    """These bytes are no frame, or were damaged on the way; such are never answered."""


class CrcForm(StrEnum):
    """How the checksum is written; an answer is written as the question was."""

    ASCII = "ascii"
    BINARY = "binary"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A body whose checksum holds."""

    body: bytes
    form: CrcForm
    deviations: tuple[Deviation, ...]


def seal(body: bytes, form: CrcForm = CrcForm.ASCII) -> bytes:
    """Return the frame around a body of at most 4095 bytes."""
    assert len(body) <= 0xFFF
    crc = crc16(body)
    written = b"%04X" % crc if form is CrcForm.ASCII else crc.to_bytes(2, "big")
    return b"".join((LF, written, b"%04X" % len(body), body, CR))


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
        self._held = bytearray()
        self.discarded = 0  # bytes that belonged to no frame

    def feed(self, chunk: bytes) -> list[bytes]:
        """Return the frames that these bytes complete, each with its LF and CR."""
        self._held += chunk
        frames, at = [], 0
        while (step := self._step(at)) is not None:
            begin, end, after = step
            if end > begin:
                frames.append(bytes(self._held[begin:end]))
            self.discarded += after - at - (end - begin)
            at = after
        del self._held[:at]
        return frames

    def finish(self) -> list[bytes]:
        """Return the last frame of a datagram that ended without a carriage return."""
        rest = bytes(self._held)
        self._held.clear()
        return [rest] if rest.startswith(LF) else []

    def _step(self, at: int) -> tuple[int, int, int] | None:
        """Return where a frame begins and ends and where to go on; None waits for more."""
        held = self._held
        start = held.find(LF, at)
        if start != at:
            return self._between(at, start)
        if found := HEARTBEAT.match(held, at + 1):
            return found.start(), found.end(), found.end()
        if len(held) - at < _ASCII_SIZE and not _BINARY_HEADER.match(held, at):
            return None
        return self._frame(at, at + self._header_size(at))

    def _between(self, at: int, start: int) -> tuple[int, int, int] | None:
        """Look for heartbeats that panels send without LF and CR; the rest is noise."""
        held = self._held
        end = len(held) if start < 0 else start
        if found := HEARTBEAT.search(held, at, end):
            return found.start(), found.end(), found.end()
        if start >= 0:
            return at, at, start
        noise = end - _HEARTBEAT_LARGEST
        return (at, at, noise) if noise > at else None

    def _header_size(self, at: int) -> int:
        if _ASCII_HEADER.match(self._held, at):
            return _ASCII_SIZE
        return _BINARY_SIZE if _BINARY_HEADER.match(self._held, at) else 1

    def _frame(self, at: int, body: int) -> tuple[int, int, int] | None:
        held, limit = self._held, at + LARGEST
        end = held.find(CR, body, limit)
        # A new LF before any CR: the panel left the CR out, or was cut off.
        if (following := held.find(LF, body, limit if end < 0 else end)) >= 0:
            return at, following, following
        if end >= 0:
            return at, end + 1, end + 1
        return (at, at, at + 1) if len(held) >= limit else None
