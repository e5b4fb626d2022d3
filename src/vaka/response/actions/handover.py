"""Watch, hand over what is open, and take over from who watched before."""

from datetime import datetime

from django.db import IntegrityError, transaction

from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import action, find, require
from vaka.municipality.queries import of_board
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind
from vaka.response.models import Shift
from vaka.response.queries import handling, handover

LONGEST_NOTES = 4000


@action
def begin_shift(*, board: str = EVERY_BOARD, by: Actor, at: datetime) -> Shift:
    """Begin to watch, over one board's sites or all.

    :raises Conflict: when one's last shift has not ended.
    """
    require(by, Permission.HANDLE_INCIDENT, board=board, subject="shift")
    key, watched = new_id(at=at), of_board(board)
    try:
        with transaction.atomic():
            row = Shift.objects.create(id=key, person_id=by.id, board_id=watched, starts_at=at)
    except IntegrityError:
        raise Conflict(by.name, "on-shift-already") from None
    record.append(Kind.SHIFT_BEGUN, actor=by.id, subject=key, at=at, facts={"board": watched})
    return row


@action
def end_shift(*, shift: str, notes: str = "", by: Actor, at: datetime) -> Shift:
    """End one's shift, and hand over what is open with what the next must know.

    :raises BadInput: when the notes are longer than 4,000 characters.
    :raises Conflict: when it is another's, or has ended.
    """
    found = find(handover.shifts(by=by), shift)
    said = notes.strip()
    if len(said) > LONGEST_NOTES:
        raise BadInput("notes", f"{len(said)} characters", "Write at most 4,000")
    row = Shift.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if row.person_id != by.id or row.ends_at is not None:
        raise Conflict(shift, "not-your-shift")
    row.ends_at, row.notes = at, said
    open_now = handling.queue(by=by)
    if row.board_id:
        open_now = open_now.filter(site__board=row.board_id)
    row.left_open = list(open_now.values_list("id", flat=True))
    row.save(update_fields=["ends_at", "notes", "left_open"])
    record.append(
        Kind.SHIFT_ENDED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"left_open": row.left_open},
        personal={"notes": said} if said else None,
    )
    return row


@action
def receive_handover(*, shift: str, by: Actor, at: datetime) -> Shift:
    """Say that one has read what a shift handed over; of two who do, one is noted.

    :raises Conflict: when it has not ended, is one's own, somebody has received it, or what
        it said is disposed of.
    """
    row = find(handover.shifts(by=by), shift)
    require(by, Permission.HANDLE_INCIDENT, board=row.board_id or EVERY_BOARD, subject=shift)
    if row.person_id == by.id:
        raise Conflict(shift, "own-handover")
    took = Shift.objects.filter(
        pk=shift, received_at=None, ends_at__isnull=False, disposed_at=None
    ).update(received_at=at, received_by_id=by.id)
    if not took:
        raise Conflict(shift, "handover-not-waiting")
    record.append(Kind.HANDOVER_RECEIVED, actor=by.id, subject=shift, at=at)
    row.refresh_from_db()
    return row
