"""Verbs: open a case, refer it, give an opinion, resolve it."""

from datetime import date, datetime

from vaka.cases import queries, rules
from vaka.cases.models import Case, Opinion, Referral, Resolution
from vaka.cases.rules import Outcome, Reason, Stance, State, Step
from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import action, find, require, visible
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
    number = rules.checked_reference(reference)
    if Case.objects.filter(board=board, reference=number).exists():
        raise Conflict(number, "reference-taken")
    case = Case.objects.create(
        id=new_id(at=at),
        board_id=board,
        reference=number,
        title=rules.checked_text("title", title),
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
def refer(*, case: str, consulted: str, due: date, by: Actor, at: datetime) -> Referral:
    """Ask a body what it thinks, by a day.

    :raises Conflict: when the case is resolved, or the day is past.
    """
    row = _case(case, Permission.HANDLE_CASE, by)
    _step(row, Step.REFER)
    if due < rules.day_of(at):
        raise Conflict(row.reference, Reason.DUE_BEFORE_REFERRAL)
    referral = Referral.objects.create(
        id=new_id(at=at),
        case=row,
        consulted=rules.checked_text("consulted", consulted),
        due=due,
        sent_at=at,
    )
    record.append(
        Kind.CASE_REFERRED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"referral": referral.id, "consulted": referral.consulted, "due": str(due)},
    )
    return referral


@action
def give_opinion(
    *, referral: str, stance: Stance, text: str, by: Actor, at: datetime
) -> Opinion:
    """Enter what the consulted body answered.

    :raises Conflict: when it has answered already, or the case is resolved.
    """
    rows = Referral.objects.filter(visible(by, Permission.SEE, board="case__board"))
    asked = find(rows, referral)
    row = _case(asked.case_id, Permission.HANDLE_CASE, by)
    _step(row, Step.GIVE_OPINION)
    if Opinion.objects.filter(referral=asked).exists():
        raise Conflict(asked.consulted, Reason.OPINION_GIVEN_ALREADY)
    opinion = Opinion.objects.create(
        id=new_id(at=at),
        referral=asked,
        stance=stance,
        text=rules.checked_text("text", text),
        given_at=at,
    )
    record.append(
        Kind.OPINION_GIVEN,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"referral": asked.id, "stance": stance},
    )
    return opinion


@action
def resolve(
    *,
    case: str,
    meeting: date,
    item: int,
    outcome: Outcome,
    text: str,
    by: Actor,
    at: datetime,
) -> Resolution:
    """Enter what the case's board resolved, under which item of which meeting.

    :raises BadInput: when the item is no positive number, or the text is empty.
    :raises Conflict: when the case is resolved, an opinion is still awaited at the meeting, or
        the board resolved something else under that item.
    """
    row = _case(case, Permission.RECORD_RESOLUTION, by)
    if reason := rules.why_not_resolve(
        State(row.state),
        opened=rules.day_of(row.opened_at),
        meeting=meeting,
        awaited=queries.awaited(row),
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
        outcome=outcome,
        text=rules.checked_text("text", text),
        recorded_at=at,
    )
    Case.objects.filter(pk=row.pk).update(state=rules.state_after(outcome))
    record.append(
        Kind.CASE_RESOLVED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={
            "resolution": resolution.id,
            "outcome": outcome,
            "meeting": str(meeting),
            "item": item,
        },
    )
    return resolution


def return_to_board(case: str, *, evaluation: str, by: Actor, at: datetime) -> bool:
    """Open a resolved case again, since an evaluation could not tell what its camera did.

    Return whether it was resolved. Nobody chooses this: the frozen plan does. The caller's
    transaction carries it.
    """
    opened = rules.state_after(Outcome.REMITTED)
    returned = Case.objects.filter(pk=case, state=State.RESOLVED).update(state=opened)
    if returned:
        facts = {"evaluation": evaluation}
        record.append(Kind.CASE_RETURNED, actor=by.id, subject=case, at=at, facts=facts)
    return bool(returned)


def _case(key: str, permission: Permission, by: Actor) -> Case:
    """Return the case, locked until the verb is done, to an actor who may.

    :raises Absent: when there is none, or it is a foreign board's.
    :raises Refused: when the actor sees the case but lacks the permission.
    """
    row = queries.case(key, by=by)
    require(by, permission, board=row.board_id, subject=row.id)
    return Case.objects.select_for_update().get(pk=row.pk)


def _step(case: Case, step: Step) -> None:
    """Take the step, and move the case to where it leads.

    :raises Conflict: when the step is not open in the state of the case.
    """
    state = State(case.state)
    if reason := rules.why_not(state, step):
        raise Conflict(case.reference, reason)
    Case.objects.filter(pk=case.pk).update(state=rules.AFTER[state, step])
