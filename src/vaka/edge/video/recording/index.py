"""The index: every segment that is kept, and until when."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from vaka.edge.video.durable import open_database
from vaka.terms.orders import Hold

SCHEMA = """
-- Each row is a segment from its first picture to its last; instants are Unix seconds. A row is
-- made before the segment's file; without a hash the segment is open, or was when power went.
CREATE TABLE IF NOT EXISTS segment (
    id TEXT PRIMARY KEY,
    camera TEXT NOT NULL,
    terms TEXT NOT NULL,
    starts REAL NOT NULL,
    ends REAL NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    dispose_at REAL NOT NULL
);
-- Each row is a hold: what it is about is not disposed of before `until`, whatever its time.
CREATE TABLE IF NOT EXISTS hold (
    id TEXT PRIMARY KEY,
    camera TEXT NOT NULL,
    starts REAL NOT NULL,
    ends REAL NOT NULL,
    until REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS segment_due ON segment (dispose_at);
CREATE INDEX IF NOT EXISTS segment_when ON segment (camera, starts);
"""
# A hold that is about a segment and goes on.
HELD = (
    "EXISTS (SELECT 1 FROM hold WHERE hold.camera = segment.camera AND hold.until > :at "
    "AND segment.starts < hold.ends AND hold.starts <= segment.ends)"
)


@dataclass(frozen=True)
class Segment:
    """A stretch of one camera's video, kept until `dispose_at`; without a hash it is open."""

    id: str
    camera: str
    terms: str
    starts: datetime
    ends: datetime
    bytes: int
    sha256: str
    dispose_at: datetime

    @property
    def closed(self) -> bool:
        """Return whether it was written to its end."""
        return self.sha256 != ""


class Index:
    """Segments in `index.db` of the folder."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        self._rows = open_database(folder / "index.db", SCHEMA)

    def put(self, segment: Segment) -> None:
        """Put a segment in, or what is now known of it."""
        row = (
            segment.id,
            segment.camera,
            segment.terms,
            segment.starts.timestamp(),
            segment.ends.timestamp(),
            segment.bytes,
            segment.sha256,
            segment.dispose_at.timestamp(),
        )
        with self._lock, self._rows:
            self._rows.execute("REPLACE INTO segment VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def remove(self, segments: list[str]) -> None:
        """Forget segments that have been disposed of."""
        with self._lock, self._rows:
            self._rows.executemany("DELETE FROM segment WHERE id = ?", zip(segments))

    def hold(self, camera: str, holds: Iterable[Hold]) -> None:
        """Put the holds on a camera's segments in the place of those before."""
        rows = [
            (
                hold.id,
                camera,
                hold.footage.start.timestamp(),
                hold.footage.end.timestamp(),
                hold.until.timestamp(),
            )
            for hold in holds
        ]
        with self._lock, self._rows:
            self._rows.execute("DELETE FROM hold WHERE camera = ?", (camera,))
            self._rows.executemany("INSERT INTO hold VALUES (?, ?, ?, ?, ?)", rows)

    def is_held(self, segment: Segment, at: datetime) -> bool:
        """Return whether a hold keeps a segment at that instant."""
        where = f"WHERE id = :id AND {HELD}"
        return bool(self._read(where, {"id": segment.id, "at": at.timestamp()}))

    def due(self, at: datetime) -> list[Segment]:
        """Return the segments whose keeping time is up and that no hold keeps, oldest first."""
        where = f"WHERE sha256 <> '' AND dispose_at <= :at AND NOT {HELD} ORDER BY dispose_at"
        return self._read(where, {"at": at.timestamp()})

    def of_camera(self, camera: str) -> list[Segment]:
        """Return the closed segments kept of a camera, oldest first."""
        where = "WHERE sha256 <> '' AND camera = :camera ORDER BY starts"
        return self._read(where, {"camera": camera})

    def get(self, segment: str) -> Segment | None:
        """Return a segment, if it is kept."""
        found = self._read("WHERE id = :id", {"id": segment})
        return found[0] if found else None

    def all(self) -> list[Segment]:
        """Return every segment, open ones too."""
        return self._read("", {})

    def close(self) -> None:
        """Close the file."""
        self._rows.close()

    def _read(self, where: str, values: Mapping[str, str | float]) -> list[Segment]:
        with self._lock:
            rows = self._rows.execute(f"SELECT * FROM segment {where}", values).fetchall()  # noqa: S608 `where` is one of the texts above
        return [_segment(row) for row in rows]


def _segment(row: tuple[str, str, str, float, float, int, str, float]) -> Segment:
    segment, camera, terms, starts, ends, size, sha256, dispose_at = row
    return Segment(
        segment,
        camera,
        terms,
        datetime.fromtimestamp(starts, UTC),
        datetime.fromtimestamp(ends, UTC),
        size,
        sha256,
        datetime.fromtimestamp(dispose_at, UTC),
    )
