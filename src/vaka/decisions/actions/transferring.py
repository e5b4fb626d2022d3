"""Verbs: a camera goes to another board, which weighs and decides for itself."""

from datetime import datetime
from typing import TYPE_CHECKING

from vaka.balancing import actions as balancing
from vaka.cases import queries as cases
from vaka.cases.access import require_unbiased
from vaka.core.errors import Absent, BadInput, Conflict
from vaka.core.ids import new_id
from vaka.decisions import queries, rules
from vaka.decisions.models import Transfer
from vaka.decisions.rules import Reason
from vaka.municipality import queries as municipality
from vaka.municipality.access import action, require
from vaka.municipality.rules import Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from vaka.balancing.models import Balancing


@action
def hand_over(
    *, decision: str, board: str, resolution: str, by: Actor, at: datetime
) -> Transfer:
    """Offer the camera of a decision to the board of that name, as one's own board resolved.

    The decision applies until the other board's own does; nothing of it carries that one.

    :raises BadInput: when there is no such board.
    :raises Conflict: when the resolution does not carry it, the decision has ended, the board
        has the camera already, or it is handed over.
    """
    row = queries.row_of(queries.decision(decision, by=by), at=at)
    given = row.decision
    require(by, Permission.ISSUE_TERMS, board=given.board_id, subject=given.id)
    resolved = cases.resolution(resolution, by=by)
    to = _board(board)
    if reason := rules.why_not_hand_over(
        row.condition,
        granted=cases.is_granted(resolved) and resolved.board_id == given.board_id,
        to_itself=to == given.board_id,
        handed_over=queries.transfer_of(given) is not None,
    ):
        raise Conflict(given.id, reason)
    transfer = Transfer.objects.create(
        id=new_id(at=at), decision=given, board_id=to, resolution=resolved, handed_over_at=at
    )
    record.append(
        Kind.CAMERA_HANDED_OVER,
        actor=by.id,
        subject=given.camera,
        at=at,
        facts={
            "transfer": transfer.id,
            "from": given.board_id,
            "to": to,
            "resolution": resolved.id,
        },
    )
    return transfer


@action
def take_over(*, transfer: str, site: str, by: Actor, at: datetime) -> "Balancing":
    """Begin one's own board's weighing of a camera that it was offered, at a site of its own.

    :raises Absent: when no such camera is offered to a board of this person, or it has no such
        site.
    :raises Conflict: when it is begun already or taken back, or the old board has begun to
        weigh anew.
    """
    row = queries.transfer(transfer, by=by)
    place = municipality.site(site, by=by)
    require(by, Permission.DRAFT_ASSESSMENT, board=row.board_id, subject=row.id)
    if place.board_id != row.board_id:
        raise Absent("site", site)
    if row.balancing_id:
        raise Conflict(row.id, Reason.TAKEN_OVER_ALREADY)
    if row.withdrawn_at:
        raise Conflict(row.id, Reason.WITHDRAWN_ALREADY)
    drafted = balancing.draft_after(row.decision.balancing, site=place, by=by, at=at)
    if not _open(row).update(balancing=drafted):
        raise Conflict(row.id, Reason.WITHDRAWN_ALREADY)
    return drafted


@action
def withdraw_transfer(*, transfer: str, reason: str, by: Actor, at: datetime) -> Transfer:
    """Take back a camera that was handed over, while the other board has not begun to weigh.

    :raises BadInput: when no reason is given.
    :raises Absent: when no board of this person handed it over.
    :raises Conflict: when it is taken back, or the other board has begun: then it decides.
    """
    row = queries.handed_over(transfer, by=by)
    given = row.decision
    require(by, Permission.ISSUE_TERMS, board=given.board_id, subject=given.id)
    require_unbiased(by, Permission.ISSUE_TERMS, case=given.case_id, subject=given.id)
    if not (because := reason.strip()):
        raise BadInput("reason", "it is empty", "Say why it is taken back")
    if row.balancing_id:
        raise Conflict(row.id, Reason.TAKEN_OVER_ALREADY)
    if not _open(row).update(withdrawn_at=at, withdrawn_because=because):
        raise Conflict(row.id, Reason.WITHDRAWN_ALREADY)
    record.append(
        Kind.HAND_OVER_WITHDRAWN,
        actor=by.id,
        subject=given.camera,
        at=at,
        facts={"transfer": row.id, "from": given.board_id, "to": row.board_id},
        personal={"reason": because},
    )
    row.refresh_from_db()
    return row


def _open(transfer: Transfer) -> "QuerySet[Transfer]":
    """Return the transfer while it is neither taken over nor taken back; the first has it."""
    return Transfer.objects.filter(pk=transfer.pk, balancing=None, withdrawn_at=None)


def complete(transfer: Transfer, *, at: datetime) -> None:
    """Note that the new board's decision has taken over; the caller's transaction carries it.

    :raises Conflict: when it is noted already.
    """
    if not Transfer.objects.filter(pk=transfer.pk, completed_at=None).update(completed_at=at):
        raise Conflict(transfer.pk, Reason.TAKEN_OVER_ALREADY)


def _board(name: str) -> str:
    try:
        return municipality.board_by_name(name.strip()).id
    except Absent:
        mend = "Write its name as it is in the organisation"
        raise BadInput("board", f"{name!r} is no board", mend) from None
