"""The key store: a key for each segment, wrapped by the gateway's master key.

Disposing of video is destroying its key, so this file must forget for good: SQLite overwrites
what it deletes (`secure_delete`) and its log is cut after each deletion. The store is small;
its folder is in no backup of video.
"""

import secrets
import threading
from pathlib import Path

from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap

from vaka.core.errors import Absent, BadInput
from vaka.edge.video.durable import open_database, write_file

KEY_BYTES = 32
MASTER = "gateway.master.key"
SCHEMA = """
-- Each row is the key of one segment, wrapped by the master key (RFC 3394); a row that is gone
-- makes the segment's bytes noise, wherever they lie.
CREATE TABLE IF NOT EXISTS key (segment TEXT PRIMARY KEY, wrapped BLOB NOT NULL);
"""


class KeyStore:
    """Keys by segment, in `keys.db` of the folder."""

    def __init__(self, folder: Path) -> None:
        self._rows = open_database(folder / "keys.db", SCHEMA)
        self._lock = threading.Lock()
        self._master = _master(folder / MASTER)

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

    def segments(self) -> set[str]:
        """Return which segments have a key."""
        with self._lock:
            return {name for (name,) in self._rows.execute("SELECT segment FROM key")}

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
    """Return the master key, made on first use.

    :raises BadInput: when the file holds something else.
    """
    if not path.exists():
        write_file(path, secrets.token_bytes(KEY_BYTES))
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise BadInput(str(path), "it is no key", "Put back the key of this vault")
    return key
