"""RTP (RFC 3550): packets in the order they were sent, time that never wraps, what was lost."""

import struct
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

HEAD = struct.Struct(">BBHII")
VERSION_2, PADDED, EXTENDED, SOURCES = 0x80, 0x20, 0x10, 0x0F
MARKER, KIND = 0x80, 0x7F
SENDER_REPORT = 200
REPORT = struct.Struct(">BBHIIII")
# An empty receiver report (§6.4.2): some cameras leave a listener who says nothing.
RECEIVER_REPORT = struct.pack(">BBHI", VERSION_2, 201, 1, 0)
NTP_EPOCH = datetime(1900, 1, 1, tzinfo=UTC)
# A jump of more than this is no picture rate: the camera has set its clock.
LONGEST_STEP_SECONDS = 10.0
# How long a picture may lie before it is read, and how much slower than ours a camera's clock
# may go, for each picture.
LONGEST_LAIN, CREEP = timedelta(seconds=1), timedelta(microseconds=100)
HALF = 1 << 31
# Farther back than this is not late: the camera counts anew (§A.1).
FARTHEST_BEHIND = 100


class Packet(NamedTuple):
    """What a packet carries; `follows` says that none was lost before it."""

    payload: bytes
    stamp: int
    marker: bool
    follows: bool


class Report(NamedTuple):
    """What a camera's clock says, and what a track's says at that instant."""

    clock: datetime
    stamp: int


class Receiver:
    """Reads the packets of one track."""

    def __init__(self, payload_type: int) -> None:
        self._payload_type = payload_type
        self._next: int | None = None
        self._last = b""
        self.lost = 0

    @property
    def place(self) -> int | None:
        """Return the number that is to come next, another with each packet."""
        return self._next

    def is_ours(self, data: bytes) -> bool:
        """Return whether a packet is of this track."""
        return (
            len(data) >= HEAD.size
            and data[0] & 0xC0 == VERSION_2
            and data[1] & KIND == self._payload_type
        )

    def repeats(self, data: bytes, inside: bytes) -> bool:
        """Return whether a packet is the next, and has the last one's head but for its number.

        Most packets of a picture do, and begin with `inside`: they need no more reading.
        """
        number, last, length = self._next, self._last, HEAD.size + len(inside)
        if (
            data[4:length] == last[4 : HEAD.size] + inside
            and data[:2] == last[:2]
            and data[2] << 8 | data[3] == number
            and data[0] == VERSION_2
            and len(data) > length
        ):
            self._next = number + 1 & 0xFFFF
            return True
        return False

    def run(self, held: bytes, at: int, frame: bytes, inside: bytes) -> tuple[list[bytes], int]:
        """Return what the packets carry that follow from `at` in a row, and where they end.

        Each lies behind the same `frame` head, and repeats the last (`repeats`). Most of what a
        camera sends is read here, so it does nothing else.
        """
        number, last, parts = self._next, self._last, list[bytes]()
        if last[0] != VERSION_2:
            return parts, at
        begins, goes_on = frame + last[:2], last[4 : HEAD.size] + inside
        stride = len(frame) + int.from_bytes(frame[-2:], "big")
        head, last_whole = 8 + len(goes_on), len(held) - stride
        while (
            at <= last_whole
            and held[at : at + 6] == begins
            and held[at + 6] << 8 | held[at + 7] == number
            and held[at + 8 : at + head] == goes_on
        ):
            parts.append(held[at + head : at + stride])
            at += stride
            number = number + 1 & 0xFFFF
        self._next = number
        return parts, at

    def read(self, data: bytes) -> Packet | None:
        """Return what a packet carries, or None when it is not of this track, or came late."""
        if not self.is_ours(data):
            return None
        first, second, sequence, stamp, _ = HEAD.unpack_from(data)
        begin, end = HEAD.size + 4 * (first & SOURCES), len(data)
        if first & EXTENDED:
            begin += 4 + 4 * int.from_bytes(data[begin + 2 : begin + 4], "big")
        if first & PADDED:
            end -= data[-1]
        missed = 0 if self._next is None else (sequence - self._next) & 0xFFFF
        if begin >= end or missed >= 0x10000 - FARTHEST_BEHIND:
            return None
        # Where it counts anew nobody knows how many.
        self.lost += missed if missed < 0x8000 else 1
        self._next, self._last = (sequence + 1) & 0xFFFF, data
        return Packet(data[begin:end], stamp, bool(second & MARKER), not missed)


class Timeline:
    """Time stamps of 32 bits as ticks of 1/90000 s that go on and on.

    Where a camera sets its clock, the time between arrivals stands in for what it says.
    """

    def __init__(self, clock: int) -> None:
        self._clock = clock
        self._last: int | None = None
        self._ticks = 0.0
        self._arrived: datetime | None = None
        self._origin: datetime | None = None
        self._taken = datetime.min.replace(tzinfo=UTC)

    def ticks(self, stamp: int, arrived: datetime) -> int:
        """Return when a picture is to be shown, counted from the first."""
        if self._last is None or self._arrived is None:
            self._last, self._arrived = stamp, arrived
            return 0
        step = (stamp - self._last + HALF) % (2 * HALF) - HALF
        seconds = step / self._clock
        waited = (arrived - self._arrived).total_seconds()
        if abs(seconds - waited) > LONGEST_STEP_SECONDS:
            seconds = max(waited, 0.0)
        self._ticks += seconds * 90_000
        self._last, self._arrived = stamp, arrived
        return round(self._ticks)

    def near(self, stamp: int) -> float | None:
        """Return what a time stamp near the last would be; None before the first."""
        if self._last is None:
            return None
        step = (stamp - self._last + HALF) % (2 * HALF) - HALF
        return self._ticks + step * 90_000 / self._clock

    def taken(self, ticks: int, arrived: datetime) -> datetime:
        """Return when a picture came in, though it may have lain until it was read.

        Those that came quickest tell when the others, that lay, must have come.
        """
        since_first = timedelta(seconds=ticks / 90_000)
        came = arrived - since_first
        origin = min(came, (self._origin or came) + CREEP)
        # Nothing lies for so long: a clock was set, or the network stood still.
        self._origin = came if came - origin > LONGEST_LAIN else origin
        self._taken = min(max(self._origin + since_first, self._taken), arrived)
        return self._taken


def sender_report(data: bytes) -> Report | None:
    """Return what a camera says in its sender report (§6.4.1), if this is one."""
    if len(data) < REPORT.size:
        return None
    first, kind, _, _, seconds, fraction, stamp = REPORT.unpack_from(data)
    if first & 0xC0 != VERSION_2 or kind != SENDER_REPORT or not seconds:
        return None
    return Report(NTP_EPOCH + timedelta(seconds=seconds + fraction / 2**32), stamp)
