"""Verbs: pictures of others are asked for, reviewed for secrecy, handed out or refused."""

from dataclasses import dataclass
from datetime import date, datetime

from vaka.core.errors import Conflict
from vaka.core.ids import new_id
from vaka.core.period import Period
from vaka.law.se.secrecy import SECRECY
from vaka.municipality import actions as municipality
from vaka.municipality.access import action, require
from vaka.municipality.rules import Actor, Permission
from vaka.operation import actions as operation
from vaka.operation import queries as footage
from vaka.oversight import queries
from vaka.oversight.actions.holding import camera_asked, hold, require_received, told_of
from vaka.oversight.models import Disclosure, SecrecyReview
from vaka.oversight.rules import disclosure as rules
from vaka.oversight.rules.disclosure import Asker, Need, Outcome, Stated, ThirdPersons
from vaka.record import actions as record
from vaka.record.rules import Kind, instant


@dataclass(frozen=True)
class Asked:
    """What somebody asks for in writing, of others than themselves, and on what ground."""

    camera: str
    span: Period
    received_on: date
    asker: Asker
    name: str
    reference: str
    need: Need
    imprisonment: bool
    what: str

    @property
    def stated(self) -> Stated:
        """Return what the law asks of it."""
        return Stated(self.asker, self.need, self.imprisonment)


@action
def ask_for_disclosure(asked: Asked, *, by: Actor, at: datetime) -> Disclosure:
    """Take in a written request for pictures; what it is about is held from now on.

    :raises Absent: when there is no such camera where the actor may.
    :raises Conflict: when it does not say what it must, or is about what is to come.
    :raises BadInput: when it is said to have come on a day ahead.
    """
    key = new_id(at=at)
    require_received(asked.received_on, at=at)
    if no := rules.why_not_ask(asked.stated, what=asked.what):
        raise Conflict(key, no)
    camera = camera_asked(asked.camera, asked.span, key, by=by, at=at)
    row = Disclosure.objects.create(
        id=key,
        board=camera.board,
        camera=camera,
        starts_at=asked.span.start,
        ends_at=asked.span.end,
        received_on=asked.received_on,
        entered_by_id=by.id,
        entered_at=at,
        hold=hold(camera, asked.span, key, by=by, at=at),
        asker=asked.asker,
        name=asked.name,
        reference=asked.reference,
        need=asked.need,
        imprisonment=asked.imprisonment,
        what=asked.what,
    )
    record.append(
        Kind.DISCLOSURE_ASKED,
        actor=by.id,
        subject=key,
        at=at,
        facts={
            "camera": camera.id,
            "from": instant(asked.span.start),
            "to": instant(asked.span.end),
            "received": str(asked.received_on),
            "asker": asked.asker,
            "need": asked.need,
            "imprisonment": asked.imprisonment,
            "hold": row.hold_id,
        },
        personal={"name": asked.name, "reference": asked.reference, "what": asked.what},
    )
    return row


@action
def review_secrecy(
    *,
    disclosure: str,
    outcome: Outcome,
    given: Period | None,
    third_persons: ThirdPersons,
    reasons: str,
    by: Actor,
    at: datetime,
) -> SecrecyReview:
    """Decide whether pictures are handed out: all of them, a part (`given`), or none and why.

    What is granted opens the recordings to whoever takes out copies, on this request.

    :raises Conflict: when it has been reviewed, or the review does not say what it must.
    :raises Refused: when the actor may not decide for the board.
    """
    row = _handled(disclosure, by)
    if SecrecyReview.objects.filter(disclosure=row).exists():
        raise Conflict(row.id, "reviewed-already")
    lifted = row.lifted_by
    span = row.span if outcome == Outcome.GRANTED else given
    span = None if outcome == Outcome.REFUSED else span
    if no := rules.why_not_review(
        outcome, lifted=lifted, reasons=reasons, asked=row.span, given=span
    ):
        raise Conflict(row.id, no)
    review = SecrecyReview.objects.create(
        disclosure=row,
        outcome=outcome,
        starts_at=span.start if span else None,
        ends_at=span.end if span else None,
        third_persons=third_persons,
        section=(lifted or SECRECY).source,
        reasons=reasons,
        reviewed_by_id=by.id,
        reviewed_at=at,
    )
    record.append(
        Kind.DISCLOSURE_REVIEWED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={
            "camera": row.camera_id,
            "outcome": outcome,
            "section": review.section,
            "from": instant(span.start) if span else None,
            "to": instant(span.end) if span else None,
            "third_persons": third_persons,
        },
        personal={"reasons": reasons} if reasons else {},
    )
    said = reasons or review.section
    municipality.settle_done(subject=row.id, outcome=said, by=by, at=at)
    return review


@action
def hand_out(*, disclosure: str, to: str, how: str, by: Actor, at: datetime) -> None:
    """Hand out the copies that were taken on a request: which, with their hashes, to whom.

    It closes the request, and lets go of what was held for it.

    :raises Conflict: when nothing was granted, no copy is taken, or it was done before.
    :raises Refused: when the actor may not for the board.
    """
    row = _handled(disclosure, by)
    if row.handed_out_at:
        raise Conflict(row.id, "handed-out-already")
    if not (copies := list(footage.copies_for(row.id))):
        raise Conflict(row.id, "no-copy-taken")
    row.handed_out_at = at
    row.save(update_fields=["handed_out_at"])
    record.append(
        Kind.DISCLOSURE_HANDED_OUT,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"camera": row.camera_id, "copies": told_of(copies)},
        personal={"to": to, "how": how},
    )
    operation.let_go(row.hold, by=by, at=at)


def _handled(disclosure: str, by: Actor) -> Disclosure:
    """Return a request, locked: it is decided, and handed out, once.

    :raises Refused: when the actor may not handle the board's requests.
    """
    row = queries.disclosure(disclosure, by=by)
    require(by, Permission.HANDLE_REQUESTS, board=row.board_id, subject=row.id)
    return Disclosure.objects.select_for_update().get(pk=row.pk)
