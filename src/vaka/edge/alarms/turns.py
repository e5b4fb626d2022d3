"""Whose turn it is to be forwarded: those who are known first, strangers a bounded share.

Anybody can invent accounts, thousands of them, and each would have its turn as a transmitter
has. Nobody can put one into the accounts file, or have been heard of since yesterday.
"""

import asyncio
from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum, auto

# While both wait, of so many turns in a row the last is the strangers'.
TURNS = 4
# So long an account must have been heard of to be known without standing in a file.
FAMILIAR_AFTER = timedelta(days=1)
# More accounts than any receiver serves; who invents more fills memory no further.
_MOST = 100_000

Waiting = deque[str | None]


class Standing(Enum):
    """Whether a receiver knows whom an account belongs to."""

    KNOWN = auto()
    STRANGE = auto()


class Turns:
    """Accounts with something to forward, each once, in two lines."""

    def __init__(self) -> None:
        self._lines: dict[Standing, Waiting] = {each: deque() for each in Standing}
        self._entered = asyncio.Event()
        self._in_a_row = 0

    def enter(self, account: str | None, standing: Standing) -> None:
        """Let an account that stands in no line wait for its turn."""
        self._lines[standing].append(account)
        self._entered.set()

    async def line(self) -> Waiting:
        """Return the line whose turn it is, in order, once somebody stands in one."""
        known, strange = self._lines[Standing.KNOWN], self._lines[Standing.STRANGE]
        while not known and not strange:
            self._entered.clear()
            await self._entered.wait()
        self._in_a_row += 1
        if known and (not strange or self._in_a_row < TURNS):
            return known
        self._in_a_row = 0
        return strange


class Heard:
    """Since when accounts have been heard of."""

    def __init__(self) -> None:
        self._since: dict[str | None, datetime] = {}

    def remember(self, since: Mapping[str | None, datetime]) -> None:
        """Take over what was heard before we began."""
        for account, at in since.items():
            self.hear(account, at=at)

    def hear(self, account: str | None, *, at: datetime) -> None:
        """Note that an account was heard of."""
        before = self._since.get(account)
        if before is not None:
            self._since[account] = min(before, at)
        elif len(self._since) < _MOST:
            self._since[account] = at

    def is_familiar(self, account: str | None, *, at: datetime) -> bool:
        """Return whether an account has been heard of for a day or longer."""
        since = self._since.get(account)
        return since is not None and at - since >= FAMILIAR_AFTER
