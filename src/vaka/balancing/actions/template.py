"""Verbs: add a question of the municipality's own to the template, and end one."""

from datetime import datetime

from vaka.balancing import queries
from vaka.balancing.actions.held import first_of_all, kept
from vaka.balancing.models import Edition, OwnQuestion
from vaka.balancing.rules import own
from vaka.balancing.rules.own import Asked
from vaka.balancing.rules.states import Reason
from vaka.core.errors import Absent, Conflict
from vaka.core.ids import new_id
from vaka.law.templates import NEWEST, template
from vaka.municipality.access import action, require_every_board
from vaka.municipality.rules import Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind


@action
def add_question(asked: Asked, *, by: Actor, at: datetime) -> OwnQuestion:
    """Ask something more in every balancing that is begun from now on.

    :raises Absent: when the actor is not of the council of the whole city.
    :raises BadInput: when it has no words or no ground, or its section or kind is not there.
    """
    require_every_board(by, Permission.KEEP_ROUTINES, subject="template")
    told = own.checked(asked, template(NEWEST))
    edition = _edition(by, at)
    row = OwnQuestion.objects.create(
        id=new_id(at=at),
        question=own.key(edition.number),
        section=told.section,
        kind=told.kind,
        sv=told.sv,
        en=told.en,
        source=told.source,
        required=told.required,
        added=edition,
    )
    record.append(
        Kind.QUESTION_ADDED,
        actor=by.id,
        subject=row.question,
        at=at,
        facts={"edition": edition.number, "section": row.section, "required": row.required},
    )
    return row


@action
def end_question(*, question: str, reason: str, by: Actor, at: datetime) -> OwnQuestion:
    """Ask one of the municipality's own questions no more in what is begun from now on.

    :raises Absent: when the actor is not of the council of the whole city, or there is no such
        question.
    :raises BadInput: when no reason is given.
    :raises Conflict: when it is the template's own, which no municipality takes away, or it is
        ended.
    """
    require_every_board(by, Permission.KEEP_ROUTINES, subject="template")
    if own.is_of(template(NEWEST), question):
        raise Conflict(question, Reason.REQUIRED_STAYS)
    row = OwnQuestion.objects.select_for_update().filter(question=question).first()
    if row is None:
        raise Absent("question", question)
    if row.ended_id is not None:
        raise Conflict(question, Reason.QUESTION_ENDED)
    why = kept("reason", reason)
    row.ended = _edition(by, at)
    row.save(update_fields=["ended"])
    record.append(
        Kind.QUESTION_ENDED,
        actor=by.id,
        subject=row.question,
        at=at,
        facts={"edition": row.ended.number, "reason": why},
    )
    return row


def _edition(by: Actor, at: datetime) -> Edition:
    """Begin the next edition of the own questions.

    :raises Conflict: when somebody begins it at the same instant.
    """
    row = Edition(number=queries.edition() + 1, at=at, by_id=by.id)
    with first_of_all("template"):
        row.save(force_insert=True)
    return row
