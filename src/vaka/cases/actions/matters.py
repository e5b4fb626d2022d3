"""Verbs: open a case, enter its initiative, have it prepared, plan it, register a document."""

from collections.abc import Sequence
from datetime import date, datetime

from vaka.cases import queries
from vaka.cases.actions.held import held, registered, step
from vaka.cases.models import Case, Demand, Document, Initiative, Meeting, Preparation
from vaka.cases.rules import inputs, states
from vaka.cases.rules.states import Direction, State, Step
from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import action, require
from vaka.municipality.rules import Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind


@action
def open_case(*, board: str, reference: str, title: str, by: Actor, at: datetime) -> Case:
    """Open a case at a board.

    :raises BadInput: when the reference number has another form than `TN-2026-114`.
    :raises Conflict: when the board has a case of that number.
    """
    require(by, Permission.HANDLE_CASE, board=board, subject=board)
    number = inputs.checked_reference(reference)
    if Case.objects.filter(board=board, reference=number).exists():
        raise Conflict(number, "reference-taken")
    case = Case.objects.create(
        id=new_id(at=at),
        board_id=board,
        reference=number,
        title=inputs.checked_text("title", title),
        opened_at=at,
        opened_by_id=by.id,
    )
    record.append(
        Kind.CASE_OPENED,
        actor=by.id,
        subject=case.id,
        at=at,
        facts={"board": board, "reference": number},
    )
    return case


@action
def enter_initiative(
    *,
    case: str,
    initiator: str,
    received_on: date,
    demands: Sequence[str],
    by: Actor,
    at: datetime,
) -> Initiative:
    """Enter what a member or a party puts to the board, with its demands in order.

    :raises BadInput: when there is no demand, or one is empty.
    :raises Conflict: when the case has one, has been consulted on, or is resolved.
    """
    row = held(case, Permission.HANDLE_CASE, by)
    entered = queries.initiative(row) is not None
    if reason := states.why_no_initiative(State(row.state), entered=entered):
        raise Conflict(row.reference, reason)
    initiative = Initiative.objects.create(
        case=row,
        initiator=inputs.checked_text("initiator", initiator),
        received_on=received_on,
    )
    for number, text in enumerate(inputs.checked_texts("demands", demands), 1):
        Demand.objects.create(id=new_id(at=at), case=row, number=number, text=text)
    registered(
        row,
        row.title,
        direction=Direction.RECEIVED,
        party=initiative.initiator,
        dated=received_on,
        at=at,
    )
    record.append(
        Kind.INITIATIVE_ENTERED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"received": str(received_on), "demands": len(demands)},
        personal={"initiator": initiative.initiator},
    )
    return initiative


@action
def prepare(
    *,
    case: str,
    department: str,
    ordered_on: date,
    due: date | None = None,
    by: Actor,
    at: datetime,
) -> Preparation:
    """Enter who is to prepare the case, as the board ordered on that day.

    :raises BadInput: when it is due before it was ordered.
    :raises Conflict: when it is being prepared already, or is resolved.
    """
    row = held(case, Permission.HANDLE_CASE, by)
    step(row, Step.PREPARE)
    if due and due < ordered_on:
        raise BadInput("due", f"{due} is before the order", "Give a later day")
    preparation = Preparation.objects.create(
        id=new_id(at=at),
        case=row,
        department=inputs.checked_text("department", department),
        ordered_on=ordered_on,
        due=due,
    )
    record.append(
        Kind.CASE_PREPARED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"department": preparation.department, "ordered": str(ordered_on)},
    )
    return preparation


@action
def plan_meeting(*, case: str, body: str, on: date, by: Actor, at: datetime) -> Meeting:
    """Enter a meeting at which the case was or is to be taken up.

    :raises Conflict: when that meeting is entered already, or the case is resolved.
    """
    row = held(case, Permission.HANDLE_CASE, by)
    if row.state == State.RESOLVED:
        raise Conflict(row.reference, states.Reason.RESOLVED_ALREADY)
    meets = inputs.checked_text("body", body)
    if row.meetings.filter(body=meets, on=on).exists():
        raise Conflict(f"{meets} {on}", states.Reason.MEETING_PLANNED_ALREADY)
    meeting = Meeting.objects.create(id=new_id(at=at), case=row, body=meets, on=on)
    record.append(
        Kind.MEETING_PLANNED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"body": meets, "on": str(on)},
    )
    return meeting


@action
def register_document(
    *,
    case: str,
    title: str,
    direction: Direction,
    party: str,
    dated: date,
    secrecy: str = "",
    by: Actor,
    at: datetime,
) -> Document:
    """Register a document of the case (OSL 5 kap. 1–2 §§), also after it is resolved.

    :raises BadInput: when a text is empty, or the secrecy mark names no section.
    """
    row = held(case, Permission.HANDLE_CASE, by)
    document = registered(
        row,
        inputs.checked_text("title", title),
        direction=direction,
        party=inputs.checked_text("party", party),
        dated=dated,
        secrecy=inputs.checked_secrecy(secrecy),
        at=at,
    )
    record.append(
        Kind.DOCUMENT_REGISTERED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={
            "document": document.id,
            "number": document.number,
            "secrecy": document.secrecy,
        },
    )
    return document
