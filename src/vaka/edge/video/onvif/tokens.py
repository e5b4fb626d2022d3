"""Which masks in the cameras are ours: remembered on disk, since only those do we take away.

A mask is known by the device that has it and the token that the device gave it; another device
in the same camera's place has none of them.
"""

import threading
from pathlib import Path

from vaka.edge.video.durable import open_database

SCHEMA = """
-- Each row is a mask that we made in a camera; `device` is what the camera calls itself.
CREATE TABLE IF NOT EXISTS mask (
    camera TEXT NOT NULL,
    device TEXT NOT NULL,
    token TEXT NOT NULL,
    PRIMARY KEY (camera, device, token)
);
"""


class Tokens:
    """Tokens of our masks, in `masks.db` of the folder."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        self._rows = open_database(folder / "masks.db", SCHEMA)

    def of(self, camera: str, device: str) -> set[str]:
        """Return the tokens of our masks in a device; those of another are forgotten."""
        with self._lock, self._rows:
            self._rows.execute(
                "DELETE FROM mask WHERE camera = ? AND device != ?", (camera, device)
            )
            found = self._rows.execute("SELECT token FROM mask WHERE camera = ?", (camera,))
            return {row[0] for row in found}

    def add(self, camera: str, device: str, token: str) -> None:
        """Remember a mask as ours, durable before this returns."""
        with self._lock, self._rows:
            row = (camera, device, token)
            self._rows.execute("INSERT OR IGNORE INTO mask VALUES (?, ?, ?)", row)

    def discard(self, camera: str, device: str, token: str) -> None:
        """Forget a mask that is not there any more."""
        with self._lock, self._rows:
            self._rows.execute(
                "DELETE FROM mask WHERE camera = ? AND device = ? AND token = ?",
                (camera, device, token),
            )

    def close(self) -> None:
        """Close the file."""
        self._rows.close()
