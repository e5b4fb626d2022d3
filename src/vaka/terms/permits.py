"""May this be done now? The one function that every camera, view and export asks.

Reasons are judged in a fixed order, so that one question has one answer: what stops the terms
as a whole (revoked, superseded), then the day, then the use, then the hours, then who asks and
what the act requires. Day and hours bind every act, review and export too (docs/adr/0003).
Before all of them stands whether the file can be taken at all (malformed, unknown-key,
bad-signature): `vaka.terms.signature`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from vaka.core.errors import BadInput
from vaka.core.verdict import Verdict
from vaka.terms.document import Access, Act, Requirement, Terms
from vaka.terms.hours import DAY, changes, repeats_after, within_hours

# The calendar that can be reckoned with in every time zone; beyond it nothing is permitted.
EARLIEST = date(2, 1, 1)
LATEST = date(9998, 12, 31)


class Reason(StrEnum):
    """Why, or why not."""

    OK = "ok"
    NOT_YET_VALID = "not-yet-valid"
    LAPSED = "lapsed"
    OUTSIDE_HOURS = "outside-hours"
    USE_NOT_ALLOWED = "use-not-allowed"
    ROLE_NOT_ALLOWED = "role-not-allowed"
    NEEDS_INCIDENT = "needs-incident"
    NEEDS_SECOND_PERSON = "needs-second-person"
    NEEDS_WRITTEN_REQUEST = "needs-written-request"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    BAD_SIGNATURE = "bad-signature"
    UNKNOWN_KEY = "unknown-key"
    MALFORMED = "malformed"


@dataclass(frozen=True)
class Asking:
    """Who asks, and on what ground; the machine's own recording asks as nobody."""

    role: str | None = None
    incident: str | None = None
    second_person: str | None = None
    written_request: str | None = None


@dataclass(frozen=True)
class Standing:
    """What has happened to the terms since they were signed."""

    revoked: bool = False
    superseded: bool = False


# What the camera does by itself; nobody asks, so no role is needed.
MACHINE_ACTS = frozenset({Act.RECORD, Act.AUDIO, Act.ANALYSE})
NOBODY = Asking()
IN_FORCE = Standing()


def permits(
    terms: Terms,
    act: Act,
    *,
    at: datetime,
    asking: Asking = NOBODY,
    standing: Standing = IN_FORCE,
) -> Verdict:
    """Return whether the terms permit the act at that instant, why, and until when that holds.

    What the machine does by itself needs no role; every other act needs one, and so does sound
    when somebody asks in a role to hear it. `until` is the next instant (UTC) at which the
    answer or its reason changes, None when only a new document can change it.

    :raises BadInput: when the instant has no time zone.
    """
    if at.tzinfo is None:
        raise BadInput("at", "the time has no time zone", "Give an offset, as in +01:00")
    if standing.revoked or standing.superseded:
        reason = Reason.REVOKED if standing.revoked else Reason.SUPERSEDED
        return Verdict(permitted=False, reason=reason, until=None)
    reason = _reason(terms, act, at, asking)
    later = (
        instant
        for instant in _candidates(terms, at)
        if instant > at and _reason(terms, act, instant, asking) != reason
    )
    return Verdict(reason == Reason.OK, reason, next(later, None))


def _reason(terms: Terms, act: Act, at: datetime, asking: Asking) -> Reason:
    day, (first, last) = _local_day(terms, at), _valid_days(terms)
    if day < first:
        return Reason.NOT_YET_VALID
    if day > last:
        return Reason.LAPSED
    if not _uses(terms, act):
        return Reason.USE_NOT_ALLOWED
    if not within_hours(terms, at):
        return Reason.OUTSIDE_HOURS
    # To take sound is the machine's own; to hear it takes a role, as to look does.
    by_itself = act in MACHINE_ACTS and not (act is Act.AUDIO and asking.role)
    return Reason.OK if by_itself else _asked(terms, act, asking)


def _uses(terms: Terms, act: Act) -> bool:
    """Return whether the camera may be used for this act by anybody at all."""
    uses = terms.uses
    allowed = {
        Act.LIVE: uses.live,
        Act.RECORD: uses.record,
        Act.AUDIO: uses.audio,
        Act.ANALYSE: bool(uses.analytics),
        Act.REVIEW: uses.record,
        Act.EXPORT: uses.record,
    }
    return allowed[act]


def _asked(terms: Terms, act: Act, asking: Asking) -> Reason:
    """Return whether some rule of access lets this role act, or what the nearest one lacks."""
    rules = [rule for rule in terms.access if rule.role == asking.role and act in rule.acts]
    lacking = [list(_lacking(rule, asking)) for rule in rules]
    if not lacking:
        return Reason.ROLE_NOT_ALLOWED
    fewest = min(lacking, key=len)
    return fewest[0] if fewest else Reason.OK


def _lacking(rule: Access, asking: Asking) -> Iterator[Reason]:
    """Yield what the rule requires and the asking does not bring."""
    brought = {
        Requirement.INCIDENT: asking.incident,
        Requirement.SECOND_PERSON: asking.second_person,
        Requirement.WRITTEN_REQUEST: asking.written_request,
    }
    for requirement, ground in brought.items():
        if requirement in rule.requires and not ground:
            yield Reason(f"needs-{requirement}")


def _candidates(terms: Terms, at: datetime) -> Iterator[datetime]:
    """Yield the instants at which the reason can change, in order.

    Day by day from the one before (a moved clock can show it again) for as long as the pattern
    of hours can go without showing a change, then the day after the last valid one.
    """
    first, last = _valid_days(terms)
    day = max(first, _local_day(terms, at) - DAY)
    watched = min(last - day, repeats_after(terms.hours))
    yield from changes(terms, day, day + watched)
    yield from changes(terms, last + DAY, last + DAY)


def _valid_days(terms: Terms) -> tuple[date, date]:
    """Return the first and the last valid day, as far as the calendar reaches."""
    first = min(max(terms.valid.first, EARLIEST), LATEST)
    return first, min(terms.valid.last, LATEST)


def _local_day(terms: Terms, at: datetime) -> date:
    """Return the local date, or one before or after every valid day beyond the calendar."""
    if at.year < EARLIEST.year:
        return EARLIEST - DAY
    if at.year > LATEST.year:
        return LATEST + DAY
    return at.astimezone(terms.time_zone).date()
