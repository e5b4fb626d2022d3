"""The alarm journal: what is appended is on disk before the caller goes on.

One thread writes. All that waits when it is free goes into one commit (group commit), so the
price of an fsync is shared. After a failed fsync nothing can be known of what was written
before (PostgreSQL's fsyncgate), so the journal fails for good and the process must end.
"""

import asyncio
import contextlib
import os
import queue
import sqlite3
import threading
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
        self._queue: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="journal", daemon=True)
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

    def mark_forwarded(self, alarm: str, *, at: datetime) -> asyncio.Future[None]:
        """Note that the control wing has taken the alarm."""
        return self._do(rows.FORWARDED, [(written(at), None, alarm)])

    def mark_refused(self, alarm: str, why: str, *, at: datetime) -> asyncio.Future[None]:
        """Note that the control wing will never take the alarm, and why."""
        return self._do(rows.FORWARDED, [(written(at), why, alarm)])

    async def close(self) -> None:
        """Commit what waits, and let go of the folder."""
        self._queue.put(None)
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
            self._queue.put(_Work(statement, parameters, done))
        return done

    def _tell(self, done: asyncio.Future[None]) -> None:
        if not done.cancelled() and done.exception() is None:
            self.appended.set()

    # -- the writing thread ------------------------------------------------------------

    def _write(self) -> None:
        while (group := self._next_group()) is not None:
            problem = self._commit(group)
            # The loop is gone when the process is already ending.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._settle, group, problem)
            if isinstance(problem, JournalFailed):
                return

    def _next_group(self) -> list[_Work] | None:
        first = self._queue.get()
        if first is None:
            return None
        group = [first]
        with contextlib.suppress(queue.Empty):
            while len(group) < _GROUP:
                work = self._queue.get_nowait()
                if work is None:
                    self._queue.put(None)  # end after this group
                    break
                group.append(work)
        return group

    def _commit(self, group: list[_Work]) -> VakaError | None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for work in group:
                self._connection.executemany(work.statement, work.parameters)
            self._connection.execute("COMMIT")
        except sqlite3.Error as problem:
            return self._undo(problem)
        self.commits += 1
        return None

    def _undo(self, problem: sqlite3.Error) -> VakaError:
        if problem.sqlite_errorcode == sqlite3.SQLITE_FULL:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            if not self._connection.in_transaction:
                return JournalFull("the disk is full")
        return JournalFailed(f"the journal cannot be written: {problem}")

    # -- the event loop ----------------------------------------------------------------

    def _settle(self, group: list[_Work], problem: VakaError | None) -> None:
        if isinstance(problem, JournalFailed) and not self.failed.done():
            self.failed.set_result(problem)
            group = group + self._left()
        for work in group:
            if work.done.done():
                continue
            if problem is None:
                work.done.set_result(None)
            else:
                work.done.set_exception(problem)

    def _left(self) -> list[_Work]:
        left: list[_Work] = []
        with contextlib.suppress(queue.Empty):
            while True:
                if (work := self._queue.get_nowait()) is not None:
                    left.append(work)
        return left
