"""Alarms as rows of the journal: the statements that write, and the reader's questions."""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from vaka.edge.alarms import schema
from vaka.edge.alarms.alarm import Alarm, written

# The first of equal events inside the window is the one that the others repeat: the last
# that repeats none itself.
INSERT = """
INSERT INTO alarm (
    id, received_at, protocol, account, raw, sequence, code, known, details, fingerprint,
    duplicate_of
) VALUES (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, (
        SELECT iif(received_at >= ?11, id, NULL) FROM alarm
        WHERE account IS ?4 AND sequence IS ?6 AND fingerprint = ?10 AND duplicate_of IS NULL
        ORDER BY position DESC LIMIT 1
    )
)
"""
# A portion of rows after a position, in the order of receipt.
PORTION = (
    "SELECT position, received_at FROM alarm WHERE position > ? ORDER BY position LIMIT 256"
)
# What is forwarded, and heartbeats; but who was last said to be silent must stay known.
DISPOSE = """
DELETE FROM alarm
WHERE position > ? AND position <= ? AND (forwarded_at IS NOT NULL OR protocol = 'NULL')
AND (protocol <> 'SUPERVISION' OR position < (
    SELECT max(position) FROM alarm AS later
    WHERE later.protocol = 'SUPERVISION' AND later.account = alarm.account
))
"""
# As if the control wing had never had them; what it has it knows again.
UNFORWARDED = """
UPDATE alarm SET forwarded_at = NULL, refused = NULL
WHERE received_at >= ? AND forwarded_at IS NOT NULL AND protocol <> 'NULL'
"""
FORWARDED = "UPDATE alarm SET forwarded_at = ?, refused = ? WHERE position = ?"

_EVERY = "SELECT * FROM alarm WHERE received_at >= ? ORDER BY position"
_NEXT = """
SELECT * FROM alarm
WHERE forwarded_at IS NULL AND protocol <> 'NULL' AND account IS ? AND position > ?
ORDER BY position LIMIT ?
"""
_ACCOUNTS = """
SELECT account, max(known) AS known FROM alarm
WHERE forwarded_at IS NULL AND protocol <> 'NULL' GROUP BY account
"""
_NEWEST = "SELECT coalesce(max(position), 0) FROM alarm"
_RECEIVED = "SELECT received_at FROM alarm WHERE position >= ? ORDER BY position LIMIT 1"
_HEARD_SINCE = (
    "SELECT account, min(received_at) AS since FROM alarm WHERE position >= ? GROUP BY account"
)
# From account to account in the index of first alarms: none of the journal's rows is read.
_HEARD_BEFORE = """
WITH RECURSIVE heard (account) AS (
    SELECT min(account) FROM alarm WHERE fingerprint IS NOT NULL AND duplicate_of IS NULL
    UNION ALL
    SELECT (
        SELECT min(account) FROM alarm
        WHERE account > heard.account AND fingerprint IS NOT NULL AND duplicate_of IS NULL
    ) FROM heard WHERE account IS NOT NULL
)
SELECT account FROM heard WHERE EXISTS (
    SELECT 1 FROM alarm
    WHERE account = heard.account AND fingerprint IS NOT NULL AND duplicate_of IS NULL
    AND position < ?
)
"""
_WAITING = """
SELECT count(*) AS count, min(received_at) AS oldest FROM alarm
WHERE forwarded_at IS NULL AND protocol <> 'NULL'
"""
_SUPERVISION = """
SELECT account, code, max(position) FROM alarm WHERE protocol = 'SUPERVISION' GROUP BY account
"""


class _Details(msgspec.Struct, frozen=True, omit_defaults=True):
    """What no question asks for, in one column: nine of ten alarms have little of it."""

    receiver: str | None = None
    line: str | None = None
    qualifier: str | None = None
    area: str | None = None
    zone: str | None = None
    text: str | None = None
    user: str | None = None
    position: tuple[float, float] | None = None
    occurred_at: datetime | None = None
    encrypted: bool = False
    deviations: tuple[str, ...] = ()
    extended: tuple[tuple[str, str], ...] = ()


