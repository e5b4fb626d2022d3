"""Datagrams in the order in which they were sent: a network shuffles and repeats."""

from collections.abc import Iterator
from datetime import datetime, timedelta

# One that is missing is waited for no longer, and for no more of its followers.
LONGEST_WAIT = timedelta(milliseconds=200)
MOST_WAITING = 256
# What is farther off than this is no shuffle: the camera counts anew (RFC 3550 §A.1).
FARTHEST_AHEAD, FARTHEST_BEHIND = 3000, 100
NUMBERS = 1 << 16


class Ordering:
    """Holds on to what came too early, for a while."""

    def __init__(self) -> None:
        self._next: int | None = None
        self._held: dict[int, tuple[bytes, datetime]] = {}

    def put(self, data: bytes, arrived: datetime) -> Iterator[bytes]:
        """Yield the packets of RTP whose turn it is now."""
        number = int.from_bytes(data[2:4], "big")
        ahead = 0 if self._next is None else self._ahead(number)
        if self._next is None or FARTHEST_AHEAD < ahead < NUMBERS - FARTHEST_BEHIND:
            yield from self._released()
            self._next, ahead = number, 0
        if ahead <= FARTHEST_AHEAD:
            self._held[number] = data, arrived
        yield from self._due(arrived)

    def _due(self, now: datetime) -> Iterator[bytes]:
        """Yield what follows on what was yielded, and what has been held for long enough."""
        while self._held:
            first = min(self._held, key=self._ahead)
            since = min(arrived for _, arrived in self._held.values())
            waiting = now - since <= LONGEST_WAIT and len(self._held) <= MOST_WAITING
            if first != self._next and waiting:
                return
            self._next = (first + 1) % NUMBERS
            yield self._held.pop(first)[0]

    def _released(self) -> Iterator[bytes]:
        for number in sorted(self._held, key=self._ahead):
            yield self._held[number][0]
        self._held.clear()

    def _ahead(self, number: int) -> int:
        """Return how far a number is ahead of the next in turn."""
        assert self._next is not None
        return (number - self._next) % NUMBERS
