"""Verbs: note that somebody has no part in a case."""

from datetime import datetime

from vaka.cases.actions.held import held
from vaka.cases.models import Recusal
from vaka.cases.rules import inputs
from vaka.cases.rules.states import Ground, Reason
from vaka.core.errors import Conflict
from vaka.core.ids import new_id
from vaka.municipality import queries as municipality
from vaka.municipality.access import action
from vaka.municipality.rules import Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind


@action
def recuse(
    *, case: str, who: str, ground: Ground, person: str = "", by: Actor, at: datetime
) -> Recusal:
    """Note that somebody is recused from a case: from now on all its verbs are closed to them.

    `who` is the function, as the minutes tell it; `person` the one who logs in, if one does.

    :raises BadInput: when nobody is named.
    :raises Absent: when no such person has a role at the board.
    :raises Conflict: when that function or person is recused already.
    """
    row = held(case, Permission.HANDLE_CASE, by)
    told = inputs.checked_text("who", who)
    known = municipality.colleague(person, board=row.board_id, at=at) if person else None
    named = row.recusals.filter(who=told)
    if named.exists() or (known and row.recusals.filter(person=known).exists()):
        raise Conflict(row.reference, Reason.RECUSED_ALREADY)
    recusal = Recusal.objects.create(
        id=new_id(at=at), case=row, who=told, person=known, ground=ground, noted_at=at
    )
    record.append(
        Kind.RECUSAL_NOTED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"recusal": recusal.id, "person": person, "ground": ground},
        personal={"who": told},
    )
    return recusal
