"""An alarm as received: one event of one message, as it is kept and as others read it."""

from datetime import datetime
from functools import lru_cache

import msgspec


class Alarm(msgspec.Struct, frozen=True):
    """One event as received; identifiers are as sent, and None where absent.

    `fingerprint` is equal for retransmissions of one event; None when nothing in the message
    tells a retransmission from a new event, and then both are kept as alarms of their own.
    `same_since` is how far back a retransmission is looked for.
    """

    id: str
    received_at: datetime
    protocol: str
    account: str | None
    raw: bytes
    sequence: str | None = None
    receiver: str | None = None
    line: str | None = None
    code: str | None = None
    qualifier: str | None = None
    area: str | None = None
    zone: str | None = None
    text: str | None = None
    user: str | None = None
    position: tuple[float, float] | None = None
    occurred_at: datetime | None = None
    encrypted: bool = False
    known: bool = False
    deviations: tuple[str, ...] = ()
    extended: tuple[tuple[str, str], ...] = ()
    fingerprint: bytes | None = None
    same_since: datetime | None = None
    duplicate_of: str | None = None


def to_json(alarm: Alarm) -> dict[str, object]:
    """Return the alarm as `vaka alarms list --json` and `POST /api/alarms` have it."""
    return {
        "id": alarm.id,
        "received_at": written(alarm.received_at),
        "protocol": alarm.protocol,
        "account": alarm.account,
        "sequence": alarm.sequence,
        "receiver": alarm.receiver,
        "line": alarm.line,
        "code": alarm.code,
        "qualifier": alarm.qualifier,
        "area": alarm.area,
        "zone": alarm.zone,
        "text": alarm.text,
        "user": alarm.user,
        "position": list(alarm.position) if alarm.position else None,
        "occurred_at": written(alarm.occurred_at) if alarm.occurred_at else None,
        "encrypted": alarm.encrypted,
        "known": alarm.known,
        "duplicate_of": alarm.duplicate_of,
        "deviations": list(alarm.deviations),
        "extended": dict(alarm.extended),
        # One character for each byte, so that nothing is lost.
        "raw": alarm.raw.decode("latin-1"),
    }


@lru_cache(maxsize=64)
def written(at: datetime) -> str:
    """Return the instant (UTC) as RFC 3339; text of equal form sorts as time does."""
    # All alarms of a round were received at one instant.
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")
