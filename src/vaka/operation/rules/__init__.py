"""What a camera is doing, what a ticket is for, and which role a view is made in."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from vaka.core.period import Period
from vaka.core.verdict import Verdict
from vaka.geometry.detail import metres_across
from vaka.terms.document import Act, Terms

ADDRESS_KEY = "addresses.key"

TICKET_LIFE = timedelta(minutes=10)
# A camera that its gateway has not spoken of for so long is not known to be well.
SILENT_AFTER = timedelta(seconds=90)
# A gateway asks three times a second: another installation may speak as it once it is gone.
GONE_AFTER = timedelta(seconds=3)
# For so long a page says that two want to speak as the same.
CONTESTED_FOR = timedelta(minutes=5)


class Health(StrEnum):
    """What a gateway says of a camera, and what we say when it says nothing."""

    RECORDING = "recording"
    LIVE_ONLY = "live-only"
    WAITING_FOR_TERMS = "waiting-for-terms"
    OUTSIDE_TERMS = "outside-terms"
    UNREACHABLE = "unreachable"
    STALLED = "stalled"
    GARBAGE = "garbage"
    REFUSED_ADDRESS = "refused-address"
    VIEW_CHANGED = "view-changed"
    COVERED = "covered"
    MASKS_LOST = "masks-lost"
    NOT_STORED = "not-stored"
    NEVER_HEARD_OF = "never-heard-of"
    SILENT = "silent"


FAULTS = frozenset(
    {
        Health.UNREACHABLE,
        Health.STALLED,
        Health.GARBAGE,
        Health.REFUSED_ADDRESS,
        Health.VIEW_CHANGED,
        Health.COVERED,
        Health.MASKS_LOST,
        Health.NOT_STORED,
        Health.SILENT,
    }
)
# Pictures come, so what is lacking for a moment has another reason than the camera's state.
DELIVERING = frozenset({Health.RECORDING, Health.LIVE_ONLY, Health.COVERED, Health.MASKS_LOST})


class Why(StrEnum):
    """Why a gateway kept nothing for a moment, while it recorded."""

    LOST = "lost-on-the-way"
    TERMS_CHANGED = "terms-changed"
    MASKS_CHANGED = "masks-changed"
    CAMERA_CHANGED = "camera-changed"


NOTHING_CAME = "nothing-came"
# Why a gateway does not record what the terms permit it to.
HINDRANCES = frozenset(
    {
        "view-changed",
        "detail-unknown",
        "too-detailed",
        "clock-doubt",
        "offline-too-long",
        "gateway-stopped",
        "gateway-down",
    }
)


class MaskedBy(StrEnum):
    """Who makes the masks of the terms: the camera itself, or its gateway, burnt in."""

    CAMERA = "camera"
    GATEWAY = "burnt-in"


# Of a processor core, for each picture a second, and beside that for each million pixels of it
# (`bench/masks.py`, ADR 24): what it takes to decode and encode them.
BURNING_EACH_PICTURE, BURNING_EACH_MEGAPIXEL = 0.0013, 0.0057


class Silence(StrEnum):
    """Why a gateway that may take a camera's sound does not."""

    NOT_SENT = "sound-not-sent"
    UNKNOWN_KIND = "sound-unknown-kind"
    REFUSED = "sound-refused"


def silence(permitted: Verdict, told: str) -> str:
    """Return why a camera's sound is not taken with its pictures, or nothing.

    `told` is the reason that its gateway gives beside its state.
    """
    if not permitted.permitted:
        return permitted.reason
    return told if told in list(Silence) else ""


class Purpose(StrEnum):
    """Why somebody looks; every ticket names one."""

    INCIDENT = "incident"
    WATCH = "watch"
    MAINTENANCE = "maintenance"
    DISCLOSURE = "disclosure"


