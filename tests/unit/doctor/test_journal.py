"""What the doctor says of a receiver's journal, as the receiver makes it."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

from tests.unit.doctor.asking import AT, about, codes
from vaka.core.ids import new_id
from vaka.doctor import journal
from vaka.edge.alarms.alarm import Alarm
from vaka.edge.alarms.journal import Journal
from vaka.edge.alarms.schema import FILE


def kept(folder: Path, *, minutes: int, forwarded: bool = False) -> None:
    """Keep one alarm that was received so many minutes ago."""
    received = AT - timedelta(minutes=minutes)

    async def keep() -> None:
        writer = Journal(folder / "journal")
        writer.append(
            [
                Alarm(
                    id=new_id(at=received),
                    received_at=received,
                    protocol="SIA-DCS",
                    account="1",
                    raw=b"",
                )
            ]
        )
        if forwarded:
            writer.mark_forwarded(1, at=AT)
        writer.close()

    asyncio.run(keep())


def test_a_journal_that_is_passed_on_gives_no_finding(tmp_path: Path) -> None:
    kept(tmp_path, minutes=60, forwarded=True)
    kept(tmp_path, minutes=1)
    asked = about(tmp_path)
    assert [*journal.durable(asked), *journal.passed_on(asked)] == []


def test_alarms_that_wait_are_counted_from_the_oldest(tmp_path: Path) -> None:
    kept(tmp_path, minutes=60)
    kept(tmp_path, minutes=10)
    (only,) = journal.passed_on(about(tmp_path))
    assert only.code == "alarms-waiting"
    assert only.facts == {"count": 2, "since": "2026-11-26 11:00 UTC"}


def test_a_journal_in_another_mode_is_told(tmp_path: Path) -> None:
    kept(tmp_path, minutes=1)
    with sqlite3.connect(tmp_path / "journal" / FILE) as weaker:
        weaker.execute("PRAGMA journal_mode = DELETE")
    weaker.close()
    assert codes(journal.durable(about(tmp_path))) == ["journal-not-durable"]
