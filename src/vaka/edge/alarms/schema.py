"""The journal's file: what is in it, and how it must be opened so that a commit is durable."""

import errno
import os
import shutil
import sqlite3
from pathlib import Path

from vaka.core.alone import alone
from vaka.core.durable import sync_folder
from vaka.core.errors import BadInput

FILE = "alarms.sqlite"
# FULL fsyncs the log at each commit. With NORMAL a power cut loses acknowledged alarms.
SYNCHRONOUS = "FULL"
_FULL = 2
# The log is copied into the database by whoever commits, who waits for two more fsyncs each
# time: so it is let grow to 32 MiB before that.
_LOG_PAGES, _PAGE = 8192, 4096 + 24  # bytes; a page and its header
_SPARE_PAGES = 1024  # what one commit may be long

_TABLE = """
-- Each row is one event of one message, in the order of receipt. Rows are added, never changed
-- but for the two columns that say how forwarding went, and disposed of in time. An alarm is
-- acknowledged when its row is written: so what no question asks for is one column of JSON, and
-- each index, one more page, is one that a question needs.
CREATE TABLE IF NOT EXISTS alarm (
    position     INTEGER PRIMARY KEY,
    id           TEXT NOT NULL,
    received_at  TEXT NOT NULL,
    protocol     TEXT NOT NULL,
    account      TEXT,
    raw          BLOB NOT NULL,
    sequence     TEXT,
    code         TEXT,
    known        INTEGER NOT NULL,
    details      TEXT NOT NULL,
    fingerprint  BLOB,
    duplicate_of TEXT,
    forwarded_at TEXT,
    refused      TEXT
) STRICT;
"""
_INDEXES = """
-- An account's numbers follow each other, so that what is sent together stands on one page; by
-- the fingerprint alone each alarm would be one page more.
CREATE INDEX IF NOT EXISTS alarm_first ON alarm (account, sequence, fingerprint)
    WHERE fingerprint IS NOT NULL AND duplicate_of IS NULL;
-- Heartbeats stay here: the receiver itself turns silence into an alarm.
CREATE INDEX IF NOT EXISTS alarm_unforwarded ON alarm (account)
    WHERE forwarded_at IS NULL AND protocol <> 'NULL';
CREATE INDEX IF NOT EXISTS alarm_supervision ON alarm (account)
    WHERE protocol = 'SUPERVISION';
"""

# Until November 2026 each of the details was a column.
_EACH_A_COLUMN = "SELECT 1 FROM pragma_table_info('alarm') WHERE name = 'deviations'"
_SET_ASIDE = """
BEGIN IMMEDIATE;
ALTER TABLE alarm RENAME TO earlier;
"""
_CARRIED_OVER = """
INSERT INTO alarm
SELECT
    position, id, received_at, protocol, account, raw, sequence, code, known,
    json_patch('{}', json_object(
        'receiver', receiver, 'line', line, 'qualifier', qualifier, 'area', area,
        'zone', zone, 'text', text, 'user', user, 'occurred_at', occurred_at,
        'position', json(iif(longitude IS NULL, 'null', json_array(longitude, latitude))),
        'encrypted', json(iif(encrypted, 'true', 'false')),
        'deviations', json(deviations), 'extended', json(extended)
    )),
    fingerprint, duplicate_of, forwarded_at, refused
FROM earlier;
DROP TABLE earlier;
COMMIT;
"""


def open_for_writing(folder: Path) -> tuple[sqlite3.Connection, int]:
    """Return a durable connection, and the handle of the lock that makes us the one writer.

    :raises BadInput: when the folder cannot be used, or another receiver writes there.
    """
    try:
        _make(folder)
        lock = alone(folder, who="receiver")
        connection = sqlite3.connect(folder / FILE, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
        # What is disposed of is overwritten, not only let go.
        connection.execute("PRAGMA secure_delete = ON")
        if _is_of_earlier_release(connection):
            connection.executescript(_SET_ASIDE + _TABLE + _CARRIED_OVER)
        connection.executescript(_TABLE + _INDEXES)
        # SQLite swallows an error of the disk while it turns a new file into WAL: it says
        # "wal" until the first transaction, and is not. So we look after that, and write all
        # of the file again where an error is not swallowed.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert_durable(connection)
        _lengthen_log(folder)
        sync_folder(folder)
    except (OSError, sqlite3.Error) as problem:
        mend = "Give a folder on a local disk that this user may write"
        raise BadInput(str(folder), f"no journal can be kept here ({problem})", mend) from None
    return connection, lock


def open_for_reading(folder: Path) -> sqlite3.Connection:
    """Return a connection that cannot write, beside a running receiver or without one.

    :raises BadInput: when there is no journal, or one that a receiver has yet to carry over.
    """
    path = folder / FILE
    if not path.is_file():
        raise BadInput(str(folder), "there is no journal", "Give the receiver's --journal")
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA query_only = ON")
    connection.row_factory = sqlite3.Row
    if _is_of_earlier_release(connection):
        problem = "the journal was written by an earlier release"
        raise BadInput(str(folder), problem, "Start `vaka receiver` on it once")
    return connection


def assert_durable(connection: sqlite3.Connection) -> None:
    """Refuse a connection whose commits might not survive a power cut.

    :raises BadInput: when the journal mode is not WAL, or synchronous is weaker than FULL.
    """
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]
    if mode != "wal" or synchronous < _FULL:
        problem = f"the journal would not be durable (journal_mode={mode}, {synchronous=})"
        raise BadInput(FILE, problem, "Use a local disk, and synchronous=FULL")


def _is_of_earlier_release(connection: sqlite3.Connection) -> bool:
    return connection.execute(_EACH_A_COLUMN).fetchone() is not None


def _lengthen_log(folder: Path) -> None:
    """Fill an empty log with noughts, which SQLite takes for an empty one.

    A commit that makes its file longer waits for the file system's own log too: twice as long
    on a quiet disk, and twenty times on one that others write to.
    """
    log, size = folder / f"{FILE}-wal", (_LOG_PAGES + _SPARE_PAGES) * _PAGE
    if log.stat().st_size or shutil.disk_usage(folder).free < 4 * size:
        return
    with log.open("r+b", buffering=0) as file:
        try:
            for _ in range(_LOG_PAGES + _SPARE_PAGES):
                file.write(bytes(_PAGE))
        except OSError as problem:
            if problem.errno != errno.ENOSPC:
                raise
            file.truncate(0)
        os.fsync(file.fileno())


def _make(folder: Path) -> None:
    missing = [at for at in (folder, *folder.parents) if not at.exists()]
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    sync_folder(folder)
    for made in missing:
        sync_folder(made.parent)
