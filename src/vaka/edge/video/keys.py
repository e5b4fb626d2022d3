"""The key store: a key for each segment, wrapped by the gateway's master key.

Disposing of video is destroying its key, so this file must forget for good: SQLite overwrites
what it deletes (`secure_delete`) and its log is cut after each deletion. The store is small and
stands in no backup of video.
"""

import os
import secrets
import sqlite3
import threading
from pathlib import Path

from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap

from vaka.core.errors import Absent, BadInput

KEY_BYTES = 32
MASTER = "gateway.master.key"


class KeyStore:
    """Keys by segment, in `keys.db` of the folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._master = _master(folder / MASTER)
        self._lock = threading.Lock()
        self._rows = sqlite3.connect(folder / "keys.db", check_same_thread=False)
        for pragma in ("secure_delete=ON", "journal_mode=WAL", "synchronous=FULL"):
            self._rows.execute(f"PRAGMA {pragma}")
        self._rows.execute(
            "CREATE TABLE IF NOT EXISTS key (segment TEXT PRIMARY KEY, wrapped BLOB NOT NULL)"
        )
        if self._rows.execute("PRAGMA secure_delete").fetchone()[0] != 1:
            raise BadInput("keys.db", "SQLite would not overwrite what it deletes", "Update it")

    def make(self, segment: str) -> bytes:
        """Return a new key for a segment, durable before this returns."""
        key = secrets.token_bytes(KEY_BYTES)
        with self._lock, self._rows:
            row = (segment, aes_key_wrap(self._master, key))
            self._rows.execute("INSERT INTO key VALUES (?, ?)", row)
        return key

    def get(self, segment: str) -> bytes:
        """Return the key of a segment.

        :raises Absent: when it has been destroyed, or never was.
        """
        with self._lock:
            row = self._rows.execute("SELECT wrapped FROM key WHERE segment = ?", (segment,))
            found = row.fetchone()
        if found is None:
            raise Absent("key", segment)
        return aes_key_unwrap(self._master, found[0])

    def destroy(self, segments: list[str]) -> None:
        """Destroy keys so that no byte of them stays in the file or its log."""
        with self._lock:
            with self._rows:
                self._rows.executemany("DELETE FROM key WHERE segment = ?", zip(segments))
            self._rows.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def close(self) -> None:
        """Close the file."""
        self._rows.close()


def _master(path: Path) -> bytes:
    """Return the master key, made on first use."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    return path.read_bytes()
