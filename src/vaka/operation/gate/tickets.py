"""Tickets: the right to look once, given when the terms permit it, and on the record."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from django.conf import settings

from vaka.core.errors import Conflict, Refused
from vaka.core.ids import new_id
from vaka.municipality.access import action, find, require
from vaka.municipality.rules import Actor, Permission
from vaka.operation.models import Camera, FootageRequest, Ticket
from vaka.operation.queries import (
    asking_as,
    asking_for,
    footage_request,
    must_cover_others,
    terms,
    verdict,
    why_no_request,
    why_not_now,
)
from vaka.operation.rules import TICKET_LIFE, Purpose, is_too_old
from vaka.record import actions as record
from vaka.record.rules import Facts, Kind, instant
from vaka.terms import keystore
from vaka.terms.document import Act
from vaka.terms.permits import Asking
from vaka.terms.signature import SigningKey
from vaka.terms.tickets import Ticket as SignedTicket
from vaka.terms.tickets import sign_ticket


class Sound(Enum):
    """Whether a ticket is for the sound too."""

    IF_PERMITTED = auto()
    LEFT_OUT = auto()


@dataclass(frozen=True)
class Given:
    """A ticket as its holder gets it."""

    id: str
    text: str
    expires: datetime


@action
def give_ticket(
    *, camera: str, act: Act, purpose: Purpose, incident: str, by: Actor, at: datetime
) -> Given:
    """Give the right to look once, when the terms permit it now for this role and ground.

    :raises Refused: when they do not; the reason is that of the terms.
    :raises Conflict: when the incident named is not open, or an exercise's.
    """
    row = find(Camera.objects.all(), camera)
    require(by, Permission.VIEW_PICTURES, board=row.board_id, subject=camera)
    if row.hosted_for_id:
        raise Refused(by.id, act, camera, "hosted")
    if incident and (no := why_not_now(incident)):
        raise Conflict(incident, no)
    asking = asking_as(row, by, act, incident, at=at)
    return give(row, act, purpose, asking, Sound.IF_PERMITTED, request=None, by=by, at=at)


@action
def give_footage_ticket(*, request: str, by: Actor, at: datetime) -> Given:
    """Give the right to see and hear, or hand out, the recordings that one asked for, once.

    :raises Conflict: when another asked, or too long ago, when the written request is answered,
        or when it opens copies only with third persons unrecognisable.
    :raises Refused: when the terms do not permit it now, or lack a second person's word.
    """
    row = footage_request(request, by=by)
    if row.act == Act.EXPORT and must_cover_others(row.written_request):
        raise Conflict(request, "third-persons-first")
    return _give_footage(row, Sound.IF_PERMITTED, by, at)


@action
def give_silent_ticket(*, request: str, by: Actor, at: datetime) -> Given:
    """Give the right to look through them once, to make third persons unrecognisable.

    :raises Conflict, Refused: as for `give_footage_ticket`.
    """
    return _give_footage(footage_request(request, by=by), Sound.LEFT_OUT, by, at)


def _give_footage(row: FootageRequest, sound: Sound, by: Actor, at: datetime) -> Given:
    require(by, Permission.VIEW_PICTURES, board=row.camera.board_id, subject=row.camera_id)
    if row.asked_by_id != by.id:
        raise Conflict(row.id, "anothers-request")
    if no := why_no_longer(row, at=at):
        raise Conflict(row.id, no)
    asking = asking_for(row, by, at=at)
    act, purpose = Act(row.act), Purpose(row.purpose)
    return give(row.camera, act, purpose, asking, sound, request=row, by=by, at=at)


def why_no_longer(row: FootageRequest, *, at: datetime) -> str | None:
    """Return why what was asked for is no longer open: the grounds may have changed since."""
    if is_too_old(row.asked_at, at=at):
        return "request-too-old"
    if not row.written_request:
        return None
    return why_no_request(row.written_request, camera=row.camera_id, span=row.span)


def give(
    camera: Camera,
    act: Act,
    purpose: Purpose,
    asking: Asking,
    sound: Sound,
    *,
    request: FootageRequest | None,
    plan: str | None = None,
    by: Actor,
    at: datetime,
) -> Given:
    """Ask the terms, sign the ticket, and put it on the record.

    It is for the sound too where the terms permit that in the same role, on the same grounds.
    With the digest of a plan it opens the recordings as the plan covers them, and no others.

    :raises Refused: when the terms do not permit it.
    """
    answer = verdict(camera.id, act, asking=asking, at=at)
    if not answer.permitted or asking.role is None:
        raise Refused(by.id, act, camera.id, answer.reason)
    ticket = SignedTicket(
        id=new_id(at=at),
        person=by.id,
        role=asking.role,
        camera=camera.id,
        terms=_terms_id(camera.id, at),
        act=act,
        purpose=purpose,
        incident=asking.incident,
        issued=at,
        expires=min(at + TICKET_LIFE, answer.until or at + TICKET_LIFE),
        second_person=asking.second_person,
        written_request=asking.written_request,
        footage=request.span if request else None,
        redaction=plan,
        sound=sound is Sound.IF_PERMITTED
        and verdict(camera.id, Act.AUDIO, asking=asking, at=at).permitted,
    )
    _note(ticket, request)
    return Given(ticket.id, sign_ticket(ticket, key()), ticket.expires)


def _note(ticket: SignedTicket, request: FootageRequest | None) -> None:
    """Keep the ticket, and put it on the record."""
    Ticket.objects.create(
        footage=request,
        id=ticket.id,
        camera_id=ticket.camera,
        person_id=ticket.person,
        role=ticket.role,
        terms=ticket.terms,
        act=ticket.act,
        purpose=ticket.purpose,
        incident=ticket.incident or "",
        issued_at=ticket.issued,
        expires_at=ticket.expires,
    )
    told = facts(ticket)
    record.append(
        Kind.TICKET_ISSUED,
        actor=ticket.person,
        subject=ticket.camera,
        at=ticket.issued,
        facts=told,
    )


def key() -> SigningKey:
    """Return the key that signs what passes this door."""
    return keystore.signing_key(settings.VAKA.keys_path)


def _terms_id(camera: str, at: datetime) -> str:
    held = terms(camera, at=at)
    assert held is not None  # the verdict that led here came from them
    return held.id


def facts(ticket: SignedTicket) -> Facts:
    """Return what the record says of a ticket."""
    return {
        "ticket": ticket.id,
        "act": ticket.act,
        "purpose": ticket.purpose,
        "incident": ticket.incident,
        "role": ticket.role,
        "terms": ticket.terms,
        "expires": ticket.expires.isoformat(),
        "second_person": ticket.second_person,
        "written_request": ticket.written_request,
        "from": instant(ticket.footage.start) if ticket.footage else None,
        "to": instant(ticket.footage.end) if ticket.footage else None,
        "plan": ticket.redaction,
        "sound": ticket.sound,
    }
