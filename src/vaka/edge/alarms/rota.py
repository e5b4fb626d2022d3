"""Whose turn it is to be kept: a bounded share for each address, and for each line of it.

However much one transmitter sends, and over however many connections, another waits for at
most one round. Nothing is dropped here: what does not go in this round goes in a later one.
"""

from collections import deque
from typing import Protocol

from vaka.edge.alarms.reception import Reception

# In a round a line has so many messages, an address so many over all its lines, and all
# addresses together so many.
TURN, SHARE, ROUND = 16, 256, 1024

# What is to be kept: a frame to be read, or what was read already.
Sent = bytes | Reception


class Sender(Protocol):
    """A line, a datagram or a request that has sent something."""

    address: str
    waiting: deque[Sent]

    def replied(self, receptions: list[Reception] | None) -> None:
        """Take what became of one turn, now that it is durable; None: it is not kept."""


class Rota:
    """Senders with something to keep, by address."""

    def __init__(self) -> None:
        self._addresses: dict[str, deque[Sender]] = {}

    def __bool__(self) -> bool:
        return bool(self._addresses)

    def enter(self, sender: Sender) -> None:
        """Let a sender that is not in the rota wait for its turn."""
        self._addresses.setdefault(sender.address, deque()).append(sender)

    def next_round(self) -> list[tuple[Sender, list[Sent]]]:
        """Return who is kept now with what; those with more to send wait for a later round."""
        turns: list[tuple[Sender, list[Sent]]] = []
        left = ROUND
        for address in list(self._addresses):
            lines = self._addresses.pop(address)
            taken = _share(lines, min(SHARE, left))
            left -= sum(len(sent) for _, sent in taken)
            turns += taken
            if lines:
                self._addresses[address] = lines  # last in the next round
            if not left:
                break
        return turns


def _share(lines: deque[Sender], most: int) -> list[tuple[Sender, list[Sent]]]:
    """Return one address's share; a line has one turn, and goes last when it has more."""
    taken = []
    for _ in range(len(lines)):
        if not most:
            break
        sender = lines.popleft()
        sent = [sender.waiting.popleft() for _ in range(min(TURN, most, len(sender.waiting)))]
        most -= len(sent)
        if sender.waiting:
            lines.append(sender)
        if sent:
            taken.append((sender, sent))
    return taken
