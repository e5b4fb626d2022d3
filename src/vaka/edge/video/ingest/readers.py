"""The threads that read cameras: a few for all of them, however many there are.

Asking a camera to play blocks, and is done on one of a few threads; what plays is read on one
of fewer, that wait for all their cameras at once.
"""

import contextlib
import heapq
import itertools
import logging
import selectors
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

log = logging.getLogger(__name__)
ASKING_THREADS, READING_THREADS = 16, 1
TEND_EVERY_SECONDS = 0.5
# A picture comes in many packets: to wake for each costs more than all the rest together.
GATHER_SECONDS = 0.03
READ_BYTES = 256 * 1024


class Line(Protocol):
    """A camera that plays. Called on its reading thread only."""

    sockets: Sequence[socket.socket]

    def read(self, room: memoryview) -> bool:
        """Take in what has come, by way of this memory; return whether more may come."""

    def tend(self) -> bool:
        """Do what is due without anything coming; return whether more may come."""

    def close(self) -> None:
        """Let go of its sockets."""


class Readers:
    """Threads that ask and threads that read, until closed."""

    def __init__(self) -> None:
        self._asking = ThreadPoolExecutor(ASKING_THREADS, thread_name_prefix="asking")
        self._threads = [_Reader(f"reading {number}") for number in range(READING_THREADS)]
        self._next = itertools.cycle(self._threads)

    def ask(self, work: Callable[[], None], *, after: float = 0.0) -> None:
        """Do work that may block, after so many seconds; nothing once closed."""
        if after:
            self._threads[0].later(after, lambda: self.ask(work))
            return
        with contextlib.suppress(RuntimeError):  # closed
            self._asking.submit(work)

    def read(self, line: Line) -> None:
        """Read a line from now on, until it says that no more may come."""
        next(self._next).add(line)

    def close(self) -> None:
        """Ask nothing more and read nothing more."""
        self._asking.shutdown(wait=False, cancel_futures=True)
        for each in self._threads:
            each.close()


class _Reader:
    """One reading thread."""

    def __init__(self, name: str) -> None:
        self._selector = selectors.DefaultSelector()
        self._room = memoryview(bytearray(READ_BYTES))
        self._asleep, self._waker = socket.socketpair()
        self._waker.setblocking(False)
        self._selector.register(self._asleep, selectors.EVENT_READ)
        self._lock = threading.Lock()
        self._coming: list[Line] = []
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._count = itertools.count()
        self._tended = time.monotonic()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def add(self, line: Line) -> None:
        """Read this one too; a thread that has ended leaves it."""
        with self._lock:
            if not self._closed:
                self._coming.append(line)
                self._wake()
                return
        line.close()

    def later(self, seconds: float, work: Callable[[], None]) -> None:
        """Do something short after a while."""
        with self._lock:
            due = time.monotonic() + seconds
            heapq.heappush(self._due, (due, next(self._count), work))
        self._wake()

    def close(self) -> None:
        """End the thread."""
        with self._lock:
            self._closed = True
        self._wake()
        self._thread.join()

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            self._waker.send(b"\0")

    def _run(self) -> None:
        while not self._closed:
            woken = {key.data for key, _ in self._selector.select(TEND_EVERY_SECONDS)}
            for line in woken:
                if line is None:
                    self._asleep.recv(4096)
                else:
                    self._step(line, self._read)
            self._take_up()
            time.sleep(GATHER_SECONDS)
            now = time.monotonic()
            if now - self._tended >= TEND_EVERY_SECONDS:
                self._tended = now
                for line in self._lines():
                    self._step(line, self._tend)
        for line in self._lines():
            self._leave(line)
        for line in self._coming:
            line.close()
        self._selector.close()
        self._asleep.close()
        self._waker.close()

    def _take_up(self) -> None:
        """Begin with the lines that were added, and do what is due."""
        with self._lock:
            coming, self._coming = self._coming, []
            due = []
            while self._due and self._due[0][0] <= time.monotonic():
                due.append(heapq.heappop(self._due)[2])
        for line in coming:
            for each in line.sockets:
                self._selector.register(each, selectors.EVENT_READ, line)
            # What TLS has read off the socket already wakes nobody.
            self._step(line, self._read)
        for work in due:
            work()

    def _lines(self) -> set[Line]:
        return {key.data for key in self._selector.get_map().values()} - {None}

    def _read(self, line: Line) -> bool:
        return line.read(self._room)

    def _tend(self, line: Line) -> bool:
        """Read also what is too little to wake for, and do what is due."""
        return line.read(self._room) and line.tend()

    def _step(self, line: Line, step: Callable[[Line], bool]) -> None:
        """Let a line take a step; the oddest camera must never end the others."""
        try:
            goes_on = step(line)
        except Exception:
            log.exception("A camera's line failed")
            goes_on = False
        if not goes_on:
            self._leave(line)

    def _leave(self, line: Line) -> None:
        for each in line.sockets:
            self._selector.unregister(each)
        line.close()
