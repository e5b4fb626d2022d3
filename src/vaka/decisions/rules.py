"""When a decision may be made, how it stands, and what its terms say. Plain Python."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from vaka.core.period import Period
from vaka.law.se.deadlines import TEMPORARY
from vaka.law.se.surveillance import EXEMPTIBLE
from vaka.terms.document import FORMAT, Terms, parse

YES = ("yes", "yes-with-limits")
RESCUE_LEADER = "13"
LOCAL = ZoneInfo("Europe/Stockholm")


class Reason(StrEnum):
    """Why a decision, its terms or a revocation is refused."""

    BALANCING_NOT_FINAL = "balancing-not-final"
    BALANCING_ALTERED = "balancing-altered"
    BALANCING_REVISED = "balancing-revised"
    BALANCING_SAYS_NO = "balancing-says-no"
    IMPACT_UNADVISED = "impact-unadvised"
    EMPLOYEES_UNHEARD = "employees-unheard"
    RESOLUTION_NOT_GRANTED = "resolution-not-granted"
    RESOLUTION_OF_ANOTHER_BOARD = "resolution-of-another-board"
    RESOLUTION_IN_ANOTHER_CASE = "resolution-in-another-case"
    RESOLVED_BEFORE_BALANCING = "resolved-before-balancing"
    DECIDED_ALREADY = "decided-already"
    TEMPORARY_TOO_LONG = "temporary-too-long"
    JOINT_WITH_ITSELF = "joint-with-itself"
    APPEALED_ALREADY = "appealed-already"
    APPEALED_BEFORE_DECISION = "appealed-before-decision"
    RULED_ALREADY = "ruled-already"
    RULED_BEFORE_APPEAL = "ruled-before-appeal"
    HANDED_OVER_ALREADY = "handed-over-already"
    WITHDRAWN_ALREADY = "withdrawn-already"
    HANDED_TO_ITSELF = "handed-to-itself"
    TAKEN_OVER_ALREADY = "taken-over-already"
    NOT_RUNNING = "not-running"
    LAPSED = "lapsed"
    REVOKED_ALREADY = "revoked-already"
    NOTHING_TO_REVOKE = "nothing-to-revoke"
    EXEMPTS_NOTHING = "exempts-nothing"
    EXEMPT_BEFORE_IT_WAS_DECIDED = "exempt-before-it-was-decided"
    EXEMPT_ENDS_BEFORE_IT_STARTS = "exempt-ends-before-it-starts"
    EXEMPT_ALREADY = "exempt-already"
    EXEMPTION_OVER = "exemption-over"


class Ruling(StrEnum):
    """What a court says of an appeal (kommunallagen 13 kap.)."""

    STAYED = "stayed"
    ANNULLED = "annulled"
    REJECTED = "rejected"


# Either stops the camera: the decision must not be carried out.
STOPPING = frozenset({Ruling.STAYED, Ruling.ANNULLED})


class Condition(StrEnum):
    """How a decision stands at an instant."""

    NOT_ISSUED = "not-issued"
    NOT_BEGUN = "not-begun"
    IN_FORCE = "in-force"
    LAPSING = "lapsing"
    LAPSED = "lapsed"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


# Something goes on, or is about to, that another board can take over.
RUNNING = frozenset({Condition.NOT_BEGUN, Condition.IN_FORCE, Condition.LAPSING})


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


@dataclass(frozen=True)
class Weighed:
    """What a decision rests on: the balancing as it stands now."""

    board: str
    case: str | None
    final: bool
    intact: bool
    revised: bool
    outcome: str
    finalised_on: date
    impact_unadvised: bool = False
    employees_unheard: bool = False


@dataclass(frozen=True)
class Resolved:
    """What a decision rests on: the board's resolution."""

    board: str
    case: str
    granted: bool
    meeting: date


