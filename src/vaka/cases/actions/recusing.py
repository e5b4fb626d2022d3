"""Verbs: note that somebody has no part in a case, and take back a note made by mistake."""

from datetime import datetime

from vaka.cases import queries
from vaka.cases.actions.held import held
from vaka.cases.models import Recusal
from vaka.cases.rules import inputs
from vaka.cases.rules.states import Ground, Reason
from vaka.core.errors import Conflict
from vaka.core.ids import new_id
from vaka.municipality import actions as letters
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
    standing = row.recusals.filter(withdrawn_at=None)
    named = standing.filter(who=told)
    if named.exists() or (known and standing.filter(person=known).exists()):
        raise Conflict(row.reference, Reason.RECUSED_ALREADY)
    recusal = Recusal.objects.create(
        id=new_id(at=at), case=row, who=told, person=known, ground=ground, noted_at=at
    )
    if known:
        letters.withhold_letters(subject=row.id, person=known.id, at=at)
    record.append(
        Kind.RECUSAL_NOTED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"recusal": recusal.id, "person": person, "ground": ground},
        personal={"who": told},
    )
    return recusal


@action
def withdraw_recusal(*, recusal: str, reason: str, by: Actor, at: datetime) -> Recusal:
    """Take back a recusal that was noted by mistake; the note and why it went stay.

    :raises BadInput: when no reason is given.
    :raises Absent: when there is no such note for this person.
    :raises Refused: when the actor is recused, as from one's own recusal.
    :raises Conflict: when it is taken back already.
    """
    noted = queries.recusal(recusal, by=by)
    row = held(noted.case_id, Permission.HANDLE_CASE, by)
    because = inputs.checked_text("reason", reason)
    standing = Recusal.objects.filter(pk=noted.pk, withdrawn_at=None)
    if not standing.update(withdrawn_at=at, withdrawn_because=because):
        raise Conflict(row.reference, Reason.WITHDRAWN_ALREADY)
    record.append(
        Kind.RECUSAL_WITHDRAWN,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"recusal": noted.id},
        personal={"reason": because},
    )
    noted.refresh_from_db()
    return noted
