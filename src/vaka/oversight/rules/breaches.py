"""What a personal data breach asks of the board: the authority, the persons, and how soon."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from vaka.law.se.deadlines import BREACH

# So long before the time is out the board hears of it once more.
RUNS_OUT = timedelta(hours=24)


class Risk(StrEnum):
    """How likely a breach is to harm the persons' rights and freedoms."""

    UNLIKELY = "unlikely"
    RISK = "risk"
    HIGH = "high"


class NotTold(StrEnum):
    """Why the persons are not told of a breach (GDPR art. 34.3)."""

    UNINTELLIGIBLE = "unintelligible"
    RISK_AVERTED = "risk-averted"
    TOLD_PUBLICLY = "told-publicly"


@dataclass(frozen=True)
class Told:
    """What is known of a breach so far (GDPR art. 33.3, 33.5); counts are None when unknown."""

    happened_at: datetime | None
    what: str
    categories: str
    persons: int | None
    records: int | None
    consequences: str
    measures: str
    risk: Risk


@dataclass(frozen=True)
class Done:
    """What has been done of what a breach asks: when, or why it was not."""

    notified_at: datetime | None
    why_not_notified: str
    told_at: datetime | None
    why_not_told: str


def notice_due(known_at: datetime) -> datetime:
    """Return when the authority is to know at the latest: 72 hours of real time (art. 33.1)."""
    return BREACH.after(known_at)


def is_to_be_notified(risk: str, done: Done) -> bool:
    """Return whether the authority is still to be notified, or a reason given why not.

    What was left unnotified at an unlikely risk is to be notified when the risk is judged anew.
    """
    return done.notified_at is None and not (risk == Risk.UNLIKELY and done.why_not_notified)


def are_to_be_told(risk: str, done: Done) -> bool:
    """Return whether the persons are still to be told, or a ground given why not (art. 34)."""
    return risk == Risk.HIGH and done.told_at is None and not done.why_not_told


def why_not_enter(told: Told, *, known_at: datetime, at: datetime) -> str:
    """Return why a breach cannot be entered so, or nothing."""
    if known_at > at:
        return "known-in-the-future"
    return "happened-after-known" if told.happened_at and told.happened_at > known_at else ""


def why_not_notify(
    *, known_at: datetime, notified_at: datetime, done: Done, late: str, at: datetime
) -> str:
    """Return why it cannot be entered that the authority was notified then, or nothing."""
    if done.notified_at:
        return "notified-already"
    if not known_at <= notified_at <= at:
        return "notified-at-no-such-time"
    # Art. 33.1: a later notice says why it is late.
    return "late-without-reasons" if notified_at > notice_due(known_at) and not late else ""


def why_not_leave_unnotified(risk: str, done: Done) -> str:
    """Return why the authority may not be left without notice, or nothing."""
    if done.notified_at:
        return "notified-already"
    return "" if risk == Risk.UNLIKELY else "risk-not-unlikely"
