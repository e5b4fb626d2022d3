"""A few threads that ask cameras' own servers, each camera in its turn.

They are not those that read pictures or ask for them: a server may be slow, or be away.
"""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)
THREADS = 16
PATIENCE_SECONDS = 3.0


class Turns:
    """Does work that blocks for some seconds, when it is due, until closed."""

    def __init__(self) -> None:
        self._more = threading.Condition()
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._count = itertools.count()
        self._closed = False
        self._threads: list[threading.Thread] = []

    def ask(self, work: Callable[[], None], *, after: float = 0.0) -> None:
        """Do some work after so many seconds; nothing once closed."""
        with self._more:
            if self._closed:
                return
            heapq.heappush(self._due, (time.monotonic() + after, next(self._count), work))
            if len(self._threads) < THREADS:
                name = f"visiting {len(self._threads)}"
                thread = threading.Thread(target=self._run, name=name, daemon=True)
                self._threads.append(thread)
                thread.start()
            self._more.notify()

    def close(self) -> None:
        """Do what is due, but nothing later, and wait a little for it."""
        with self._more:
            self._closed = True
            self._more.notify_all()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for thread in self._threads:
            thread.join(max(deadline - time.monotonic(), 0))

    def _run(self) -> None:
        while (work := self._next()) is not None:
            try:
                work()
            except Exception:
                log.exception("A camera could not be visited")

    def _next(self) -> Callable[[], None] | None:
        with self._more:
            while True:
                left = self._due[0][0] - time.monotonic() if self._due else None
                if left is not None and left <= 0:
                    return heapq.heappop(self._due)[2]
                if self._closed:
                    return None
                self._more.wait(left)
