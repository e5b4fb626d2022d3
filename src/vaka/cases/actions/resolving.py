"""Verbs: enter what the board resolved, who disagreed, and that the minutes are approved."""

from collections.abc import Mapping
from datetime import date, datetime

from vaka.cases import queries
from vaka.cases.access import require_unbiased_in
from vaka.cases.actions.held import held, move, registered
from vaka.cases.models import Case, DemandResolution, Dissent, Minutes, Resolution
from vaka.cases.rules import inputs, states
from vaka.cases.rules.states import (
    Direction,
    DissentForm,
    DissentKind,
    Outcome,
    Reason,
    Ruling,
    State,
)
from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.municipality import queries as municipality
from vaka.municipality.access import action, require
from vaka.municipality.rules import Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind


@action
def resolve(
    *,
    case: str,
    meeting: date,
    item: int,
    text: str,
    outcome: Outcome | None = None,
    demands: Mapping[int, Outcome] | None = None,
    by: Actor,
    at: datetime,
) -> Resolution:
    """Enter what the case's board resolved, on the whole or on demands by number.

    :raises BadInput: when the item is no positive number, the text is empty, nothing is said of
        how it went, or a demand is not there to be settled.
    :raises Conflict: when the case is resolved or cannot be yet, or the board resolved
        something else under that item.
    """
    row = held(case, Permission.RECORD_RESOLUTION, by)
    unsettled = {each.number: each for each in queries.unsettled(row)}
    ruling = _ruling(meeting, outcome, demands or {}, unsettled)
    if reason := states.why_not_resolve(
        State(row.state),
        ruling,
        opened=inputs.day_of(row.opened_at),
        awaited=queries.awaited(row),
        unsettled=unsettled,
    ):
        raise Conflict(row.reference, reason)
    if item < 1:
        raise BadInput("item", f"§ {item} cannot be", "Give the item's number in the minutes")
    if Resolution.objects.filter(board=row.board_id, meeting=meeting, item=item).exists():
        raise Conflict(f"{meeting} § {item}", "item-taken")
    resolution = Resolution.objects.create(
        id=new_id(at=at),
        case=row,
        board_id=row.board_id,
        meeting=meeting,
        item=item,
        outcome=ruling.in_one,
        text=inputs.checked_text("text", text),
        recorded_at=at,
    )
    for number, settled in ruling.demands.items():
        DemandResolution.objects.create(
            id=new_id(at=at),
            resolution=resolution,
            demand=unsettled[number],
            outcome=settled,
        )
    move(row, states.state_after(State(row.state), ruling))
    _tell(row, resolution, ruling, by, at)
    return resolution


@action
def note_dissent_from(
    *,
    resolution: str,
    kind: DissentKind,
    form: DissentForm,
    party: str,
    text: str = "",
    by: Actor,
    at: datetime,
) -> Dissent:
    """Note a reservation against a resolution, or a special opinion beside it.

    :raises Conflict: when the minutes are approved: what they hold is then fixed.
    """
    resolved = queries.resolution(resolution, by=by)
    row = held(resolved.case_id, Permission.RECORD_RESOLUTION, by)
    if queries.minutes_of(resolved):
        raise Conflict(row.reference, Reason.MINUTES_APPROVED)
    dissent = Dissent.objects.create(
        id=new_id(at=at),
        resolution=resolved,
        kind=kind,
        form=form,
        party=inputs.checked_text("party", party),
        text=text.strip(),
        noted_at=at,
    )
    record.append(
        Kind.DISSENT_NOTED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"resolution": resolved.id, "kind": kind, "form": form},
        personal={"party": dissent.party},
    )
    return dissent


@action
def approve_minutes(
    *,
    board: str,
    meeting: date,
    approved_on: date,
    announced_on: date,
    by: Actor,
    at: datetime,
) -> Minutes:
    """Enter that the minutes of a board's meeting are approved, and when that was announced.

    :raises BadInput: when they were announced before they were approved.
    :raises Absent: when there is no such board for this person.
    :raises Refused: when the actor is recused from a case that was resolved there.
    :raises Conflict: when they are approved already, nothing was resolved at that meeting, or
        they would be approved before it.
    """
    met = municipality.board(board, by=by)
    require(by, Permission.RECORD_RESOLUTION, board=met.id, subject=met.id)
    if Minutes.objects.filter(board=met, meeting=meeting).exists():
        raise Conflict(str(meeting), Reason.MINUTES_APPROVED)
    resolved = Resolution.objects.filter(board=met, meeting=meeting)
    require_unbiased_in(
        resolved.values_list("case", flat=True),
        by,
        Permission.RECORD_RESOLUTION,
        subject=met.id,
    )
    if reason := states.why_not_approve(
        meeting=meeting, approved_on=approved_on, resolved=resolved.exists()
    ):
        raise Conflict(str(meeting), reason)
    if announced_on < approved_on:
        mend = "Give the day on the notice board"
        raise BadInput("announced_on", f"{announced_on} is before the approval", mend)
    minutes = Minutes.objects.create(
        id=new_id(at=at),
        board=met,
        meeting=meeting,
        approved_on=approved_on,
        announced_on=announced_on,
    )
    record.append(
        Kind.MINUTES_APPROVED,
        actor=by.id,
        subject=minutes.id,
        at=at,
        facts={
            "board": met.id,
            "meeting": str(meeting),
            "approved": str(approved_on),
            "announced": str(announced_on),
        },
    )
    return minutes


def _ruling(
    meeting: date,
    outcome: Outcome | None,
    demands: Mapping[int, Outcome],
    unsettled: Mapping[int, object],
) -> Ruling:
    """Return what was resolved; a whole that is put off takes its demands with it.

    :raises BadInput: when nothing is said, or a demand is not there to be settled.
    """
    if strange := sorted(set(demands) - set(unsettled)):
        mend = "Settle those that are left"
        raise BadInput("demands", f"there is no demand {strange[0]} to settle", mend)
    if outcome is None and not demands:
        raise BadInput("outcome", "nothing is said of how it went", "Give the outcome")
    if outcome in states.POSTPONING and not demands:
        return Ruling(meeting, outcome, dict.fromkeys(unsettled, outcome))
    return Ruling(meeting, outcome, demands)


def _tell(case: Case, resolution: Resolution, ruling: Ruling, by: Actor, at: datetime) -> None:
    """Put the resolution in the register and on the record."""
    registered(
        case,
        f"Beslut {case.board.name} {resolution.meeting:%y%m%d} § {resolution.item}",
        direction=Direction.DRAWN_UP,
        party=case.board.name,
        dated=resolution.meeting,
        at=at,
    )
    record.append(
        Kind.CASE_RESOLVED,
        actor=by.id,
        subject=case.id,
        at=at,
        facts={
            "resolution": resolution.id,
            "outcome": resolution.outcome,
            "meeting": str(resolution.meeting),
            "item": resolution.item,
            "demands": {str(number): each for number, each in ruling.demands.items()},
        },
    )


def return_to_board(case: str, *, evaluation: str, by: Actor, at: datetime) -> bool:
    """Open a resolved case again, since an evaluation could not tell what its camera did.

    Return whether it was resolved. Nobody chooses this: the frozen plan does. The caller's
    transaction carries it.
    """
    returned = Case.objects.filter(pk=case, state=State.RESOLVED).update(state=State.OPEN)
    if returned:
        facts = {"evaluation": evaluation}
        record.append(Kind.CASE_RETURNED, actor=by.id, subject=case, at=at, facts=facts)
    return bool(returned)
