"""The one door to picture bytes: asks the rules, appends to the record, then hands out.

A person asks for a ticket; the ticket opens one view; the gateway asks the same rules again
of its own copy of the terms for as long as the view lasts. No byte leaves before the record
has it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

import aiohttp
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import transaction

from vaka.core.errors import Conflict, Refused
from vaka.core.ids import new_id
from vaka.municipality import queries as municipality
from vaka.municipality.access import action, find, require
from vaka.municipality.rules import Actor, Permission
from vaka.operation.actions import end_view
from vaka.operation.models import Camera, FootageRequest, Ticket
from vaka.operation.queries import asking_as, asking_for, footage_request, terms, verdict
from vaka.operation.rules import TICKET_LIFE, Purpose, is_too_old
from vaka.record import actions as record
from vaka.record import queries as recorded
from vaka.record.rules import Facts, Kind, instant
from vaka.terms import keystore
from vaka.terms.document import Act
from vaka.terms.permits import Asking, Reason
from vaka.terms.signature import SigningKey
from vaka.terms.tickets import Ticket as SignedTicket
from vaka.terms.tickets import sign_ticket, verify_ticket

# How often a view asks again whether its viewer still may, beside the gateway's own watch.
ASK_AGAIN_SECONDS = 5.0
PATIENCE = aiohttp.ClientTimeout(total=None, sock_connect=3, sock_read=10)


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
    :raises Conflict: when the incident named is not open.
    """
    row = find(Camera.objects.all(), camera)
    require(by, Permission.VIEW_PICTURES, board=row.board_id, subject=camera)
    if row.hosted_for_id:
        raise Refused(by.id, act, camera, "hosted")
    if incident and not _is_open(incident):
        raise Conflict(incident, "incident-not-open")
    asking = asking_as(row, by, act, incident, at=at)
    return _give(row, act, purpose, asking, request=None, by=by, at=at)


@action
def give_footage_ticket(*, request: str, by: Actor, at: datetime) -> Given:
    """Give the right to see, or hand out, the recordings that one asked for, once.

    :raises Conflict: when another asked, or too long ago.
    :raises Refused: when the terms do not permit it now, or lack a second person's word.
    """
    row = footage_request(request, by=by)
    require(by, Permission.VIEW_PICTURES, board=row.camera.board_id, subject=row.camera_id)
    if row.asked_by_id != by.id:
        raise Conflict(request, "anothers-request")
    if is_too_old(row.asked_at, at=at):
        raise Conflict(request, "request-too-old")
    asking = asking_for(row, by, at=at)
    return _give(
        row.camera, Act(row.act), Purpose(row.purpose), asking, request=row, by=by, at=at
    )


def _give(
    camera: Camera,
    act: Act,
    purpose: Purpose,
    asking: Asking,
    *,
    request: FootageRequest | None,
    by: Actor,
    at: datetime,
) -> Given:
    """Ask the terms, sign the ticket, and put it on the record."""
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
    )
    _note(ticket, request)
    return Given(ticket.id, sign_ticket(ticket, _key()), ticket.expires)


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
    facts = _facts(ticket)
    record.append(
        Kind.TICKET_ISSUED,
        actor=ticket.person,
        subject=ticket.camera,
        at=ticket.issued,
        facts=facts,
    )


@action
def open_view(*, text: str, camera: str, by: Actor, at: datetime) -> SignedTicket:
    """Open the one view that a ticket is good for; on the record before any picture leaves.

    :raises Untrusted: when the ticket is false, altered or no longer good.
    :raises Conflict: when it is another's or another camera's, or has opened its view already.
    """
    ticket = verify_ticket(text, keystore.trusted(settings.VAKA.keys_path), at=at)
    unopened = Ticket.objects.filter(pk=ticket.id, camera=camera, person=by.id, opened_at=None)
    if not unopened.update(opened_at=at):
        raise Conflict(ticket.id, "ticket-used-already")
    facts = _facts(ticket)
    record.append(Kind.VIEW_STARTED, actor=by.id, subject=ticket.camera, at=at, facts=facts)
    return ticket


async def pictures(
    ticket: SignedTicket, text: str, *, by: Actor, clock: Callable[[], datetime]
) -> AsyncIterator[bytes]:
    """Hand out the pictures of an opened view (fragmented MP4) until it ends.

    It ends when the gateway says so, when the viewer goes, and within seconds of the viewer's
    losing the role; the record has the reason in each case.
    """
    ended = "viewer-left"
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            where = _gateway("footage" if ticket.footage else "live")
            async with session.get(where, params={"ticket": text}) as answer:
                answer.raise_for_status()
                async for part in _while_permitted(answer.content, ticket, clock):
                    yield part
            ended = await _reason_of_gateway(session, ticket.id)
    except aiohttp.ClientResponseError:
        ended = "gateway-refused"
    except (aiohttp.ClientError, TimeoutError):
        ended = "gateway-unreachable"
    except Refused as refusal:
        ended = refusal.reason
    finally:
        # Also when the viewer's connection is cut in the middle of a picture.
        ending = sync_to_async(_end)(ticket.id, ended, by.id, clock())
        await asyncio.shield(asyncio.ensure_future(ending))


async def _while_permitted(
    content: aiohttp.StreamReader, ticket: SignedTicket, clock: Callable[[], datetime]
) -> AsyncIterator[bytes]:
    """Yield what the gateway sends, and ask again now and then whether the viewer still may.

    :raises Refused: when the viewer no longer may.
    """
    loop = asyncio.get_running_loop()
    asked = loop.time()
    async for part in content.iter_any():
        yield part
        if loop.time() - asked > ASK_AGAIN_SECONDS:
            await sync_to_async(_still_may)(ticket, clock())
            asked = loop.time()


def _still_may(ticket: SignedTicket, at: datetime) -> None:
    """Return when the ticket's person still has its role there.

    :raises Refused: otherwise.
    """
    row = Camera.objects.get(pk=ticket.camera)
    if ticket.role not in municipality.actor_by_id(ticket.person, at=at).roles_at(row.board_id):
        raise Refused(ticket.person, ticket.act, ticket.camera, Reason.ROLE_NOT_ALLOWED)


async def _reason_of_gateway(session: aiohttp.ClientSession, ticket: str) -> str:
    """Return why the gateway ended a view."""
    async with session.get(_gateway(f"views/{ticket}")) as answer:
        told = await answer.json() if answer.status == HTTPStatus.OK else {}
    return str(told.get("ended") or "gateway-ended")


@transaction.atomic(durable=True)
def _end(ticket: str, reason: str, by: str, at: datetime) -> None:
    end_view(ticket, reason=reason, by=by, at=at)


def _gateway(path: str) -> str:
    return f"{settings.VAKA.gateway_url}/{path}"


def _key() -> SigningKey:
    return keystore.signing_key(settings.VAKA.keys_path)


def _terms_id(camera: str, at: datetime) -> str:
    held = terms(camera, at=at)
    assert held is not None  # the verdict that led here came from them
    return held.id


def _is_open(incident: str) -> bool:
    """Return whether the record knows the incident as opened and not closed.

    Incidents live above us; what has happened is on the record, which is below.
    """
    kinds = set(recorded.entries(subject=incident).values_list("kind", flat=True))
    return Kind.INCIDENT_OPENED in kinds and Kind.INCIDENT_CLOSED not in kinds


def _facts(ticket: SignedTicket) -> Facts:
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
    }
