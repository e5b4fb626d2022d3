"""The receiver's journal: durable, and passed on."""

from collections.abc import Iterator
from datetime import timedelta

from vaka.doctor.finding import Asked, Finding

LATE = timedelta(minutes=5)
# Bytes 18 and 19 of SQLite's file: 2 is WAL (sqlite.org/fileformat.html).
_AT, _WAL = slice(18, 20), b"\x02\x02"


def durable(asked: Asked) -> Iterator[Finding]:
    """Yield that the journal is not as the receiver makes it."""
    from vaka.edge.alarms.schema import FILE

    file = asked.told.data_path / "journal" / FILE
    with file.open("rb") as content:
        mode = content.read(20)[_AT]
    if mode != _WAL:
        yield Finding("journal-not-durable", {"path": str(file)})


def passed_on(asked: Asked) -> Iterator[Finding]:
    """Yield that alarms wait for the control wing."""
    from vaka.edge.alarms.rows import Reader

    reader = Reader(asked.told.data_path / "journal")
    try:
        count, oldest = reader.waiting()
    finally:
        reader.close()
    if oldest is not None and asked.at - oldest > LATE:
        since = f"{oldest:%Y-%m-%d %H:%M} UTC"
        yield Finding("alarms-waiting", {"count": count, "since": since})
