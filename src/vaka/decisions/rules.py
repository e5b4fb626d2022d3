"""When a decision may be made, and how it stands. Plain Python."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from vaka.core.period import Period

LOCAL = ZoneInfo("Europe/Stockholm")


class Reason(StrEnum):
    """Why a decision, its terms or a revocation is refused."""

    BALANCING_NOT_FINAL = "balancing-not-final"
    BALANCING_ALTERED = "balancing-altered"
    BALANCING_REVISED = "balancing-revised"
    BALANCING_SAYS_NO = "balancing-says-no"
    RESOLUTION_NOT_GRANTED = "resolution-not-granted"
    RESOLUTION_OF_ANOTHER_BOARD = "resolution-of-another-board"
    RESOLUTION_IN_ANOTHER_CASE = "resolution-in-another-case"
    RESOLVED_BEFORE_BALANCING = "resolved-before-balancing"
    DECIDED_ALREADY = "decided-already"
    LAPSED = "lapsed"
    REVOKED_ALREADY = "revoked-already"
    NOTHING_TO_REVOKE = "nothing-to-revoke"


class Condition(StrEnum):
    """How a decision stands at an instant."""

    NOT_ISSUED = "not-issued"
    NOT_BEGUN = "not-begun"
    IN_FORCE = "in-force"
    LAPSING = "lapsing"
    LAPSED = "lapsed"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


def days(first: date, last: date, *, zone: ZoneInfo = LOCAL) -> Period:
    """Return the period from the first local midnight to the one after the last day."""
    start = datetime.combine(first, time(), zone)
    return Period(start, datetime.combine(last + timedelta(days=1), time(), zone))


def condition(
    valid: Period | None,
    *,
    revoked: bool,
    superseded: bool,
    review_by: date,
    at: datetime,
) -> Condition:
    """Return how a decision stands; `valid` is the period of its newest terms, if issued.

    It is lapsing from the day on which it was to be reviewed: that day is when a board must
    begin, if it is to weigh anew before the end (KBL 9 §).
    """
    if valid is None:
        return Condition.NOT_ISSUED
    if revoked:
        return Condition.REVOKED
    if superseded:
        return Condition.SUPERSEDED
    if at >= valid.end:
        return Condition.LAPSED
    if at < valid.start:
        return Condition.NOT_BEGUN
    if at.astimezone(LOCAL).date() >= review_by:
        return Condition.LAPSING
    return Condition.IN_FORCE
