"""Who watches in the safety centre, and what is handed over."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.response import actions, queries

if TYPE_CHECKING:
    from vaka.response.models import Shift

router = Router(auth=django_auth, tags=["shifts"])
NEWEST = 100


class ShiftIn(Schema):
    """Whose sites are watched; without a board every board's."""

    board: str = ""


class NotesIn(Schema):
    """What the next must know; no names of people."""

    notes: str = ""


class ShiftOut(Schema):
    """A shift, and what was handed over at its end: `left_open` are incidents.

    Its notes are empty once they are disposed of.
    """

    id: str
    person: str
    board: str | None
    starts_at: datetime
    ends_at: datetime | None
    notes: str
    left_open: list[str]
    received_at: datetime | None
    received_by: str | None
    disposed_at: datetime | None


def _told(row: "Shift") -> ShiftOut:
    return ShiftOut(
        id=row.id,
        person=row.person_id,
        board=row.board_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        notes=row.notes,
        left_open=row.left_open,
        received_at=row.received_at,
        received_by=row.received_by_id,
        disposed_at=row.disposed_at,
    )


@router.get("/shifts", response=list[ShiftOut])
def shifts(request: HttpRequest) -> list[ShiftOut]:
    """Return the newest shifts over your boards."""
    return [_told(row) for row in queries.shifts(by=actor(request))[:NEWEST]]


@router.post("/shifts", response={201: ShiftOut})
def begin(request: HttpRequest, body: ShiftIn) -> Status[ShiftOut]:
    """Begin your shift."""
    return Status(
        201, _told(actions.begin_shift(board=body.board, by=actor(request), at=now()))
    )


@router.post("/shifts/{key}/end", response=ShiftOut)
def end(request: HttpRequest, key: str, body: NotesIn) -> ShiftOut:
    """End your shift, and hand over what is open."""
    return _told(actions.end_shift(shift=key, notes=body.notes, by=actor(request), at=now()))


@router.post("/shifts/{key}/receipt", response=ShiftOut)
def receive(request: HttpRequest, key: str) -> ShiftOut:
    """Say that you have read what was handed over."""
    return _told(actions.receive_handover(shift=key, by=actor(request), at=now()))
