"""Verbs: publish a city-wide routine in a new version, and have a draft go by it."""

import hashlib
from datetime import datetime

from vaka.balancing import queries
from vaka.balancing.actions.held import first_of_all, held, kept
from vaka.balancing.models import Followed, Routine
from vaka.balancing.rules.states import Reason, Step
from vaka.core.errors import Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import action, require_every_board
from vaka.municipality.rules import Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind


@action
def publish_routine(
    *, title: str, text: str, series: str = "", by: Actor, at: datetime
) -> Routine:
    """Publish a routine for the whole city, new or as the next version of `series`.

    :raises Absent: when the actor is not of the council of the whole city, or there is no such
        series.
    :raises BadInput: when it has no title or no text.
    :raises Conflict: when the text is the newest version's already, or somebody publishes the
        next version at the same instant.
    """
    require_every_board(by, Permission.KEEP_ROUTINES, subject=series or "routine")
    last = queries.newest_routine(series) if series else None
    said = {"title": kept("title", title), "text": kept("text", text)}
    if last and said == {"title": last.title, "text": last.text}:
        raise Conflict(last.id, Reason.NEWEST_ALREADY)
    key = new_id(at=at)
    row = Routine(
        id=key,
        series=last.series if last else key,
        number=last.number + 1 if last else 1,
        published_at=at,
        published_by_id=by.id,
        **said,
    )
    # The number is taken by who commits first; the other one has not read that version.
    with first_of_all(row.series):
        row.save(force_insert=True)
    record.append(
        Kind.ROUTINE_PUBLISHED,
        actor=by.id,
        subject=row.series,
        at=at,
        facts={
            "routine": row.id,
            "number": row.number,
            "title": row.title,
            "text": hashlib.sha256(row.text.encode()).hexdigest(),
        },
    )
    return row


@action
def follow_routine(*, balancing: str, series: str, by: Actor, at: datetime) -> Followed:
    """Have a draft go by the newest version of a routine; what it went by before is kept.

    :raises Absent: when there is no such routine.
    :raises Conflict: when it is no draft, or goes by that version already.
    """
    row = held(balancing, Permission.DRAFT_ASSESSMENT, Step.ANSWER, by)
    routine = queries.newest_routine(series)
    if row.followed.filter(routine=routine).exists():
        raise Conflict(row.id, Reason.FOLLOWED_ALREADY)
    followed = Followed.objects.create(
        id=new_id(at=at), balancing=row, routine=routine, at=at, by_id=by.id
    )
    facts = {"routine": routine.id, "series": series, "number": routine.number}
    record.append(Kind.ROUTINE_FOLLOWED, actor=by.id, subject=row.id, at=at, facts=facts)
    return followed
