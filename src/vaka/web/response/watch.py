"""One look at the record for all the consoles of a process, however many listen.

Each console alone would ask the database for itself, and draw the same rows again. Here one
thread looks, with one connection, and what is drawn for one is handed to all who may see as
much in the same language.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from time import thread_time
from typing import TypeVar

from django.db import close_old_connections, connections

from vaka.core.bell import RECORD_GREW
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Grant
from vaka.response import queries
from vaka.web.acting import now

EVERY_S = 0.04
# With a bell to wake us we look for what it did not tell: so much later is what was lost there.
RUNG_EVERY_S = 0.2
# In a storm of changes telling them takes at most a quarter of the time: the alarms themselves
# must be stored, and several changes of one incident between two looks are one.
REST = 3
Result = TypeVar("Result")


@dataclass(frozen=True)
class Told:
    """What is to be told those who may see as much: up to which position, as events."""

    position: int
    events: tuple[str, ...]
    whole: bool


class Watch:
    """Looks for changes while anybody listens."""

    def __init__(self) -> None:
        self.position = -1
        self._listeners: Counter[str] = Counter()  # lines, by person
        self._moved = asyncio.Event()
        self._told: dict[object, asyncio.Future[Told]] = {}
        self._grants: dict[object, asyncio.Future[Mapping[str, frozenset[Grant]]]] = {}
        self._busy = 0.0  # seconds of processor time since the last look
        self._thread = ThreadPoolExecutor(1, "console-watch")

    async def read(self, look: Callable[[], Result]) -> Result:
        """Return what a look at the database finds, on the one thread that looks."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, partial(self._timed, look))

    def _timed(self, look: Callable[[], Result]) -> Result:
        began = thread_time()
        try:
            close_old_connections()
            return look()
        finally:
            self._busy += thread_time() - began

    async def grants(self, person: str) -> frozenset[Grant]:
        """Return the roles held since the last change: who loses one hears no later change."""
        people = frozenset(self._listeners)
        look = partial(municipality.grants_of, people, at=now())
        return (await self._once(self._grants, people, look))[person]

    async def told(self, key: object, look: Callable[[int], Told]) -> Told:
        """Return what is told everybody with that key now; the first who asks has it drawn."""
        asked = (key, self.position)
        return await self._once(self._told, asked, partial(look, self.position))

    async def _once(
        self,
        known: dict[object, "asyncio.Future[Result]"],
        key: object,
        look: Callable[[], Result],
    ) -> Result:
        """Return what the first who asks since the last change has looked up."""
        if key not in known:
            known[key] = asyncio.ensure_future(self.read(look))
            known[key].add_done_callback(partial(_forget_failed, known, key))
        # Who goes away while it is drawn must not take it from the others.
        return await asyncio.shield(known[key])

    async def moved(self, *, beyond: int, within: float) -> None:
        """Wait until there is something beyond that position, or for so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while self.position <= beyond:
                    await self._moved.wait()

    @asynccontextmanager
    async def joined(self, person: str) -> AsyncIterator["Watch"]:
        """Listen for as long as the block runs; the first to come starts the looking."""
        first = not self._listeners
        self._listeners[person] += 1
        try:
            if first:
                self._looking = asyncio.ensure_future(self._look())
            self._move(await self.read(queries.position))
            yield self
        finally:
            self._listeners -= Counter([person])
            if not self._listeners:
                _WATCHES.pop(asyncio.get_running_loop(), None)
                self._looking.cancel()
                await self.read(connections.close_all)
                self._thread.shutdown(wait=False)

    async def _look(self) -> None:
        rung = asyncio.Event()
        wake = partial(asyncio.get_running_loop().call_soon_threadsafe, rung.set)
        with RECORD_GREW.heard(wake):
            while True:
                rung.clear()
                # A database that is away for a moment is asked again in the next.
                with suppress(Exception):
                    self._move(await self.read(queries.position))
                busy, self._busy = self._busy, 0.0
                await self._pause(REST * busy, rung)

    async def _pause(self, rest: float, rung: asyncio.Event) -> None:
        """Rest, and then wait for the bell, or until it is time to look without it."""
        every = RUNG_EVERY_S if RECORD_GREW.has_ringer else EVERY_S
        await asyncio.sleep(rest)
        with suppress(TimeoutError):
            async with asyncio.timeout(every - rest):
                await rung.wait()

    def _move(self, position: int) -> None:
        if position <= self.position:
            return
        self.position = position
        self._told.clear()
        self._grants.clear()
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()


def _forget_failed(
    known: dict[object, "asyncio.Future[Result]"], key: object, asked: "asyncio.Future[Result]"
) -> None:
    """Let who asks again after a fault have it tried again."""
    if (asked.cancelled() or asked.exception()) and known.get(key) is asked:
        del known[key]


_WATCHES: dict[asyncio.AbstractEventLoop, Watch] = {}


def watching() -> Watch:
    """Return the watch of this process (of its event loop), for as long as anybody listens."""
    return _WATCHES.setdefault(asyncio.get_running_loop(), Watch())
