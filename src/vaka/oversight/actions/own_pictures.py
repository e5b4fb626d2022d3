"""Verbs: somebody asks for pictures of themselves, is known to, and is answered in time."""

from dataclasses import dataclass
from datetime import date, datetime

from vaka.core.errors import Conflict
from vaka.core.ids import new_id
from vaka.core.period import Period
from vaka.decisions.rules import LOCAL
from vaka.municipality import actions as municipality
from vaka.municipality.access import action, require
from vaka.municipality.rules import Actor, Permission
from vaka.operation import actions as operation
from vaka.operation import queries as footage
from vaka.oversight import queries
from vaka.oversight.actions.holding import camera_asked, hold, require_received, told_of
from vaka.oversight.models import AccessRequest
from vaka.oversight.rules import own_pictures as rules
from vaka.oversight.rules.disclosure import ThirdPersons
from vaka.oversight.rules.own_pictures import Answer, Identified
from vaka.record import actions as record
from vaka.record import queries as recorded
from vaka.record.rules import Facts, Kind, instant


@dataclass(frozen=True)
class OwnAsked:
    """Where and when somebody was, how they looked, and how they are reached: no more."""

    camera: str
    span: Period
    received_on: date
    contact: str
    looks: str


@action
def ask_for_own_pictures(asked: OwnAsked, *, by: Actor, at: datetime) -> AccessRequest:
    """Take in that somebody asks for pictures of themselves; they are held from now on.

    :raises Absent: when there is no such camera where the actor may.
    :raises Conflict: when it is about what is to come.
    :raises BadInput: when it is said to have come on a day ahead.
    """
    key = new_id(at=at)
    require_received(asked.received_on, at=at)
    camera = camera_asked(asked.camera, asked.span, key, by=by, at=at)
    row = AccessRequest.objects.create(
        id=key,
        board=camera.board,
        camera=camera,
        starts_at=asked.span.start,
        ends_at=asked.span.end,
        received_on=asked.received_on,
        entered_by_id=by.id,
        entered_at=at,
        hold=hold(camera, asked.span, key, by=by, at=at),
        contact=asked.contact,
        looks=asked.looks,
    )
    facts: Facts = {
        "camera": camera.id,
        "from": instant(row.starts_at),
        "to": instant(row.ends_at),
        "received": str(row.received_on),
        "due": str(row.due),
        "hold": row.hold_id,
    }
    personal = {"contact": asked.contact, "looks": asked.looks}
    _append(Kind.ACCESS_ASKED, row, facts, personal, by=by, at=at)
    return row


@action
def identify(*, request: str, how: Identified, by: Actor, at: datetime) -> None:
    """Say how it was made sure that somebody asks for themselves; it opens the recordings.

    Copies are opened only with third persons unrecognisable.

    :raises Conflict: when it is known already, or answered.
    """
    row = _open(request, by)
    if row.identified:
        raise Conflict(row.id, "identified-already")
    row.identified, row.identified_by_id, row.identified_at = how, by.id, at
    row.save(update_fields=["identified", "identified_by", "identified_at"])
    facts: Facts = {
        "camera": row.camera_id,
        "how": how,
        "from": instant(row.starts_at),
        "to": instant(row.ends_at),
        "third_persons": ThirdPersons.COVERED,
    }
    _append(Kind.ACCESS_IDENTIFIED, row, facts, {}, by=by, at=at)


@action
def extend_answer(*, request: str, reasons: str, by: Actor, at: datetime) -> None:
    """Let the answer take two months more, for reasons that the person has been told.

    What is held is held anew, so that it lasts.

    :raises Conflict: when it is extended already, the first month is over, or nothing is said.
    """
    row = _open(request, by)
    if no := rules.why_not_extend(
        row.received_on,
        extended=row.extended_at is not None,
        reasons=reasons,
        today=at.astimezone(LOCAL).date(),
    ):
        raise Conflict(row.id, no)
    operation.let_go(row.hold, by=by, at=at)
    row.hold = hold(row.camera, row.span, row.id, by=by, at=at)
    row.extended_at, row.extension_reasons = at, reasons
    row.save(update_fields=["hold", "extended_at", "extension_reasons"])
    facts: Facts = {"due": str(row.due), "hold": row.hold_id}
    _append(Kind.ACCESS_EXTENDED, row, facts, {"reasons": reasons}, by=by, at=at)
    municipality.settle_done(subject=row.id, outcome=reasons, by=by, at=at)


@action
def answer_access(
    *, request: str, answer: Answer, words: str, by: Actor, at: datetime
) -> AccessRequest:
    """Answer: nothing is found, the copies that were taken are handed out, or no and why.

    Only what is handed out is let go of: who is not content can have the rest looked at.

    :raises Conflict: when it is answered, or cannot be so.
    """
    row = _open(request, by)
    copies = list(footage.copies_for(row.id))
    if no := rules.why_not_answer(
        answer, identified=bool(row.identified), words=words, copies=len(copies)
    ):
        raise Conflict(row.id, no)
    row.answer, row.words, row.answered_by_id, row.answered_at = answer, words, by.id, at
    row.save(update_fields=["answer", "words", "answered_by", "answered_at"])
    facts: Facts = {"answer": answer, "copies": told_of(copies)}
    _append(Kind.ACCESS_ANSWERED, row, facts, {"words": words}, by=by, at=at)
    municipality.settle_done(subject=row.id, outcome=words, by=by, at=at)
    if answer == Answer.HANDED_OUT:
        operation.let_go(row.hold, by=by, at=at)
    return row


@action
def erase_requester(*, request: str, by: Actor, at: datetime) -> None:
    """Erase what names or describes the one who asked, here and on the record.

    :raises Conflict: when it is not answered yet, or erased already.
    :raises Refused: when the actor may not for the board.
    """
    row = _handled(request, by)
    if not row.answer:
        raise Conflict(row.id, "not-answered-yet")
    if row.erased_at:
        raise Conflict(row.id, "erased-already")
    row.contact, row.looks, row.erased_at = "", "", at
    row.save(update_fields=["contact", "looks", "erased_at"])
    why = f"request:{row.id}"
    for entry in recorded.naming(row.id):
        record.erase_personal(seq=entry.seq, actor=by.id, why=why, at=at)
    record.append(Kind.REQUESTER_ERASED, actor=by.id, subject=row.id, at=at)


def _open(request: str, by: Actor) -> AccessRequest:
    """Return a request that is not answered.

    :raises Conflict: when it is.
    :raises Refused: when the actor may not handle the board's requests.
    """
    row = _handled(request, by)
    if row.answer:
        raise Conflict(row.id, "answered-already")
    return row


def _handled(request: str, by: Actor) -> AccessRequest:
    """Return a request, locked: what is said of it is said once.

    :raises Refused: when the actor may not handle the board's requests.
    """
    row = queries.access_request(request, by=by)
    require(by, Permission.HANDLE_REQUESTS, board=row.board_id, subject=row.id)
    return AccessRequest.objects.select_for_update().get(pk=row.pk)


def _append(
    kind: Kind,
    row: AccessRequest,
    facts: Facts,
    personal: dict[str, str],
    *,
    by: Actor,
    at: datetime,
) -> None:
    record.append(kind, actor=by.id, subject=row.id, at=at, facts=facts, personal=personal)
