"""How a case moves: what may be done in which state, and why not. Plain Python."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from vaka.core.errors import BadInput

LOCAL = ZoneInfo("Europe/Stockholm")
REFERENCE = re.compile(r"[A-ZÅÄÖ]{1,6}-(19|20)\d\d-[1-9]\d{0,5}")


class State(StrEnum):
    """How far a case has come."""

    OPEN = "open"
    REFERRED = "referred"
    RESOLVED = "resolved"


class Step(StrEnum):
    """What moves a case."""

    REFER = "refer"
    GIVE_OPINION = "give-opinion"
    RESOLVE = "resolve"


class Stance(StrEnum):
    """What a consulted body thinks of the proposal."""

    SUPPORTS = "supports"
    OPPOSES = "opposes"
    ABSTAINS = "abstains"


class Outcome(StrEnum):
    """What a board resolved."""

    GRANTED = "granted"
    REJECTED = "rejected"
    ANSWERED = "answered"
    REMITTED = "remitted"


class Reason(StrEnum):
    """Why a step is not open."""

    RESOLVED_ALREADY = "resolved-already"
    NOT_REFERRED = "not-referred"
    OPINION_GIVEN_ALREADY = "opinion-given-already"
    OPINIONS_AWAITED = "opinions-awaited"
    MEETING_BEFORE_OPENING = "meeting-before-opening"
    DUE_BEFORE_REFERRAL = "due-before-referral"


@dataclass(frozen=True)
class Awaited:
    """A referral whose opinion has not come, and when it is due."""

    consulted: str
    due: date


# What is left out is refused: nothing follows a resolution but a remittal, which reopens.
AFTER: Mapping[tuple[State, Step], State] = {
    (State.OPEN, Step.REFER): State.REFERRED,
    (State.REFERRED, Step.REFER): State.REFERRED,
    (State.REFERRED, Step.GIVE_OPINION): State.REFERRED,
    (State.OPEN, Step.RESOLVE): State.RESOLVED,
    (State.REFERRED, Step.RESOLVE): State.RESOLVED,
}


def why_not(state: State, step: Step) -> Reason | None:
    """Return why the step is not open in that state, or nothing when it is."""
    if (state, step) in AFTER:
        return None
    return Reason.RESOLVED_ALREADY if state == State.RESOLVED else Reason.NOT_REFERRED


def why_not_resolve(
    state: State, *, opened: date, meeting: date, awaited: Iterable[Awaited]
) -> Reason | None:
    """Return why a board cannot resolve the case at that meeting, or nothing when it can.

    A body that was asked is heard until its time is out; after that its silence stops nothing.
    """
    if reason := why_not(state, Step.RESOLVE):
        return reason
    if meeting < opened:
        return Reason.MEETING_BEFORE_OPENING
    if any(meeting <= each.due for each in awaited):
        return Reason.OPINIONS_AWAITED
    return None


def state_after(outcome: Outcome) -> State:
    """Return the state that a resolution leaves: remitted back, the case is open again."""
    return State.OPEN if outcome == Outcome.REMITTED else State.RESOLVED


def day_of(at: datetime) -> date:
    """Return the day on the wall calendar of the municipality."""
    return at.astimezone(LOCAL).date()


def checked_reference(text: str) -> str:
    """Return the reference number as it is written: `TN-2026-114`.

    :raises BadInput: when it has another form.
    """
    written = text.strip().upper()
    if not REFERENCE.fullmatch(written):
        raise BadInput(
            "reference", f"{text!r} is no reference number", "Write it as TN-2026-114"
        )
    return written


def checked_text(where: str, text: str) -> str:
    """Return the text without outer blanks.

    :raises BadInput: when nothing is left.
    """
    if not (kept := text.strip()):
        raise BadInput(where, "it is empty", "Write what the reader of the case needs")
    return kept