# Beyond this no public-safety camera shows its nearest point.
FARTHEST_M = 1000.0
# What is asked of recordings, and for which purposes.
FOOTAGE = (Act.REVIEW, Act.EXPORT)
FOOTAGE_PURPOSES = (Purpose.INCIDENT, Purpose.DISCLOSURE)
# Longer than this nobody watches at a time; more is asked for again.
LONGEST_FOOTAGE = timedelta(hours=2)
# How the gateway says that nothing was left out.
SEEN_TO_ITS_END = "finished"
# Somebody goes through it picture by picture, and the gateway has it in memory.
LONGEST_REDACTION = timedelta(minutes=3)
# A request that is older than this is made anew: the grounds may have changed.
REQUEST_LIFE = timedelta(hours=24)
# A hold that is needed for longer is placed anew: somebody must still want it.
LONGEST_HOLD = timedelta(days=90)
# Between two recordings of one stream there is the time of a picture.
NEARLY = timedelta(seconds=2)
NEVER_PERMITTED = "no-terms"
# Why a partner's reader may not look, or no longer.
NOT_SHARED = "not-shared"


def health_now(state: str, heard_at: datetime | None, *, at: datetime) -> Health:
    """Return the health to show: what was last said, unless that was too long ago."""
    if heard_at is None:
        return Health.NEVER_HEARD_OF
    return Health.SILENT if at - heard_at > SILENT_AFTER else Health(state)


@dataclass(frozen=True)
class Detail:
    """How detailed a camera's picture is where it is most so: pixels for each metre."""

    sent: float
    allowed: float
    widest: int

    @property
    def is_scaled(self) -> bool:
        """Return whether the gateway scales it down to what is allowed."""
        return self.sent > self.allowed


def burning_share(width: int, height: int, pictures_per_second: float) -> float:
    """Return how much of a processor core burning masks into such a stream takes, about."""
    megapixels = width * height / 1_000_000
    return pictures_per_second * (BURNING_EACH_PICTURE + BURNING_EACH_MEGAPIXEL * megapixels)


def across(*, angle_deg: float | None, nearest_m: float, height_m: float) -> float | None:
    """Return how many metres a picture covers at the nearest point on the ground it shows.

    None when nobody knows the lens. At most ten kilometres: less is the stricter answer.
    """
    if angle_deg is None:
        return None
    return min(metres_across(angle_deg, math.hypot(nearest_m, height_m)), 10_000.0) or None


def why_not_ask(span: Period, *, purpose: str, request: str, at: datetime) -> str:
    """Return why nobody may ask for that stretch of recordings, or nothing."""
    if purpose == Purpose.DISCLOSURE and not request:
        return "no-request-named"
    if span.end > at:
        return "not-over-yet"
    if span.end - span.start > LONGEST_FOOTAGE:
        return "over-two-hours"
    return ""


def why_not_hold(
    span: Period, *, until: datetime, incident: str, request: str, at: datetime
) -> str:
    """Return why that stretch of recordings cannot be held until then, or nothing."""
    if not incident and not request:
        return "no-ground"
    if span.start > at:
        return "not-begun-yet"
    if until <= at:
        return "hold-is-over"
    return "over-90-days" if until - at > LONGEST_HOLD else ""


def why_not_approve(*, asked_by: str, approved: bool, by: str) -> str:
    """Return why this person cannot stand behind a request, or nothing."""
    if asked_by == by:
        return "own-request"
    return "approved-already" if approved else ""


def why_not_redact(span: Period, *, act: str) -> str:
    """Return why third persons cannot be made unrecognisable there, or nothing."""
    if act != Act.EXPORT:
        return "no-copy-asked-for"
    return "over-three-minutes" if span.end - span.start > LONGEST_REDACTION else ""


def why_not_release(
    *, prepared_by: str, seen_by: str | None, unseen: int, as_seen: bool, by: str
) -> str:
    """Return why this person cannot release a redacted copy, or nothing.

    `unseen` counts the doubts that nobody looked at, `as_seen` says whether the plan is still
    the one that was seen to its end.
    """
    if prepared_by == by:
        return "own-redaction"
    if unseen:
        return "doubts-left"
    return "" if seen_by == by and as_seen else "not-seen-to-its-end"


def is_too_old(asked_at: datetime, *, at: datetime) -> bool:
    """Return whether a request has lapsed."""
    return at - asked_at > REQUEST_LIFE


