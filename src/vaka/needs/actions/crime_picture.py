"""Verbs: say who leads the work against crime, write its situation picture, decide on it."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime

from django.db.models import Max

from vaka.core.errors import Absent, BadInput, Conflict
from vaka.core.ids import new_id
from vaka.municipality import queries as municipality
from vaka.municipality.access import action, require
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission
from vaka.needs import queries
from vaka.needs.models import Coordination, CrimePicture
from vaka.needs.rules.crime_picture import (
    LONGEST_LINE,
    Resolved,
    Written,
    check_years,
    document,
    fingerprint,
)
from vaka.record import actions as record
from vaka.record.rules import Kind


@action
def name_coordination(
    *, board: str, function: str, contact: str, starts: date, by: Actor, at: datetime
) -> Coordination:
    """Say which board leads the work against crime from a day on, and its contact point.

    :raises Absent: when there is no such board.
    :raises BadInput: when the function or how it is reached is empty, or too long.
    """
    require(by, Permission.ADMINISTER, board=EVERY_BOARD, subject="coordination")
    for where, text in (("function", function), ("contact", contact)):
        if not 0 < len(text.strip()) <= LONGEST_LINE:
            raise BadInput(where, "it is empty, or too long", "Write a function, never a name")
    row = Coordination.objects.create(
        id=new_id(at=at),
        board=municipality.board(board, by=by, permission=Permission.ADMINISTER),
        function=function.strip(),
        contact=contact.strip(),
        starts_on=starts,
        named_at=at,
    )
    facts = {"board": board, "function": row.function, "starts": starts.isoformat()}
    record.append(Kind.PREVENTION_LED, actor=by.id, subject=row.id, at=at, facts=facts)
    return row


@action
def draft_picture(written: Written, *, by: Actor, at: datetime) -> CrimePicture:
    """Begin a situation picture of crime for the board that leads the work.

    :raises Conflict: when nobody leads it, or the board has a draft.
    :raises BadInput: when a year is not over.
    """
    board = queries.leading_board(at=at)
    require(by, Permission.LEAD_PREVENTION, board=board, subject="crime-picture")
    if CrimePicture.objects.filter(board=board, decided_on=None).exists():
        raise Conflict("crime-picture", "drafted-already")
    row = CrimePicture(id=new_id(at=at), board_id=board)
    _write(row, written, by=by, at=at)
    return row


@action
def rewrite_picture(written: Written, *, picture: str, by: Actor, at: datetime) -> CrimePicture:
    """Write a draft over; its figures are drawn anew.

    :raises Absent: when there is no such picture for this person.
    :raises BadInput: when a year is not over.
    :raises Conflict: when it is decided.
    """
    row = _held(picture, Permission.LEAD_PREVENTION, by)
    if row.decided_on:
        raise Conflict(picture, "stands-decided")
    _write(row, written, by=by, at=at)
    return row


def _held(picture: str, permission: Permission, by: Actor) -> CrimePicture:
    """Return a picture that nobody else writes meanwhile, when the actor may."""
    row = queries.crime_picture(picture, by=by)
    require(by, permission, board=row.board_id, subject=picture)
    return CrimePicture.objects.select_for_update().get(pk=row.pk)


def _write(row: CrimePicture, written: Written, *, by: Actor, at: datetime) -> None:
    check_years(written, today=queries.local_day(at))
    _see(written.statements, by=by)
    for name, value in asdict(written).items():
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    figures = queries.figures(written.first_year, written.last_year, by=by)
    row.figures = figures.document()
    row.sha256 = fingerprint(document(written, row.figures))
    row.written_at = at
    row.save()
    facts = {
        "board": row.board_id,
        "years": [written.first_year, written.last_year],
        "statements": list(written.statements),
        "sha256": row.sha256,
    }
    record.append(Kind.CRIME_PICTURE_WRITTEN, actor=by.id, subject=row.id, at=at, facts=facts)


def _see(statements: Collection[str], *, by: Actor) -> None:
    """See that every statement is of a site that the actor sees."""
    known = set(queries.citable(by=by).values_list("pk", flat=True))
    for key in statements:
        if key not in known:
            raise Absent("statement", key)


@action
def decide_picture(
    resolved: Resolved, *, picture: str, sha256: str, by: Actor, at: datetime
) -> CrimePicture:
    """Enter that a body decided a picture; `sha256` is of what it read. Nothing changes after.

    :raises Absent: when there is no such picture for this person.
    :raises BadInput: when the day is to come.
    :raises Conflict: when it is decided, was changed since, or a part of 4 § says nothing.
    """
    row = _held(picture, Permission.RECORD_RESOLUTION, by)
    if resolved.on > queries.local_day(at):
        raise BadInput("on", "it has not been yet", "Enter it when it is decided")
    if row.decided_on:
        raise Conflict(picture, "stands-decided")
    if row.sha256 != sha256:
        raise Conflict(picture, "changed-since-read")
    if row.written().missing:
        raise Conflict(picture, "parts-missing")
    last = CrimePicture.objects.aggregate(last=Max("number"))["last"] or 0
    row.number, row.decided_on = last + 1, resolved.on
    row.decided_by, row.item = resolved.body, resolved.item
    row.save(update_fields=["number", "decided_on", "decided_by", "item"])
    facts = {
        "number": row.number,
        "on": resolved.on.isoformat(),
        "body": resolved.body,
        "item": resolved.item,
        "sha256": sha256,
    }
    record.append(Kind.CRIME_PICTURE_DECIDED, actor=by.id, subject=picture, at=at, facts=facts)
    return row
