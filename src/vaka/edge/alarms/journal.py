"""The alarm journal: when `append` returns, what it was given is on disk.

All that has come in meanwhile is given at once (group commit), so the price of an fsync is
shared. The commit is made in the event loop: a thread that waits for the disk costs each alarm
two changes of thread, and there is nothing that the loop could answer before the disk has.

After a failed fsync nothing can be known of what was written before (PostgreSQL's fsyncgate),
so the journal fails for good and the process must end.
"""

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from vaka.core.errors import VakaError
from vaka.edge.alarms import rows, schema
from vaka.edge.alarms.alarm import Alarm, written

# How forwarding went is written with the next alarms, or after so long. A mark that is lost
# costs one more sending, which the control wing knows again.
_MARKS_WAIT = 0.1  # seconds


class JournalFull(VakaError):
    """The disk is full: this was not kept. It may be tried again when there is room."""


class JournalFailed(VakaError):
    """The disk failed: nothing more can be kept, and the process must end."""


class Journal:
    """The one writer of a journal folder; belongs to the event loop it is opened in."""

    def __init__(self, folder: Path) -> None:
        """Open the folder, made when it is not there.

        :raises BadInput: when it cannot be durable, or another receiver writes there.
        """
        self.folder = folder
        self._connection, self._lock = schema.open_for_writing(folder)
        self._loop = asyncio.get_running_loop()
        self._marks: list[tuple[str, str | None, int]] = []
        self._later: asyncio.TimerHandle | None = None
        self._listeners: list[Callable[[Sequence[Alarm]], None]] = []
        self.failed: asyncio.Future[JournalFailed] = self._loop.create_future()
        self.commits = 0

    def append(self, alarms: Sequence[Alarm]) -> None:
        """Keep the alarms, all or none; they are durable when this returns.

        :raises JournalFull: when there is no room; nothing was kept.
        :raises JournalFailed: when the disk failed; they may be lost.
        """
        self._write([rows.from_alarm(alarm) for alarm in alarms])
        for listener in self._listeners:
            listener(alarms)

    def listen(self, listener: Callable[[Sequence[Alarm]], None]) -> None:
        """Tell the listener of all alarms from now on, when they are durable."""
        self._listeners.append(listener)

    def mark_forwarded(self, position: int, *, at: datetime) -> None:
        """Note, soon, that the control wing has taken the alarm at that position."""
        self._mark((written(at), None, position))

    def mark_refused(self, position: int, why: str, *, at: datetime) -> None:
        """Note, soon, that the control wing will never take the alarm, and why."""
        self._mark((written(at), why, position))

    def forward_again(self, *, since: datetime) -> int:
        """Let what was received since that instant wait anew; return how many alarms do.

        :raises JournalFull: when there is no room to note it.
        :raises JournalFailed: when the disk failed.
        """
        before = self._connection.total_changes
        self._commit([(rows.UNFORWARDED, [(written(since),)])])
        return self._connection.total_changes - before

    def dispose(self, *, before: datetime, after: int) -> int | None:
        """Dispose of a portion of what is done with and was received before that instant.

        Begins after a position, and returns the one to go on from; None when the rest is newer.

        :raises JournalFull: when there is no room to note it.
        :raises JournalFailed: when the disk failed.
        """
        if self.failed.done():
            raise self.failed.result()
        try:
            portion = self._connection.execute(rows.PORTION, (after,)).fetchall()
        except sqlite3.Error as problem:
            raise self._undone(problem) from problem
        due = [position for position, received in portion if received < written(before)]
        if due:
            self._commit([(rows.DISPOSE, [(after, due[-1])])])
        return due[-1] if portion and len(due) == len(portion) else None

    def close(self) -> None:
        """Write what waits, and let go of the folder."""
        # Closing copies the log into the database; after a failed fsync neither is trusted.
        if self.failed.done():
            return
        with contextlib.suppress(VakaError):
            self._write([])
        if not self.failed.done():
            self._connection.close()
            os.close(self._lock)

    def _mark(self, mark: tuple[str, str | None, int]) -> None:
        self._marks.append(mark)
        if self._later is None:
            self._later = self._loop.call_later(_MARKS_WAIT, self._write_marks)

    def _write_marks(self) -> None:
        # On a full disk they go with the next alarms that find room.
        with contextlib.suppress(VakaError):
            self._write([])

    def _write(self, alarms: Sequence[tuple[object, ...]]) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None
        self._commit([(rows.INSERT, alarms), (rows.FORWARDED, self._marks)])
        self._marks.clear()

    def _commit(self, work: Sequence[tuple[str, Sequence[tuple[object, ...]]]]) -> None:
        """Run each statement for each of its rows, all in one durable transaction."""
        if self.failed.done():
            raise self.failed.result()
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for statement, parameters in work:
                self._connection.executemany(statement, parameters)
            self._connection.execute("COMMIT")
        except sqlite3.Error as problem:
            raise self._undone(problem) from problem
        self.commits += 1

    def _undone(self, problem: sqlite3.Error) -> VakaError:
        if problem.sqlite_errorcode == sqlite3.SQLITE_FULL:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            if not self._connection.in_transaction:
                return JournalFull("the disk is full")
        failure = JournalFailed(f"the journal cannot be written: {problem}")
        self.failed.set_result(failure)
        return failure
