"""What must still be there after a power cut: files with their names, and databases."""

import os
import sqlite3
from pathlib import Path

from vaka.core.durable import sync_folder
from vaka.core.errors import BadInput

FULL = 2


def write_file(path: Path, content: bytes) -> None:
    """Put a file in place whole, or not at all; only its owner may read it."""
    part = path.with_name(f"{path.name}.new")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def open_database(path: Path, schema: str) -> sqlite3.Connection:
    """Open a database that keeps what it committed and overwrites what it deletes.

    The caller holds a lock: the connection is shared between threads.

    :raises BadInput: when this SQLite would promise less.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = sqlite3.connect(path, check_same_thread=False)
    for pragma in ("secure_delete=ON", "journal_mode=WAL", "synchronous=FULL"):
        rows.execute(f"PRAGMA {pragma}").fetchone()
    rows.executescript(schema)
    promised = [
        rows.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("secure_delete", "journal_mode", "synchronous")
    ]
    if promised != [1, "wal", FULL]:
        rows.close()
        raise BadInput(str(path), f"SQLite promises only {promised}", "Use another SQLite")
    path.chmod(0o600)
    sync_folder(path.parent)
    return rows
