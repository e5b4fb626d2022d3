"""How a case moves: what may be done in which state, and why not. Plain Python."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """How far a case has come."""

    OPEN = "open"
    IN_PREPARATION = "in-preparation"
    REFERRED = "referred"
    STATED = "stated"
    RESOLVED = "resolved"


class Step(StrEnum):
    """What moves a case."""

    PREPARE = "prepare"
    REFER = "refer"
    GIVE_OPINION = "give-opinion"
    SIGN = "sign"
    RESOLVE = "resolve"


class Stance(StrEnum):
    """What a consulted body thinks of the proposal, or of one demand."""

    SUPPORTS = "supports"
    OPPOSES = "opposes"
    ANSWERED = "answered"
    ABSTAINS = "abstains"


class Outcome(StrEnum):
    """What a board resolves, or is proposed to."""

    GRANTED = "granted"
    REJECTED = "rejected"
    ANSWERED = "answered"
    REMITTED = "remitted"
    TABLED = "tabled"


# Only what is said of a whole case whose demands went different ways.
MIXED = "mixed"
POSTPONING = frozenset({Outcome.REMITTED, Outcome.TABLED})
SETTLING = frozenset(Outcome) - POSTPONING


class DissentKind(StrEnum):
    """How somebody disagrees in the minutes."""

    RESERVATION = "reservation"
    SPECIAL_OPINION = "special-opinion"


class DissentForm(StrEnum):
    """Whether it was handed in or only said."""

    WRITTEN = "written"
    ORAL = "oral"


class Ground(StrEnum):
    """Why somebody is recused (kommunallagen 6 kap. 28 §; förvaltningslagen 16 §)."""

    AFFECTED = "affected"
    REPRESENTATIVE = "representative"
    DECIDED_ELSEWHERE = "decided-elsewhere"
    IMPARTIALITY = "impartiality"


class Direction(StrEnum):
    """How a document came into the register."""

    RECEIVED = "received"
    SENT = "sent"
    DRAWN_UP = "drawn-up"


class Reason(StrEnum):
    """Why a step is not open."""

    RESOLVED_ALREADY = "resolved-already"
    PREPARED_ALREADY = "prepared-already"
    NOT_REFERRED = "not-referred"
    OPINION_GIVEN_ALREADY = "opinion-given-already"
    OPINION_AWAITED = "opinion-awaited"
    OPINIONS_AWAITED = "opinions-awaited"
    MEETING_BEFORE_OPENING = "meeting-before-opening"
    DUE_BEFORE_REFERRAL = "due-before-referral"
    INITIATIVE_ENTERED_ALREADY = "initiative-entered-already"
    INITIATIVE_AFTER_REFERRAL = "initiative-after-referral"
    NOT_STATED = "not-stated"
    DEMANDS_WITHOUT_PROPOSAL = "demands-without-proposal"
    DEMANDS_UNRESOLVED = "demands-unresolved"
    SIGNED_ALREADY = "signed-already"
    MINUTES_APPROVED = "minutes-approved"
    MINUTES_NOT_APPROVED = "minutes-not-approved"
    NOTHING_RESOLVED = "nothing-resolved"
    APPROVED_BEFORE_MEETING = "approved-before-meeting"
    INITIATIVE_NOT_DELEGATED = "initiative-not-delegated"
    DELEGATION_NOT_IN_FORCE = "delegation-not-in-force"
    DELEGATED_ALREADY = "delegated-already"
    MEETING_PLANNED_ALREADY = "meeting-planned-already"
    REPORTED_ALREADY = "reported-already"
    REPORTED_BEFORE_DECISION = "reported-before-decision"
    RECUSED = "recused"
    RECUSED_ALREADY = "recused-already"
    WITHDRAWN_ALREADY = "withdrawn-already"


@dataclass(frozen=True)
class Awaited:
    """A referral whose opinion has not come, and when it is due."""

    consulted: str
    due: date


# What is left out is refused. A case that goes out anew needs a new statement; nothing follows
# a resolution but a remittal, which reopens.
AFTER: Mapping[tuple[State, Step], State] = {
    (State.OPEN, Step.PREPARE): State.IN_PREPARATION,
    (State.OPEN, Step.REFER): State.REFERRED,
    (State.IN_PREPARATION, Step.REFER): State.REFERRED,
    (State.REFERRED, Step.REFER): State.REFERRED,
    (State.STATED, Step.REFER): State.REFERRED,
    (State.REFERRED, Step.GIVE_OPINION): State.REFERRED,
    (State.STATED, Step.GIVE_OPINION): State.STATED,
    (State.OPEN, Step.SIGN): State.STATED,
    (State.IN_PREPARATION, Step.SIGN): State.STATED,
    (State.REFERRED, Step.SIGN): State.STATED,
    (State.STATED, Step.SIGN): State.STATED,
    (State.OPEN, Step.RESOLVE): State.RESOLVED,
    (State.IN_PREPARATION, Step.RESOLVE): State.RESOLVED,
    (State.REFERRED, Step.RESOLVE): State.RESOLVED,
    (State.STATED, Step.RESOLVE): State.RESOLVED,
}


def why_not(state: State, step: Step) -> Reason | None:
    """Return why the step is not open in that state, or nothing when it is."""
    if (state, step) in AFTER:
        return None
    if state == State.RESOLVED:
        return Reason.RESOLVED_ALREADY
    return Reason.PREPARED_ALREADY if step == Step.PREPARE else Reason.NOT_REFERRED


def why_no_initiative(state: State, *, entered: bool) -> Reason | None:
    """Return why no initiative can be entered; what was consulted on does not change."""
    if entered:
        return Reason.INITIATIVE_ENTERED_ALREADY
    if state == State.RESOLVED:
        return Reason.RESOLVED_ALREADY
    if state in (State.REFERRED, State.STATED):
        return Reason.INITIATIVE_AFTER_REFERRAL
    return None


def why_not_sign(
    state: State,
    *,
    today: date,
    awaited: Iterable[Awaited],
    demands: Collection[int],
    proposed: Collection[int],
) -> Reason | None:
    """Return why a statement cannot be signed: bodies are heard, demands have proposals."""
    if reason := why_not(state, Step.SIGN):
        return reason
    if any(today <= each.due for each in awaited):
        return Reason.OPINIONS_AWAITED
    if set(demands) - set(proposed):
        return Reason.DEMANDS_WITHOUT_PROPOSAL
    return None


@dataclass(frozen=True)
class Ruling:
    """What a board resolved at a meeting: on the whole case, or demand by demand.

    A whole that is tabled or remitted takes its demands with it.
    """

    meeting: date
    outcome: Outcome | None = None
    demands: Mapping[int, Outcome] = field(default_factory=dict)

    @property
    def outcomes(self) -> frozenset[Outcome]:
        """Return the different ways in which it went."""
        whole = [] if self.outcome is None or self.demands else [self.outcome]
        return frozenset([*self.demands.values(), *whole])

    @property
    def postpones(self) -> bool:
        """Return whether nothing at all is settled by it."""
        return self.outcomes <= POSTPONING

    @property
    def in_one(self) -> str:
        """Return its outcome in one word; `MIXED` when demands went different ways."""
        outcomes = self.outcomes
        return next(iter(outcomes)) if len(outcomes) == 1 else MIXED


def why_not_resolve(
    state: State,
    ruling: Ruling,
    *,
    opened: date,
    awaited: Iterable[Awaited],
    unsettled: Collection[int],
) -> Reason | None:
    """Return why a board cannot resolve the case so at that meeting, or nothing when it can.

    A body that was asked is heard until its time is out; after that its silence stops nothing.
    An initiative is prepared first, and answered demand by demand.
    """
    if reason := why_not(state, Step.RESOLVE):
        return reason
    if ruling.meeting < opened:
        return Reason.MEETING_BEFORE_OPENING
    if ruling.postpones:
        return None
    if any(ruling.meeting <= each.due for each in awaited):
        return Reason.OPINIONS_AWAITED
    if unsettled and state != State.STATED:
        return Reason.NOT_STATED
    if set(unsettled) - set(ruling.demands):
        return Reason.DEMANDS_UNRESOLVED
    return None


def state_after(state: State, ruling: Ruling) -> State:
    """Return the state that a resolution leaves.

    Remitted back, wholly or in part, the case is open again; tabled it stays where it was.
    """
    if Outcome.REMITTED in ruling.outcomes:
        return State.OPEN
    return state if Outcome.TABLED in ruling.outcomes else State.RESOLVED


def why_not_approve(*, meeting: date, approved_on: date, resolved: bool) -> Reason | None:
    """Return why the minutes of a meeting cannot be approved, or nothing when they can."""
    if not resolved:
        return Reason.NOTHING_RESOLVED
    return Reason.APPROVED_BEFORE_MEETING if approved_on < meeting else None


def why_not_delegated(state: State, *, initiative: bool, in_force: bool) -> Reason | None:
    """Return why a delegate cannot decide the case, or nothing when he or she can.

    What was put to the board by its members, or asks for a policy, is the board's own
    (kommunallagen 6 kap. 38 §: goals, direction, extent and quality of what it does).
    """
    if reason := why_not(state, Step.RESOLVE):
        return reason
    if initiative:
        return Reason.INITIATIVE_NOT_DELEGATED
    return None if in_force else Reason.DELEGATION_NOT_IN_FORCE
