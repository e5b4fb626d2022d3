"""One look at the record for all the consoles of a process, however many listen.

Each console alone would ask the database for itself, and draw the same rows again. Here one
thread looks, with one connection, and what is drawn for one is handed to all who may see as
much in the same language.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from django.db import close_old_connections, connections

from vaka.response import queries

EVERY_S = 0.04
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
        self._listeners = 0
        self._moved = asyncio.Event()
        self._told: dict[object, asyncio.Future[Told]] = {}
        self._thread = ThreadPoolExecutor(1, "console-watch")

    async def read(self, look: Callable[[], Result]) -> Result:
        """Return what a look at the database finds, on the one thread that looks."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, partial(_fresh, look))

    async def told(self, key: object, look: Callable[[int], Told]) -> Told:
        """Return what is told everybody with that key now; the first who asks has it drawn."""
        asked = (key, self.position)
        if asked not in self._told:
            drawing = self.read(partial(look, self.position))
            self._told[asked] = asyncio.ensure_future(drawing)
            self._told[asked].add_done_callback(partial(self._drawn, asked))
        # Who goes away while it is drawn must not take it from the others.
        return await asyncio.shield(self._told[asked])

    def _drawn(self, asked: object, drawing: "asyncio.Future[Told]") -> None:
        # Who asks again after a fault has it tried again.
        if drawing.cancelled() or drawing.exception():
            self._told.pop(asked, None)

    async def moved(self, *, beyond: int, within: float) -> None:
        """Wait until there is something beyond that position, or for so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while self.position <= beyond:
                    await self._moved.wait()

    @asynccontextmanager
    async def joined(self) -> AsyncIterator["Watch"]:
        """Listen for as long as the block runs; the first to come starts the looking."""
        self._listeners += 1
        try:
            if self._listeners == 1:
                self._looking = asyncio.ensure_future(self._look())
            self._move(await self.read(queries.position))
            yield self
        finally:
            self._listeners -= 1
            if not self._listeners:
                _WATCHES.pop(asyncio.get_running_loop(), None)
                self._looking.cancel()
                await self.read(connections.close_all)
                self._thread.shutdown(wait=False)

    async def _look(self) -> None:
        while True:
            # A database that is away for a moment is asked again in the next.
            with suppress(Exception):
                self._move(await self.read(queries.position))
            await asyncio.sleep(EVERY_S)

    def _move(self, position: int) -> None:
        if position <= self.position:
            return
        self.position = position
        self._told.clear()
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()


def _fresh(look: Callable[[], Result]) -> Result:
    close_old_connections()
    return look()


_WATCHES: dict[asyncio.AbstractEventLoop, Watch] = {}


def watching() -> Watch:
    """Return the watch of this process (of its event loop), for as long as anybody listens."""
    return _WATCHES.setdefault(asyncio.get_running_loop(), Watch())