def why_not_decide(weighed: Weighed, resolved: Resolved) -> Reason | None:
    """Return why no camera decision can be made on these two, or nothing when it can.

    The controller assesses before the surveillance starts (KBL 9 §), so the text that the board
    resolved on must have been final on the day of its meeting. Where the impact must be
    assessed the data protection officer has advised (GDPR art. 35.2), and where a workplace is
    watched the employees have been heard (KBL 21 §, MBL 11 §).
    """
    stops = {
        Reason.BALANCING_NOT_FINAL: not weighed.final,
        Reason.BALANCING_ALTERED: not weighed.intact,
        Reason.BALANCING_REVISED: weighed.revised,
        Reason.BALANCING_SAYS_NO: weighed.outcome not in YES,
        Reason.IMPACT_UNADVISED: weighed.impact_unadvised,
        Reason.EMPLOYEES_UNHEARD: weighed.employees_unheard,
        Reason.RESOLUTION_OF_ANOTHER_BOARD: resolved.board != weighed.board,
        Reason.RESOLUTION_IN_ANOTHER_CASE: weighed.case not in (None, resolved.case),
        Reason.RESOLUTION_NOT_GRANTED: not resolved.granted,
        Reason.RESOLVED_BEFORE_BALANCING: resolved.meeting < weighed.finalised_on,
    }
    return next((reason for reason, holds in stops.items() if holds), None)


def why_not_so_long(exemption: str, *, first: date, last: date) -> Reason | None:
    """Return why a decision cannot last so long: a rescue leader's lasts a month (KBL 13 §)."""
    temporary = exemption == RESCUE_LEADER and last >= TEMPORARY.day_after(first)
    return Reason.TEMPORARY_TOO_LONG if temporary else None


def why_not_rule(said: Ruling | None, *, filed_on: date, ruled_on: date) -> Reason | None:
    """Return why a ruling cannot be entered; after a stay the court has not spoken its last."""
    if said not in (None, Ruling.STAYED):
        return Reason.RULED_ALREADY
    return Reason.RULED_BEFORE_APPEAL if ruled_on < filed_on else None


def why_not_hand_over(
    condition: Condition, *, granted: bool, to_itself: bool, handed_over: bool
) -> Reason | None:
    """Return why a camera cannot go to another board, or nothing when it can."""
    stops = {
        Reason.NOT_RUNNING: condition not in RUNNING,
        Reason.HANDED_TO_ITSELF: to_itself,
        Reason.RESOLUTION_NOT_GRANTED: not granted,
        Reason.HANDED_OVER_ALREADY: handed_over,
    }
    return next((reason for reason, holds in stops.items() if holds), None)


# What an exemption can be from: the sign, its word on sound, and the rest (KBL 15 §).
SIGN, SOUND, INFORMATION = (rule.code for rule in EXEMPTIBLE)


# The last day of what lasts until it is recalled.
FAR_AWAY = date(9999, 1, 1)


def lasts(first: date, last: date | None, *, ended_at: datetime | None) -> Period | None:
    """Return for how long an exemption lasts; None when it was ended before it began."""
    whole = days(first, last or FAR_AWAY)
    end = min(ended_at or whole.end, whole.end)
    return Period(whole.start, end) if whole.start < end else None


def why_not_exempt(
    exempts: Collection[str], *, decided_on: date, starts_on: date, ends_on: date | None
) -> Reason | None:
    """Return why an exemption from information cannot be entered, or nothing when it can."""
    stops = {
        Reason.EXEMPTS_NOTHING: not exempts or not {SIGN, SOUND, INFORMATION} >= set(exempts),
        Reason.EXEMPT_BEFORE_IT_WAS_DECIDED: starts_on < decided_on,
        Reason.EXEMPT_ENDS_BEFORE_IT_STARTS: ends_on is not None and ends_on < starts_on,
    }
    return next((reason for reason, holds in stops.items() if holds), None)


@dataclass(frozen=True)
class Party:
    """A board that answers for the processing together with another."""

    id: str
    name: str


@dataclass(frozen=True)
class Frame:
    """What the terms say that is the decision's own and not a limit from the balancing."""

    terms: str
    camera: str
    controller: str
    controller_name: str
    case: str
    item: int
    meeting: date
    url: str
    supersedes: str | None
    joint_with: tuple[Party, ...] = ()


def document(limits: Mapping[str, object], frame: Frame) -> Terms:
    """Return the terms: the limits that were weighed, in the frame of the decision.

    :raises BadInput: when a limit is not what `vaka.terms/1` asks for; names the field.
    """
    return parse(
        {
            **limits,
            "format": FORMAT,
            "id": frame.terms,
            "camera": frame.camera,
            "controller": {
                "id": frame.controller,
                "name": frame.controller_name,
                "joint_with": [asdict(party) for party in frame.joint_with],
            },
            "decision": {
                "body": frame.controller_name,
                "case": frame.case,
                "paragraph": str(frame.item),
                "date": frame.meeting.isoformat(),
            },
            "time_zone": LOCAL.key,
            "sign": {"text": limits.get("sign"), "url": frame.url},
            "supersedes": frame.supersedes,
        }
    )
