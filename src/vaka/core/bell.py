"""A bell in one process: whoever hears of something rings it, and whoever waits is woken.

Those who ring and those who wait need not know each other.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Bell:
    """Wakes all that wait; from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Callable[[], object]] = []
        self._ringers = 0

    @property
    def has_ringer(self) -> bool:
        """Return whether somebody is there to ring; else one has to look for oneself."""
        return self._ringers > 0

    @contextmanager
    def attended(self) -> Iterator[None]:
        """Be there to ring while the block runs."""
        with self._lock:
            self._ringers += 1
        try:
            yield
        finally:
            with self._lock:
                self._ringers -= 1

    @contextmanager
    def heard(self, wake: Callable[[], object]) -> Iterator[None]:
        """Be woken at each ring while the block runs."""
        with self._lock:
            self._waiting.append(wake)
        try:
            yield
        finally:
            with self._lock:
                self._waiting.remove(wake)

    def ring(self) -> None:
        """Wake all that wait."""
        with self._lock:
            for wake in self._waiting:
                wake()


# Rung when the record may have grown.
RECORD_GREW = Bell()
