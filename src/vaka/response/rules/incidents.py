"""Which incident an alarm belongs to, how urgent it is, and how an incident may go on."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from vaka.core.canonical import canonical_bytes
from vaka.response.rules.codes import Effect, IncidentKind, Meaning, meaning
from vaka.response.rules.repeats import Sending

CORRELATE_WITHIN = timedelta(minutes=30)


class State(StrEnum):
    """How far an incident has come; it never goes back."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class Finding(StrEnum):
    """What who verified an incident found."""

    REAL = "real"
    UNFOUNDED = "unfounded"
    UNCLEAR = "unclear"


class Outcome(StrEnum):
    """What an incident turned out to be."""

    HANDLED = "handled"
    HANDED_OVER = "handed-over"
    NO_ACTION_NEEDED = "no-action-needed"
    FALSE_ALARM = "false-alarm"
    TECHNICAL = "technical"
    TEST = "test"


PRIORITY: Mapping[IncidentKind, int] = {
    IncidentKind.THREAT: 1,
    IncidentKind.FIRE: 1,
    IncidentKind.MEDICAL: 1,
    IncidentKind.HAZARD: 2,
    IncidentKind.INTRUSION: 2,
    IncidentKind.UNKNOWN: 2,
    IncidentKind.TAMPER: 3,
    IncidentKind.TROUBLE: 4,
    IncidentKind.NOTICE: 4,
}


@dataclass(frozen=True)
class Received:
    """One alarm as the receiver journalled it; `key` is its idempotency key.

    Identifiers are text as sent; what was absent is None. `position` is (lon, lat), WGS 84.
    `exercise` names the exercise in which it was sounded; no receiver tells it.
    """

    key: str
    received_at: datetime
    protocol: str
    raw: str
    account: str | None = None
    sequence: str | None = None
    receiver: str | None = None
    line: str | None = None
    code: str | None = None
    qualifier: str | None = None
    area: str | None = None
    zone: str | None = None
    text: str | None = None
    user: str | None = None
    extended: Mapping[str, str] = field(default_factory=dict)
    position: tuple[float, float] | None = None
    occurred_at: datetime | None = None
    encrypted: bool = False
    duplicate_of: str | None = None
    deviations: tuple[str, ...] = ()
    exercise: str | None = None

    @cached_property
    def meaning(self) -> Meaning:
        """Return what its code says."""
        return meaning(protocol=self.protocol, code=self.code, qualifier=self.qualifier)

    @cached_property
    def digest(self) -> str:
        """Return the hash of what makes two transmissions alike, hex; `repeats` judges them.

        The path (receiver, line, encryption, raw bytes) is left out: it may differ.
        """
        same = [
            (self.account or "").upper(),
            self.code,
            self.qualifier,
            self.area,
            self.zone,
            self.text,
            self.user,
            self.sending.mark,
        ]
        return hashlib.sha256(canonical_bytes(same)).hexdigest()

    @property
    def sending(self) -> Sending:
        """Return its number and times."""
        return Sending(self.sequence, self.occurred_at, self.received_at)


@dataclass(frozen=True)
class Open:
    """An incident that is not closed, as far as correlation needs to know it."""

    id: str
    site: str | None
    kind: IncidentKind
    last_alarm_at: datetime


def joined(
    incidents: Iterable[Open],
    *,
    site: str | None,
    kind: IncidentKind,
    at: datetime,
    within: timedelta = CORRELATE_WITHIN,
    joins: Collection[IncidentKind] = (),
) -> str | None:
    """Return the open incident that an alarm belongs to: same site, recently heard, its kind.

    One of a kind that its own `joins` comes after one of the same kind; of several it is the
    one heard last. None means that the alarm begins a new one.
    """
    near = [
        incident
        for incident in incidents
        if incident.site == site
        and (incident.kind is kind or incident.kind in joins)
        and abs(at - incident.last_alarm_at) <= within
    ]
    latest = max(
        near, key=lambda one: (one.kind is kind, one.last_alarm_at, one.id), default=None
    )
    return latest.id if latest else None


def opens_incident(said: Meaning) -> bool:
    """Return whether an alarm that joins no incident begins one; an end does not."""
    return said.effect is Effect.RAISES


def may_join(said: Meaning) -> bool:
    """Return whether an alarm is added to an open incident; daily traffic is only kept."""
    return said.effect is not Effect.NOTES


def place(alarm: Received, places: Mapping[str, str]) -> str:
    """Return where at the site an alarm is from: the zone's registered words, else its own.

    Zones are compared without leading zeros: transmitters pad them as they please.
    """
    known = {zone.lstrip("0"): words for zone, words in places.items()}
    zone = (alarm.zone or "").lstrip("0")
    return known.get(zone) or alarm.text or ""