def role_for(terms: Terms, act: str, roles: Iterable[str]) -> str | None:
    """Return the held role under which the terms ask least for this act, or None.

    A person with two roles is not to be asked for an incident when one role needs none.
    """
    held = set(roles)
    named = [rule for rule in terms.access if act in rule.acts and rule.role in held]
    least = min(named, key=lambda rule: (len(rule.requires), rule.role), default=None)
    return least.role if least else None


class Footage(StrEnum):
    """What there is of an instant, to a person who asks for recordings."""

    KEPT = "kept"
    DISPOSED = "disposed"
    NOT_PERMITTED = "not-permitted"
    NOT_DELIVERED = "not-delivered"


@dataclass(frozen=True)
class Change:
    """From an instant on something is so; `permitted` of recording, `code` why or how."""

    at: datetime
    permitted: bool
    code: str


@dataclass(frozen=True)
class Lack:
    """A stretch of which the gateway kept nothing for a reason of its own."""

    period: Period
    why: str


@dataclass(frozen=True)
class Stretch:
    """What there is from one instant to another, and why when nothing is kept."""

    period: Period
    footage: Footage
    reason: str


def stretches(
    span: Period,
    *,
    kept: Iterable[Period],
    disposed: Iterable[Period],
    permission: Sequence[Change],
    health: Sequence[Change],
    lacks: Sequence[Lack] = (),
) -> list[Stretch]:
    """Return what there is of a span, in order and without holes.

    `permission` says when recording was permitted, `health` how the camera was; both in order
    of time; `lacks` is what the gateway knows the reason of. Two recordings less than two
    seconds apart are one to a person.
    """
    there = _joined([*kept])
    gone = _joined([*disposed])
    edges = {span.start, span.end}
    edges |= {at for period in (*there, *gone) for at in (period.start, period.end)}
    edges |= {change.at for change in (*permission, *health)}
    edges |= {at for lack in lacks for at in (lack.period.start, lack.period.end)}
    found: list[Stretch] = []
    for start, end in pairwise(sorted(at for at in edges if span.start <= at <= span.end)):
        footage, reason = _footage(start, there, gone, permission)
        if footage == Footage.NOT_DELIVERED and reason not in HINDRANCES:
            reason = _why(start, health, lacks)
        goes_on = found and (found[-1].footage, found[-1].reason) == (footage, reason)
        began = found.pop().period.start if goes_on else start
        found.append(Stretch(Period(began, end), footage, reason))
    return found


def permitted_time(span: Period, permission: Sequence[Change]) -> timedelta:
    """Return for how much of a span recording was permitted; changes in order of time."""
    edges = [span.start, *(one.at for one in permission if one.at in span), span.end]
    permitted = timedelta()
    for start, end in pairwise(edges):
        allowed = _last(permission, start)
        if allowed is not None and allowed.permitted:
            permitted += end - start
    return permitted


def _footage(
    at: datetime,
    kept: Iterable[Period],
    disposed: Iterable[Period],
    permission: Sequence[Change],
) -> tuple[Footage, str]:
    if any(at in period for period in kept):
        return Footage.KEPT, ""
    if any(at in period for period in disposed):
        return Footage.DISPOSED, ""
    allowed = _last(permission, at)
    if allowed is None or not allowed.permitted:
        return Footage.NOT_PERMITTED, allowed.code if allowed else NEVER_PERMITTED
    return Footage.NOT_DELIVERED, allowed.code


def _why(at: datetime, health: Sequence[Change], lacks: Iterable[Lack]) -> str:
    """Return why no picture is kept of an instant at which recording was permitted."""
    camera = _last(health, at)
    if camera is None:
        return Health.NEVER_HEARD_OF
    if camera.code not in DELIVERING:
        return camera.code
    return next((lack.why for lack in lacks if at in lack.period), NOTHING_CAME)


def _last(changes: Sequence[Change], at: datetime) -> Change | None:
    """Return what was so at an instant; None before the first change."""
    after = bisect_right(changes, at, key=lambda change: change.at)
    return changes[after - 1] if after else None


def _joined(periods: list[Period]) -> list[Period]:
    """Return periods in order, those that nearly touch as one."""
    found: list[Period] = []
    for period in sorted(periods):
        if found and period.start - found[-1].end < NEARLY:
            before = found.pop()
            found.append(Period(before.start, max(before.end, period.end)))
        else:
            found.append(period)
    return found
