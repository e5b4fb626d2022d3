"""Events for the centre, on disk until the centre has them."""

import json
import sqlite3
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vaka.core.ids import new_id

BATCH = 100


@dataclass(frozen=True)
class Event:
    """One thing that happened at the edge."""

    id: str
    body: dict[str, object]


class Outbox:
    """Events in `outbox.db` of the folder, in the order they happened."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._rows = sqlite3.connect(folder / "outbox.db", check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self._rows.execute(f"PRAGMA {pragma}")
        self._rows.execute(
            "CREATE TABLE IF NOT EXISTS event "
            "(number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, body TEXT NOT NULL)"
        )

    def put(self, kind: str, camera: str, facts: Mapping[str, object], *, at: datetime) -> None:
        """Put an event in, durable before this returns."""
        event = new_id(at=at)
        body = {
            "id": event,
            "kind": kind,
            "camera": camera,
            "at": at.isoformat(),
            "facts": dict(facts),
        }
        with self._lock, self._rows:
            row = (event, json.dumps(body))
            self._rows.execute("INSERT INTO event (id, body) VALUES (?, ?)", row)

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
