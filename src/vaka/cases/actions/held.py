"""What every verb on a case begins with, and how a document comes into its register."""

from datetime import date, datetime

from vaka.cases import queries
from vaka.cases.access import require_unbiased
from vaka.cases.models import Case, Document
from vaka.cases.rules import states
from vaka.cases.rules.states import Direction, State, Step
from vaka.core.errors import Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import require
from vaka.municipality.rules import Actor, Permission


def held(key: str, permission: Permission, by: Actor) -> Case:
    """Return the case, locked until the verb is done, to an actor who may.

    :raises Absent: when there is none, or it is a foreign board's.
    :raises Refused: when the actor sees the case but lacks the permission, or is recused.
    """
    row = queries.case(key, by=by)
    require(by, permission, board=row.board_id, subject=row.id)
    require_unbiased(by, permission, case=row.id, subject=row.id)
    return Case.objects.select_for_update().select_related("board").get(pk=row.pk)


def step(case: Case, taken: Step) -> None:
    """Take the step, and move the case to where it leads.

    :raises Conflict: when the step is not open in the state of the case.
    """
    if reason := states.why_not(State(case.state), taken):
        raise Conflict(case.reference, reason)
    move(case, states.AFTER[State(case.state), taken])


def move(case: Case, to: State) -> None:
    """Move the case to a state."""
    Case.objects.filter(pk=case.pk).update(state=to)


def registered(
    case: Case,
    title: str,
    *,
    direction: Direction,
    party: str,
    dated: date,
    at: datetime,
    secrecy: str = "",
) -> Document:
    """Put a document into the register of the case; the caller's transaction carries it."""
    last = case.documents.last()
    return Document.objects.create(
        id=new_id(at=at),
        case=case,
        number=last.number + 1 if last else 1,
        dated=dated,
        direction=direction,
        party=party,
        title=title,
        secrecy=secrecy,
        registered_at=at,
    )
