"""The views of the cameras on disk, so that a camera moved during a restart is noticed.

What is kept is no picture: only which way edges ran, averaged (`outline`).
"""

import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from vaka.edge.video.durable import open_database
from vaka.edge.video.sight.comparison import Sight
from vaka.edge.video.sight.outline import Outline, packed, unpacked

log = logging.getLogger(__name__)
SCHEMA = """
-- Each row is the view of one camera: the outline that was confirmed, the one that has followed
-- the light since, and what the camera was last believed to see.
CREATE TABLE IF NOT EXISTS aim (
    camera TEXT PRIMARY KEY,
    view TEXT NOT NULL,
    anchor BLOB NOT NULL,
    recent BLOB NOT NULL,
    sight TEXT NOT NULL
);
"""


@dataclass(frozen=True)
class Kept:
    """One camera's view under the name of its confirmation."""

    view: str
    anchor: Outline
    recent: Outline
    sight: Sight


class Aims:
    """Views by camera, in `aims.db` of the folder."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        self._rows = open_database(folder / "aims.db", SCHEMA)

    def get(self, camera: str) -> Kept | None:
        """Return the view of a camera, if it has been learnt by this version."""
        with self._lock:
            row = self._rows.execute(
                "SELECT view, anchor, recent, sight FROM aim WHERE camera = ?", (camera,)
            ).fetchone()
        if row is None:
            return None
        try:
            return Kept(row[0], unpacked(row[1]), unpacked(row[2]), Sight(row[3]))
        except ValueError:
            log.warning("The view of camera %s was kept otherwise; it is learnt anew", camera)
            return None

    def put(self, camera: str, kept: Kept) -> None:
        """Keep a view, durable before this returns."""
        row = (camera, kept.view, packed(kept.anchor), packed(kept.recent), kept.sight)
        with self._lock, self._rows:
            self._rows.execute("INSERT OR REPLACE INTO aim VALUES (?, ?, ?, ?, ?)", row)

    def forget(self, camera: str) -> None:
        """Forget a camera's view."""
        with self._lock, self._rows:
            self._rows.execute("DELETE FROM aim WHERE camera = ?", (camera,))

    def close(self) -> None:
        """Close the file."""
        self._rows.close()
