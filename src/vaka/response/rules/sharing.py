"""What a partner is told of an incident, as much of it as an agreement says."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from vaka.core.canonical import canonical_bytes
from vaka.core.errors import BadInput
from vaka.response.rules.passing_on import PassedOn

# Until when a partner still sees what has been closed.
SHOWN_AFTER = timedelta(hours=12)
# An agreement is looked at anew, whoever forgets it.
LONGEST = timedelta(days=5 * 366)


class Detail(StrEnum):
    """How much is told, least first; each level holds those before it.

    `LOG` alone tells what people wrote, which may name somebody or be secret.
    """

    SITUATION = "situation"
    COURSE = "course"
    LOG = "log"


class Warnings(StrEnum):
    """Whether what authorities warn of is passed on."""

    NONE = "none"
    ALL = "all"


class Form(StrEnum):
    """How what is shared is pushed: our JSON, or the Common Alerting Protocol 1.2."""

    JSON = "json"
    CAP = "cap"


@dataclass(frozen=True)
class Place:
    """The site of an incident, WGS 84; `outline` is a GeoJSON polygon."""

    name: str
    address: str
    longitude: float
    latitude: float
    outline: Mapping[str, object]


@dataclass(frozen=True)
class Course:
    """What was done, and when; None is not yet, an empty code too."""

    acknowledged_at: datetime | None
    verified_at: datetime | None
    finding: str
    dispatched_at: datetime | None
    outcome: str


@dataclass(frozen=True)
class Log:
    """What was written: where at the site, and the watch log, without who wrote it."""

    place: str
    entries: tuple[tuple[datetime, str], ...]


@dataclass(frozen=True)
class Shared:
    """An incident as a partner is told of it; what the agreement leaves out is None."""

    incident: str
    agreement: str
    detail: Detail
    kind: str
    exercise: bool
    priority: int
    state: str
    opened_at: datetime
    closed_at: datetime | None
    place: Place
    course: Course | None
    log: Log | None

    @property
    def changed_at(self) -> datetime:
        """Return when what is told of it changed last, as far as what is told says it."""
        times: list[datetime | None] = [self.opened_at, self.closed_at]
        if (course := self.course) is not None:
            times += [course.acknowledged_at, course.verified_at, course.dispatched_at]
        if self.log is not None:
            times += [at for at, _ in self.log.entries]
        return max(at for at in times if at)

    @property
    def facts(self) -> dict[str, object]:
        """Return it as JSON; instants are RFC 3339 in UTC."""
        told: dict[str, object] = {
            "incident": self.incident,
            "kind": self.kind,
            "exercise": self.exercise,
            "priority": self.priority,
            "state": self.state,
            "opened_at": _instant(self.opened_at),
            "closed_at": _instant(self.closed_at),
            "site": {
                "name": self.place.name,
                "address": self.place.address,
                "longitude": self.place.longitude,
                "latitude": self.place.latitude,
                "outline": dict(self.place.outline),
            },
        }
        if self.course is not None:
            told["course"] = {
                "acknowledged_at": _instant(self.course.acknowledged_at),
                "verified_at": _instant(self.course.verified_at),
                "finding": self.course.finding or None,
                "dispatched_at": _instant(self.course.dispatched_at),
                "outcome": self.course.outcome or None,
            }
        if self.log is not None:
            entries = [{"at": _instant(at), "text": text} for at, text in self.log.entries]
            told["log"] = {"place": self.log.place, "entries": entries}
        return told


def reaches(detail: Detail, wanted: Detail) -> bool:
    """Return whether a level of detail holds what another does."""
    order = list(Detail)
    return order.index(detail) >= order.index(wanted)


def most(shared: Iterable[Shared]) -> list[Shared]:
    """Return each incident once, as the agreement that tells the most of it does."""
    order = list(Detail)
    chosen: dict[str, Shared] = {}
    for one in sorted(shared, key=lambda one: (order.index(one.detail), one.agreement)):
        chosen[one.incident] = one
    return list(chosen.values())


def mark(
    shared: Iterable[Shared],
    warned: Iterable[PassedOn],
    looked_by: Mapping[str, Sequence[str]],
) -> str:
    """Return what tells what is shared at one time from what is at another, hex.

    `looked_by` are the cameras by which each incident may be looked at.
    """
    told = [
        [[one.facts, list(looked_by.get(one.incident, ()))] for one in shared],
        [one.facts for one in warned],
    ]
    return hashlib.sha256(canonical_bytes(told)).hexdigest()


def check(
    *,
    kinds: Iterable[str],
    warnings: Warnings,
    detail: Detail,
    ground: str,
    decided_by: str,
    starts_at: datetime,
    ends_at: datetime,
) -> None:
    """Let an agreement through that says what is shared, by whose decision, and until when.

    :raises BadInput: when it does not.
    """
    if not list(kinds) and warnings is Warnings.NONE:
        mend = "Choose a kind of incident, or the warnings"
        raise BadInput("kinds", "nothing is shared", mend)
    if not decided_by.strip():
        raise BadInput("decided_by", "nobody has decided it", "Name the body and the item")
    if detail is Detail.LOG and not ground.strip():
        raise BadInput(
            "ground",
            "what people write may be secret or name somebody",
            "Write by which rule it may be shared with this partner",
        )
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise BadInput("ends", "it is not within five years of the beginning", "Change it")


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
