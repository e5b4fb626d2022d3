"""Looks at the database from an event loop: on one thread, with one connection."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import TracebackType
from typing import Self, TypeVar

from django.db import close_old_connections, connections

Result = TypeVar("Result")


class Reading:
    """The thread that looks, for as long as the block runs."""

    def __enter__(self) -> Self:
        self._thread = ThreadPoolExecutor(1, "relay")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.submit(connections.close_all).result()
        self._thread.shutdown()

    async def read(self, look: Callable[[], Result]) -> Result:
        """Return what a look at the database finds."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, partial(_looked, look))


def _looked(look: Callable[[], Result]) -> Result:
    close_old_connections()
    return look()
