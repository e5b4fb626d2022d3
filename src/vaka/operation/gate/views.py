"""Views: opened by a ticket, on the record before a byte leaves, ended with their reason."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus

import aiohttp
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import transaction

from vaka.core.errors import Conflict, Refused
from vaka.municipality import queries as municipality
from vaka.municipality.access import action
from vaka.municipality.rules import Actor, Role
from vaka.operation.actions import end_view
from vaka.operation.gate.partners import Shared
from vaka.operation.gate.tickets import facts
from vaka.operation.models import Camera, Ticket
from vaka.operation.rules import NOT_SHARED
from vaka.record import actions as record
from vaka.record.rules import Kind
from vaka.terms import keystore
from vaka.terms.permits import Reason
from vaka.terms.tickets import Ticket as SignedTicket
from vaka.terms.tickets import verify_ticket

Clock = Callable[[], datetime]
# How often a view asks again whether its viewer still may, beside the gateway's own watch.
ASK_AGAIN_SECONDS = 5.0
PATIENCE = aiohttp.ClientTimeout(total=None, sock_connect=3, sock_read=10)


@dataclass(frozen=True)
class Asked:
    """What a view asks the gateway for; with a body it is posted."""

    path: str
    body: bytes | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    patience: aiohttp.ClientTimeout = PATIENCE


# Live pictures for a wall: small ones, where the camera sends such.
SMALL = Asked("live", words={"stream": "small"})


class View:
    """An opened view: its pictures until it ends, then why it did.

    `starts` is when the first picture was taken, `sound` whether they can be heard, `lacking`
    why the signatures of the last group did not come: told by the gateway of recordings alone.
    """

    def __init__(
        self,
        ticket: SignedTicket,
        text: str,
        *,
        by: Actor,
        clock: Clock,
        asked: Asked,
        shared: Shared | None,
    ) -> None:
        self._ticket, self._text, self._by, self._clock = ticket, text, by, clock
        self._asked, self._shared = asked, shared
        self.starts: datetime | None = None
        self.sound = False
        self.ended = "viewer-left"
        self.lacking: str | None = None

    async def pictures(self) -> AsyncGenerator[bytes]:
        """Hand out the pictures (fragmented MP4) until the view ends.

        It ends when the gateway says so, when the viewer goes, and within seconds of the
        viewer's losing the role, and a partner's what is shared; the record has the reason in
        each case.
        """
        try:
            async with aiohttp.ClientSession(timeout=self._asked.patience) as session:
                async for part in self._from_gateway(session):
                    yield part
                self.ended, self.lacking = await _ending(session, self._ticket.id)
        except aiohttp.ClientResponseError:
            self.ended = "gateway-refused"
        except (aiohttp.ClientError, TimeoutError):
            self.ended = "gateway-unreachable"
        except Refused as refusal:
            self.ended = refusal.reason
        finally:
            # Also when the viewer's connection is cut in the middle of a picture.
            ending = sync_to_async(_end)(
                self._ticket.id, self.ended, self._by.id, self._clock()
            )
            await asyncio.shield(asyncio.ensure_future(ending))

    async def _from_gateway(self, session: aiohttp.ClientSession) -> AsyncIterator[bytes]:
        asked, params = self._asked, {"ticket": self._text, **self._asked.words}
        method = "GET" if asked.body is None else "POST"
        where = _gateway(asked.path)
        async with session.request(method, where, params=params, data=asked.body) as answer:
            if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT}:
                return
            answer.raise_for_status()
            if starts := answer.headers.get("X-Starts"):
                self.starts = datetime.fromisoformat(starts)
                self.sound = answer.headers.get("X-Sound") == "yes"
            async for part in self._while_permitted(answer.content):
                yield part

    async def _while_permitted(self, content: aiohttp.StreamReader) -> AsyncIterator[bytes]:
        """Yield what the gateway sends, and ask now and then whether the viewer still may.

        :raises Refused: when the viewer no longer may.
        """
        loop = asyncio.get_running_loop()
        asked = loop.time()
        async for part in content.iter_any():
            yield part
            if loop.time() - asked > ASK_AGAIN_SECONDS:
                await sync_to_async(_still_may)(self._ticket, self._shared, self._clock())
                asked = loop.time()


async def open_view(
    text: str,
    *,
    camera: str,
    by: Actor,
    clock: Clock,
    asked: Asked | None = None,
    shared: Shared | None = None,
) -> View:
    """Open the one view that a ticket is good for; on the record before any picture leaves.

    Live pictures or the recordings that the ticket names, unless something else is asked for.
    A partner's ticket opens it only where it is asked whether the incident is still shared.

    :raises Untrusted: when the ticket is false, altered or no longer good.
    :raises Conflict: when it is another's or another camera's, has opened its view already, or
        is a partner's with whom the incident is not shared.
    """
    ticket = await sync_to_async(_opened)(
        text=text, camera=camera, shared=shared, by=by, at=clock()
    )
    asked = asked or Asked("footage" if ticket.footage else "live")
    return View(ticket, text, by=by, clock=clock, asked=asked, shared=shared)


@action
def _opened(
    *, text: str, camera: str, shared: Shared | None, by: Actor, at: datetime
) -> SignedTicket:
    ticket = verify_ticket(text, keystore.trusted(settings.VAKA.keys_path), at=at)
    if not _is_shared(ticket, shared, at):
        raise Conflict(ticket.id, NOT_SHARED)
    unopened = Ticket.objects.filter(pk=ticket.id, camera=camera, person=by.id, opened_at=None)
    if not unopened.update(opened_at=at):
        raise Conflict(ticket.id, "ticket-used-already")
    record.append(
        Kind.VIEW_STARTED, actor=by.id, subject=ticket.camera, at=at, facts=facts(ticket)
    )
    return ticket


def _still_may(ticket: SignedTicket, shared: Shared | None, at: datetime) -> None:
    """Return when the ticket's person still has its role there, and a partner its incident.

    :raises Refused: otherwise.
    """
    row = Camera.objects.get(pk=ticket.camera)
    if ticket.role not in municipality.actor_by_id(ticket.person, at=at).roles_at(row.board_id):
        raise Refused(ticket.person, ticket.act, ticket.camera, Reason.ROLE_NOT_ALLOWED)
    if not _is_shared(ticket, shared, at):
        raise Refused(ticket.person, ticket.act, ticket.camera, NOT_SHARED)


def _is_shared(ticket: SignedTicket, shared: Shared | None, at: datetime) -> bool:
    """Return whether the incident is shared with a ticket's partner; others need no sharing."""
    return ticket.role != Role.PARTNER or (shared is not None and shared(at))


async def _ending(session: aiohttp.ClientSession, ticket: str) -> tuple[str, str | None]:
    """Return why the gateway ended a view, and what it could not hand out with it."""
    async with session.get(_gateway(f"views/{ticket}")) as answer:
        told = await answer.json() if answer.status == HTTPStatus.OK else {}
    return str(told.get("ended") or "gateway-ended"), told.get("lacking")


@transaction.atomic(durable=True)
def _end(ticket: str, reason: str, by: str, at: datetime) -> None:
    end_view(ticket, reason=reason, by=by, at=at)


def _gateway(path: str) -> str:
    return f"{settings.VAKA.gateway_url}/{path}"
