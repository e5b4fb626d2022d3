"""The pictures of a recording as we write it: fragmented MP4, read in memory that is bounded.

Only what our own muxer writes (ISO/IEC 14496-12, CMAF): each fragment one run of one track, its
samples one after the other. Read by ourselves, since a copy may come from anybody.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

from vaka.core.errors import BadInput
from vaka.signed_video.units import Coding

TICKS_PER_SECOND = 90_000
# What a run tells of itself and of each picture: offset; duration, size, flags, composition.
RUN_TELLS = 0x000F01
LARGEST_HEADER = 16 * 1024 * 1024
LARGEST_PICTURE = 64 * 1024 * 1024
CODINGS = {b"avc1": Coding.H264, b"hvc1": Coding.H265}
CONTAINERS = {b"trak", b"mdia", b"minf", b"stbl", b"traf"}
_HEAD, _RUN, _PICTURE = struct.Struct(">I4s"), struct.Struct(">3I"), struct.Struct(">3Ii")
# The track of the pictures; what belongs to another is passed over.
PICTURES = (1).to_bytes(4, "big")
# In `stsd` and `hdlr`: where the first entry has its name, and the track its own.
_ENTRY, _HANDLER = 12, 24
VIDEO = "video"


class Remade(StrEnum):
    """Why pictures are not those that the camera coded; no signature survives that."""

    MASKED = "masked"
    SCALED = "scaled"
    THIRD_PERSONS = "third-persons"


def handler(remade: Remade | None) -> bytes:
    """Return what a recording calls its track: whether it was coded anew, and why."""
    return f"{VIDEO} {remade or ''}".strip().encode() + b"\0"


def remade(name: str) -> Remade | None:
    """Return why a track of that name was coded anew; None when it was not."""
    found = name.removeprefix(VIDEO).strip()
    return Remade(found) if found in list(Remade) else None


@dataclass(frozen=True)
class Picture:
    """A picture as it is coded, and when it was taken, in seconds from the first."""

    data: bytes
    at: float


class Movie:
    """A recording being read, from where the file stands."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        """Read what the recording says of itself.

        :raises BadInput: when it is none of ours.
        """
        self._file, self._name = file, name
        self._first: int | None = None
        head = next((body for box, body in self._boxes() if box == b"moov"), b"")
        entry = _inside(head, b"stsd")[_ENTRY : _ENTRY + 4]
        if entry not in CODINGS:
            raise self._torn("its coding is unknown")
        self.coding = CODINGS[entry]
        told = _inside(head, b"hdlr")[_HANDLER:].rstrip(b"\0")
        self.remade = remade(told.decode("utf-8", "replace"))

    def pictures(self) -> Iterator[Picture]:
        """Yield the pictures, in the order in which they are decoded.

        :raises BadInput: when the recording is torn.
        """
        for name, body in self._boxes():
            if name == b"moof" and _inside(body, b"tfhd")[4:8] == PICTURES:
                yield from self._fragment(body)

    def _fragment(self, head: bytes) -> Iterator[Picture]:
        run, starts = _inside(head, b"trun"), _inside(head, b"tfdt")[4:12]
        rows = run[_RUN.size :]
        flags, count, offset = _RUN.unpack(run[: _RUN.size].ljust(_RUN.size, b"\0"))
        # Right behind this box: who plays it must find the pictures where we do.
        begins = _HEAD.size + len(head) + _HEAD.size
        told = flags & 0xFFFFFF, offset, len(rows)
        if told != (RUN_TELLS, begins, count * _PICTURE.size):
            raise self._torn("one of its runs is of another make")
        left, name = self._opened() or (0, b"")
        if name != b"mdat":
            raise self._torn("a fragment has no pictures")
        at = int.from_bytes(starts, "big")
        for lasts, size, _, shown in _PICTURE.iter_unpack(rows):
            left -= size
            if left < 0 or size > LARGEST_PICTURE:
                raise self._torn("a picture is longer than its fragment")
            shows = at + shown
            self._first = shows if self._first is None else self._first
            yield Picture(self._read(size), (shows - self._first) / TICKS_PER_SECOND)
            at += lasts

    def _boxes(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield the boxes that follow, up to the end of the file."""
        while (opened := self._opened()) is not None:
            size, name = opened
            if size > LARGEST_HEADER:
                raise self._torn("one of its parts is without end")
            yield name, self._read(size)

    def _opened(self) -> tuple[int, bytes] | None:
        """Return size and name of the box that comes; None at the end."""
        head = self._file.read(_HEAD.size)
        if not head:
            return None
        if len(head) < _HEAD.size:
            raise self._torn("it ends in the middle")
        size, name = _HEAD.unpack(head)
        return max(size - _HEAD.size, 0), name

    def _read(self, size: int) -> bytes:
        found = self._file.read(size)
        if len(found) < size:
            raise self._torn("it ends in the middle")
        return found

    def _torn(self, what: str) -> BadInput:
        return BadInput(self._name, f"its video cannot be read: {what}", "Fetch it again")


def _inside(body: bytes, wanted: bytes) -> bytes:
    """Return what the first box of a name holds, among those within; nothing without one."""
    place = 0
    while len(body) - place >= _HEAD.size:
        size, name = _HEAD.unpack_from(body, place)
        within = body[place + _HEAD.size : place + size]
        found = within if name == wanted else b""
        if name in CONTAINERS:
            found = _inside(within, wanted)
        if found:
            return found
        place += max(size, _HEAD.size)
    return b""
