"""Events for the centre, on disk until the centre has them."""

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ulid import ULID

from vaka.edge.video.durable import open_database

BATCH = 100
SCHEMA = """
-- Each row is an event that the centre has not yet said it has; `number` is their order.
CREATE TABLE IF NOT EXISTS event (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT UNIQUE,
    body TEXT NOT NULL
);
"""


@dataclass(frozen=True)
class Event:
    """One thing that happened at the edge."""

    id: str
    body: dict[str, object]


class Outbox:
    """Events in `outbox.db` of the folder, in the order they happened."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        self._rows = open_database(folder / "outbox.db", SCHEMA)

    def put(self, kind: str, camera: str, facts: Mapping[str, object], *, at: datetime) -> None:
        """Put an event in, durable before this returns.

        The same event put twice, as after a kill in between, is one event: its id follows from
        what it says, and the centre takes each id once.
        """
        event = _id(kind, camera, facts, at)
        body = {
            "id": event,
            "kind": kind,
            "camera": camera,
            "at": at.isoformat(),
            "facts": dict(facts),
        }
        with self._lock, self._rows:
            row = (event, json.dumps(body))
            self._rows.execute("INSERT OR IGNORE INTO event (id, body) VALUES (?, ?)", row)

    def oldest(self) -> list[Event]:
        """Return the oldest events, at most a batch."""
        with self._lock:
            rows = self._rows.execute(
                "SELECT id, body FROM event ORDER BY number LIMIT ?", (BATCH,)
            ).fetchall()
        return [Event(event, json.loads(body)) for event, body in rows]

    def taken(self, events: list[str]) -> None:
        """Forget the events that the centre says it has."""
        with self._lock, self._rows:
            self._rows.executemany("DELETE FROM event WHERE id = ?", [(e,) for e in events])

    def close(self) -> None:
        """Close the file."""
        self._rows.close()


def _id(kind: str, camera: str, facts: Mapping[str, object], at: datetime) -> str:
    """Return the ULID of an event: its instant, and 80 bits of what it says."""
    told = json.dumps([kind, camera, at.isoformat(), facts], sort_keys=True)
    milliseconds = int(at.timestamp() * 1000).to_bytes(6, "big")
    return str(ULID.from_bytes(milliseconds + hashlib.sha256(told.encode()).digest()[:10]))
