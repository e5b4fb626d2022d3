"""The alarm journal: what is appended is on disk before the caller goes on.

All that waits goes into one commit (group commit), so the price of an fsync is shared. Rows are
written in the event loop, where they cost microseconds; the commit, which waits for the disk,
is in a thread of its own. Rows written there too would make the two threads hand Python's lock
to and fro for every row. The two never use the connection at the same time.

After a failed fsync nothing can be known of what was written before (PostgreSQL's fsyncgate),
so the journal fails for good and the process must end.
"""

import asyncio
import contextlib
import os
import queue
import sqlite3
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vaka.core.errors import VakaError
from vaka.edge.alarms import rows, schema
from vaka.edge.alarms.alarm import Alarm, written

# One commit carries at most so many pieces of work, so that none waits long.
_GROUP = 512


class JournalFull(VakaError):
    """The disk is full: this was not kept. It may be tried again when there is room."""


class JournalFailed(VakaError):
    """The disk failed: nothing more can be kept, and the process must end."""


@dataclass(frozen=True, slots=True)
class _Work:
    statement: str
    parameters: list[tuple[object, ...]]
    done: asyncio.Future[None]


class Journal:
    """The one writer of a journal folder; belongs to the event loop it is opened in."""

    def __init__(self, folder: Path) -> None:
        """Open the folder, made when it is not there.

        :raises BadInput: when it cannot be durable, or another receiver writes there.
        """
        self.folder = folder
        self._connection, self._lock = schema.open_for_writing(folder)
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[_Work] = deque()
        self._busy = False  # a group is before the disk, or about to be
        self._groups: queue.SimpleQueue[list[_Work] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._commit, name="journal", daemon=True)
        self.appended = asyncio.Event()
        self.failed: asyncio.Future[JournalFailed] = self._loop.create_future()
        self.commits = 0
        self._thread.start()

    def append(self, alarms: Sequence[Alarm]) -> asyncio.Future[None]:
        """Keep the alarms; awaiting the result returns only when they are durable.

        :raises JournalFull: (awaited) when there is no room; nothing was kept.
        :raises JournalFailed: (awaited) when the disk failed; they may be lost.
        """
        done = self._do(rows.INSERT, [rows.from_alarm(alarm) for alarm in alarms])
        done.add_done_callback(self._tell)
        return done

    def mark_forwarded(self, position: int, *, at: datetime) -> asyncio.Future[None]:
        """Note that the control wing has taken the alarm at that position."""
        return self._do(rows.FORWARDED, [(written(at), None, position)])

    def mark_refused(self, position: int, why: str, *, at: datetime) -> asyncio.Future[None]:
        """Note that the control wing will never take the alarm, and why."""
        return self._do(rows.FORWARDED, [(written(at), why, position)])

    async def close(self) -> None:
        """Commit what waits, and let go of the folder."""
        with contextlib.suppress(VakaError):
            await self._do(rows.FORWARDED, [])  # all before this has come back
        self._groups.put(None)
        await asyncio.to_thread(self._thread.join)
        # Closing copies the log into the database; after a failed fsync neither is trusted.
        if not self.failed.done():
            self._connection.close()
            os.close(self._lock)

    def _do(self, statement: str, parameters: list[tuple[object, ...]]) -> asyncio.Future[None]:
        done: asyncio.Future[None] = self._loop.create_future()
        if self.failed.done():
            done.set_exception(self.failed.result())
        else:
            self._waiting.append(_Work(statement, parameters, done))
            self._wake()
        return done

    def _wake(self) -> None:
        """Write soon: after all that the sockets have ready now has been taken in."""
        if self._waiting and not self._busy:
            self._busy = True
            self._loop.call_soon(self._write)

    def _tell(self, done: asyncio.Future[None]) -> None:
        if not done.cancelled() and done.exception() is None:
            self.appended.set()

    def _write(self) -> None:
        group = [self._waiting.popleft() for _ in range(min(len(self._waiting), _GROUP))]
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for work in group:
                self._connection.executemany(work.statement, work.parameters)
        except sqlite3.Error as problem:
            self._settle(group, self._undo(problem))
        else:
            self._groups.put(group)

    def _settle(self, group: list[_Work], problem: VakaError | None) -> None:
        if isinstance(problem, JournalFailed):
            self.failed.set_result(problem)
            group = [*group, *self._waiting]
            self._waiting.clear()
        for work in group:
            if work.done.done():
                continue
            if problem is None:
                work.done.set_result(None)
            else:
                work.done.set_exception(problem)
        self._busy = False
        self._wake()

    def _undo(self, problem: sqlite3.Error) -> VakaError:
        if problem.sqlite_errorcode == sqlite3.SQLITE_FULL:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            if not self._connection.in_transaction:
                return JournalFull("the disk is full")
        return JournalFailed(f"the journal cannot be written: {problem}")

    def _commit(self) -> None:
        """Commit group after group, in the thread."""
        while (group := self._groups.get()) is not None:
            problem = None
            try:
                self._connection.execute("COMMIT")
                self.commits += 1
            except sqlite3.Error as failure:
                problem = self._undo(failure)
            # The loop is gone when the process is already ending.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._settle, group, problem)
