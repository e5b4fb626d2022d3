"""A SQLite database copied while others write to it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from vaka.core.errors import BadInput

_PAGES = 4096  # copied between two words of how far it is
_PATIENCE = 20.0  # seconds


def copy(source: Path, target: Path, progress: Callable[[int, int], None]) -> None:
    """Copy a database as it is at this instant; `progress` hears of pages done and in all.

    :raises BadInput: when it cannot be read, or the copy is not sound.
    """
    try:
        with (
            closing(sqlite3.connect(source, isolation_level=None, timeout=_PATIENCE)) as live,
            closing(sqlite3.connect(target, isolation_level=None)) as made,
        ):
            # Without a snapshot of ours each commit of another process begins the copy anew,
            # and beside a busy writer it would never end.
            live.execute("BEGIN")
            live.execute("SELECT count(*) FROM sqlite_schema").fetchone()

            def told(_status: int, remaining: int, total: int) -> None:
                progress(total - remaining, total)

            live.backup(made, pages=_PAGES, progress=told)
            live.execute("ROLLBACK")
            _require_sound(made, source)
    except sqlite3.Error as problem:
        mend = "Repair it first: a copy of it would restore nothing"
        raise BadInput(str(source), f"it cannot be copied ({problem})", mend) from None


def _require_sound(made: sqlite3.Connection, source: Path) -> None:
    [(found,)] = made.execute("PRAGMA integrity_check(1)").fetchall()
    if found != "ok":
        raise BadInput(str(source), f"it is damaged: {found}", "Restore an older backup")
