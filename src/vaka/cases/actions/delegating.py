"""Verbs: let somebody decide in the board's name, enter what was so decided, report it."""

from datetime import date, datetime

from vaka.cases import queries
from vaka.cases.access import require_unbiased
from vaka.cases.actions.held import held, move, registered
from vaka.cases.models import DelegatedDecision, Delegation
from vaka.cases.rules import inputs, states
from vaka.cases.rules.states import Direction, Outcome, Reason, State
from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import action, find, require
from vaka.municipality.rules import Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind


@action
def delegate(
    *,
    board: str,
    number: str,
    subject: str,
    delegate: str,
    starts_on: date,
    ends_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Delegation:
    """Enter an item of a board's order of delegation.

    :raises BadInput: when it ends before it begins.
    :raises Conflict: when that item begins that day already.
    """
    require(by, Permission.RECORD_RESOLUTION, board=board, subject=board)
    if ends_on and ends_on < starts_on:
        raise BadInput("ends_on", f"{ends_on} is before it begins", "Give a later day")
    ordered = inputs.checked_text("number", number)
    if Delegation.objects.filter(board=board, number=ordered, starts_on=starts_on).exists():
        raise Conflict(ordered, Reason.DELEGATED_ALREADY)
    row = Delegation.objects.create(
        id=new_id(at=at),
        board_id=board,
        number=ordered,
        subject=inputs.checked_text("subject", subject),
        delegate=inputs.checked_text("delegate", delegate),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record.append(
        Kind.DELEGATION_ENTERED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"board": board, "number": row.number, "delegate": row.delegate},
    )
    return row


@action
def decide_by_delegation(
    *,
    case: str,
    delegation: str,
    decided_on: date,
    outcome: Outcome,
    text: str,
    by: Actor,
    at: datetime,
) -> DelegatedDecision:
    """Enter what a delegate resolved in the board's name.

    :raises Absent: when the delegation is another board's.
    :raises Conflict: when an initiative is the board's own to resolve, the delegation was not
        in force that day, or the case is resolved.
    """
    row = held(case, Permission.RECORD_RESOLUTION, by)
    lent = find(queries.delegations(by=by).filter(board=row.board_id), delegation)
    if reason := states.why_not_delegated(
        State(row.state),
        initiative=queries.initiative(row) is not None,
        in_force=lent.starts_on <= decided_on <= (lent.ends_on or date.max),
    ):
        raise Conflict(row.reference, reason)
    decided = DelegatedDecision.objects.create(
        id=new_id(at=at),
        case=row,
        delegation=lent,
        decided_on=decided_on,
        outcome=outcome,
        text=inputs.checked_text("text", text),
    )
    if outcome not in states.POSTPONING:
        move(row, State.RESOLVED)
    registered(
        row,
        f"Delegationsbeslut {lent.number}",
        direction=Direction.DRAWN_UP,
        party=lent.delegate,
        dated=decided_on,
        at=at,
    )
    record.append(
        Kind.CASE_DECIDED_BY_DELEGATE,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"decision": decided.id, "delegation": lent.id, "outcome": outcome},
    )
    return decided


@action
def report_delegated(
    *, decision: str, meeting: date, by: Actor, at: datetime
) -> DelegatedDecision:
    """Enter that a delegated decision was reported to its board at a meeting.

    :raises Refused: when the actor is recused from the case.
    :raises Conflict: when it was reported already, or the meeting was before it.
    """
    row = queries.delegated_decision(decision, by=by)
    board = row.case.board_id
    require(by, Permission.RECORD_RESOLUTION, board=board, subject=row.case_id)
    require_unbiased(by, Permission.RECORD_RESOLUTION, case=row.case_id, subject=row.case_id)
    if meeting < row.decided_on:
        raise Conflict(str(row), Reason.REPORTED_BEFORE_DECISION)
    waiting = DelegatedDecision.objects.filter(pk=row.pk, reported_on=None)
    if not waiting.update(reported_on=meeting):
        raise Conflict(str(row), Reason.REPORTED_ALREADY)
    record.append(
        Kind.DELEGATED_REPORTED,
        actor=by.id,
        subject=row.case_id,
        at=at,
        facts={"decision": row.id, "meeting": str(meeting)},
    )
    row.refresh_from_db()
    return row