_write_details = msgspec.json.Encoder().encode
_read_details = msgspec.json.Decoder(_Details).decode


def from_alarm(alarm: Alarm) -> tuple[object, ...]:
    """Return the parameters of `INSERT`."""
    details = _Details(
        alarm.receiver,
        alarm.line,
        alarm.qualifier,
        alarm.area,
        alarm.zone,
        alarm.text,
        alarm.user,
        alarm.position,
        alarm.occurred_at,
        alarm.encrypted,
        alarm.deviations,
        alarm.extended,
    )
    return (
        alarm.id,
        written(alarm.received_at),
        alarm.protocol,
        alarm.account,
        alarm.raw,
        alarm.sequence,
        alarm.code,
        alarm.known,
        _write_details(details).decode(),
        alarm.fingerprint,
        written(alarm.same_since) if alarm.same_since else None,
    )


class Reader:
    """Reads a journal, beside a running receiver or after one."""

    def __init__(self, folder: Path) -> None:
        """Open the folder's journal.

        :raises BadInput: when there is none.
        """
        self._connection = schema.open_for_reading(folder)

    def alarms(self, *, since: datetime | None = None) -> Iterator[Alarm]:
        """Return all that was received since that instant, in order of receipt."""
        earliest = written(since) if since else ""
        return (_to_alarm(row) for row in self._connection.execute(_EVERY, (earliest,)))

    def accounts_waiting(self) -> dict[str | None, bool]:
        """Return the accounts of alarms not yet forwarded, each with whether it was known."""
        found = self._connection.execute(_ACCOUNTS)
        return {row["account"]: bool(row["known"]) for row in found}

    def first_heard(self, *, since: datetime) -> dict[str | None, datetime]:
        """Return since when each account has been heard of; no earlier than `since`.

        Of what is older only numbered or timed messages are known: the rest has no index.
        """
        start = self._first_since(since)
        before = self._connection.execute(_HEARD_BEFORE, (start,))
        found = {row["account"]: since for row in before}
        for row in self._connection.execute(_HEARD_SINCE, (start,)):
            found.setdefault(row["account"], datetime.fromisoformat(row["since"]))
        return found

    def _first_since(self, at: datetime) -> int:
        """Return the position from which on all was received at that instant or later."""

        def received(position: int) -> str:
            row = self._connection.execute(_RECEIVED, (position,)).fetchone()
            return str(row["received_at"])

        [newest] = self._connection.execute(_NEWEST).fetchone()
        return bisect_left(range(1, newest + 1), written(at), key=received) + 1

    def waiting(self) -> tuple[int, datetime | None]:
        """Return how many alarms are not yet forwarded, and when the oldest was received."""
        row = self._connection.execute(_WAITING).fetchone()
        oldest = row["oldest"]
        return row["count"], datetime.fromisoformat(oldest) if oldest else None

    def next_waiting(
        self, account: str | None, *, after: int, most: int
    ) -> list[tuple[int, Alarm]]:
        """Return the account's first alarms after a position that are not yet forwarded."""
        found = self._connection.execute(_NEXT, (account, after, most))
        return [(row["position"], _to_alarm(row)) for row in found]

    def last_supervision(self) -> dict[str, str]:
        """Return the code that was last noted for each supervised transmitter."""
        found = self._connection.execute(_SUPERVISION)
        return {row["account"]: row["code"] for row in found}

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _to_alarm(row: sqlite3.Row) -> Alarm:
    return Alarm(
        id=row["id"],
        received_at=datetime.fromisoformat(row["received_at"]),
        protocol=row["protocol"],
        account=row["account"],
        raw=row["raw"],
        sequence=row["sequence"],
        code=row["code"],
        known=bool(row["known"]),
        fingerprint=row["fingerprint"],
        duplicate_of=row["duplicate_of"],
        **msgspec.structs.asdict(_read_details(row["details"])),
    )
