"""RTP (RFC 3550): packets in the order they were sent, time that never wraps, what was lost."""

import struct
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from vaka.edge.video.ingest.rtsp.messages import FRAME, FRAME_HEAD

HEAD = struct.Struct(">BBHII")
# A frame's head, and a packet's after it, as far as it is compared; whose it is, is not.
FRAMED = struct.Struct(">HHHHI4x")
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


class Run(NamedTuple):
    """What packets of one time carry that follow each other; `follows` as of the first."""

    payloads: Sequence[bytes | memoryview]
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

    def run(self, held: bytes, at: int, channel: int) -> tuple[Run, int]:
        """Return what the packets carry that lie in a row from `at`, framed on a channel
        (RFC 2326 §10.12), until one is marked or the next is of another time; and where they
        end.

        Only the next in number, with heads as short as can be: the others are for `read`.
        Nearly all that a camera sends is read here, so it does nothing else.
        """
        begins, plain = FRAME << 8 | channel, VERSION_2 << 8 | self._payload_type
        number = -1 if self._next is None else self._next
        whole, last = len(held), len(held) - FRAMED.size
        view, payloads = memoryview(held), list[memoryview]()
        same, marked = -1, False
        while at < last and not marked:
            frame, length, head, sequence, stamp = FRAMED.unpack_from(held, at)
            ends = at + FRAME_HEAD + length
            if frame != begins or sequence != number or head & ~MARKER != plain:
                break
            if ends > whole or length <= HEAD.size or (payloads and stamp != same):
                break
            payloads.append(view[at + FRAMED.size : ends])
            at, number, same, marked = ends, number + 1 & 0xFFFF, stamp, head != plain
        if payloads:
            self._next = number
        return Run(payloads, same, marked, True), at

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
        self._next = (sequence + 1) & 0xFFFF
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
