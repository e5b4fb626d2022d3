"""What follows when everything is back: is it the history that was witnessed, what is over?

The record is verified before anything is added to it. Then goes what fell due while the backup
lay there, before any page is served: sessions, and whatever the keeping times say.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from vaka.backup.manifest import Manifest
from vaka.conf.environment import Environment
from vaka.core.errors import BadInput
from vaka.edge.alarms import disposal
from vaka.edge.alarms.journal import Journal
from vaka.edge.alarms.schema import FILE as JOURNAL


@dataclass(frozen=True)
class Settled:
    """What a restored installation is: its record, what is lost of it, what has gone since."""

    holds: bool
    size: int
    root: str
    findings: tuple[str, ...]
    lost: tuple[int, int] | None
    sessions_ended: int
    incidents_disposed: int


def settle_journal(told: Environment, *, keep_for: timedelta, at: datetime) -> None:
    """Dispose of what the journal would have let go while the backup lay there."""
    folder = told.data_path / "journal"
    if (folder / JOURNAL).is_file():
        asyncio.run(_dispose(folder, before=at - keep_for))


async def _dispose(folder: Path, *, before: datetime) -> None:
    journal = Journal(folder)
    try:
        await disposal.one_round(journal, before=before)
    finally:
        journal.close()


def settle_database(manifest: Manifest, *, witnessed: str, by: str, at: datetime) -> Settled:
    """Verify the restored record, note the restore on it, end sessions, dispose of what is due.

    Nothing is added to a record that does not hold. One that lacks what a witness saw is noted
    as restored too, with what is lost: it goes on from there whatever we do.
    """
    from vaka.servers import database

    database.ready()
    from vaka.record import queries

    lost = _lost(witnessed)
    audit = queries.audit(witnessed="" if lost else witnessed)
    findings = [f"{each.place}: {each.problem}" for each in audit.findings]
    findings += _differs(manifest, audit.size, audit.root)
    ended = disposed = 0
    if not findings:
        _note(manifest, lost, by=by, at=at)
        ended, disposed = _end_sessions(), _dispose_incidents(at)
    return Settled(
        holds=not findings and lost is None,
        size=audit.size,
        root=audit.root,
        findings=tuple(findings),
        lost=lost,
        sessions_ended=ended,
        incidents_disposed=disposed,
    )


def _differs(manifest: Manifest, size: int, root: str) -> Iterator[str]:
    told = manifest.record
    if told and (told.size, told.root) != (size, root):
        yield f"manifest: it tells of {told.size} entries with the root {told.root}"


def _lost(witnessed: str) -> tuple[int, int] | None:
    """Return the first and last entry that a witness saw and the record has not."""
    from vaka.record import queries

    try:
        seen, size = queries.entries_witnessed(witnessed), queries.size()
    except BadInput:
        return None  # there is none, or the audit says what is wrong with it
    return (size, seen - 1) if seen > size else None


def _note(manifest: Manifest, lost: tuple[int, int] | None, *, by: str, at: datetime) -> None:
    from django.db import transaction

    from vaka.record import actions
    from vaka.record.rules import Kind, instant

    facts: dict[str, str | int] = {"made_at": instant(manifest.made_at)}
    if lost:
        facts |= {"lost_from": lost[0], "lost_to": lost[1]}
    with transaction.atomic(durable=True):
        actions.append(
            Kind.INSTALLATION_RESTORED, actor=by, subject="installation", at=at, facts=facts
        )


def _end_sessions() -> int:
    """End every login: one that was ended since the backup must not live again."""
    from django.contrib.sessions.models import Session

    return Session.objects.all().delete()[0]


def _dispose_incidents(at: datetime) -> int:
    from vaka.response import actions

    disposed = 0
    while some := actions.dispose_due(at=at):
        disposed += some
    return disposed
