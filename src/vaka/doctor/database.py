"""The database: as durable as promised, whole, supported, and of our time."""

import sqlite3
import time
from collections.abc import Iterator
from datetime import timedelta

from vaka.doctor import support
from vaka.doctor.finding import Asked, Finding

CHECK_SECONDS = 20.0
OLDEST_POSTGRESQL = 15
MOST_SKEW = timedelta(seconds=2)
_STEPS = 10_000  # of SQLite's machine, between two looks at the clock
# What may lose or tear what was acknowledged when power goes.
NEEDED = {
    "synchronous_commit": ("on", "remote_apply"),
    "fsync": ("on",),
    "full_page_writes": ("on",),
}


def durable(asked: Asked) -> Iterator[Finding]:
    """Yield what lets the database forget what it has acknowledged."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT * FROM pragma_synchronous, pragma_journal_mode")
            synchronous, mode = cursor.fetchone()
            if mode != "wal":
                yield _setting("journal_mode", mode, "wal")
            if synchronous < 2:
                yield _setting("synchronous", str(synchronous), "FULL")
            return
        for name, fit in NEEDED.items():
            cursor.execute("SELECT current_setting(%s)", [name])
            (value,) = cursor.fetchone()
            if value not in fit:
                yield _setting(name, value, fit[0])
        cursor.execute("SELECT current_setting('data_checksums')")
        if cursor.fetchone() != ("on",):
            yield Finding("database-without-checksums")


def _setting(name: str, value: str, needed: str) -> Finding:
    return Finding("database-not-durable", {"name": name, "value": value, "needed": needed})


def whole(asked: Asked) -> Iterator[Finding]:
    """Yield that SQLite's file is damaged; PostgreSQL keeps checksums of its pages."""
    from django.db import connection

    connection.ensure_connection()
    file = connection.connection
    until = time.monotonic() + CHECK_SECONDS
    file.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    try:
        (said, *_), *_ = file.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.OperationalError as problem:
        if problem.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        yield Finding("database-check-unfinished", {"seconds": int(CHECK_SECONDS)})
        return
    except sqlite3.DatabaseError as problem:
        said = str(problem)
    finally:
        file.set_progress_handler(None, 0)
    if said != "ok":
        yield Finding("database-damaged", {"problem": str(said).splitlines()[-1]})


def supported(asked: Asked) -> Iterator[Finding]:
    """Yield that PostgreSQL is too old for us, or soon for its makers."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        (version,) = cursor.fetchone()
    if version < OLDEST_POSTGRESQL:
        yield Finding("postgresql-too-old", {"version": version, "oldest": OLDEST_POSTGRESQL})
    yield from support.ends("postgresql", str(version), at=asked.at)


def in_time(asked: Asked) -> Iterator[Finding]:
    """Yield that PostgreSQL's machine has another time than ours."""
    from django.db import connection

    with connection.cursor() as cursor:
        began = time.time()
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        (theirs,) = cursor.fetchone()
        ours = (began + time.time()) / 2
    if abs(theirs - ours) > MOST_SKEW.total_seconds():
        yield Finding("database-clock", {"seconds": f"{theirs - ours:+.1f}"})
