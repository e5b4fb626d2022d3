"""Verbs: the data protection officer advises, and the employees' opinion is attached."""

import hashlib
from datetime import date, datetime
from zoneinfo import ZoneInfo

from vaka.balancing import queries
from vaka.balancing.actions.held import kept, locked
from vaka.balancing.models import EmployeesOpinion, ImpactAdvice
from vaka.balancing.rules.hearing import Form, Risk
from vaka.balancing.rules.states import Reason, State
from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import action
from vaka.municipality.rules import Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind

LOCAL = ZoneInfo("Europe/Stockholm")


@action
def advise_on_impact(
    *, balancing: str, risk: Risk, text: str, by: Actor, at: datetime
) -> ImpactAdvice:
    """Advise, as data protection officer, on the impact of a text that is out of its draft.

    :raises BadInput: when there is no text.
    :raises Conflict: when it is a draft, whose text may change, is one's own work (GDPR art.
        38.6), or has the officer's advice.
    """
    row = locked(balancing, Permission.ADVISE_ON_IMPACT, by)
    if row.state == State.DRAFT:
        raise Conflict(row.id, Reason.NOT_SUBMITTED)
    if by.id in queries.authors(row):
        raise Conflict(row.id, Reason.OWN_WORK)
    if queries.impact_advice(row):
        raise Conflict(row.id, Reason.IMPACT_ADVISED)
    advice = ImpactAdvice.objects.create(
        id=new_id(at=at),
        balancing=row,
        submission=row.submission,
        risk=risk,
        text=kept("text", text),
        adviser_id=by.id,
        at=at,
    )
    record.append(
        Kind.IMPACT_ADVISED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={
            "advice": advice.id,
            "risk": risk,
            "submission": row.submission,
            "text": _hash(advice.text),
        },
    )
    return advice


@action
def attach_employees_opinion(
    *,
    balancing: str,
    organisation: str,
    form: Form,
    held_on: date,
    text: str,
    by: Actor,
    at: datetime,
) -> EmployeesOpinion:
    """Attach what the employees' representatives said; the board decides when it is there.

    :raises BadInput: when somebody or something is not told, or it is to be held later.
    :raises Conflict: when that organisation's opinion of that day is attached.
    """
    row = locked(balancing, Permission.DRAFT_ASSESSMENT, by)
    if held_on > at.astimezone(LOCAL).date():
        raise BadInput("held_on", "the day has not been", "Attach it when they have been heard")
    who = kept("organisation", organisation)
    if row.employees_opinions.filter(organisation=who, held_on=held_on).exists():
        raise Conflict(row.id, Reason.HEARD_ALREADY)
    opinion = EmployeesOpinion.objects.create(
        id=new_id(at=at),
        balancing=row,
        organisation=who,
        form=form,
        held_on=held_on,
        text=kept("text", text),
        attached_by_id=by.id,
        attached_at=at,
    )
    record.append(
        Kind.EMPLOYEES_HEARD,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={
            "opinion": opinion.id,
            "form": form,
            "held": str(held_on),
            "text": _hash(opinion.text),
        },
    )
    return opinion


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
