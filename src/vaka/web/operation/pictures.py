"""Pages of live pictures: the player, its ticket, the stream, and why a view ended."""

import contextlib
from collections.abc import AsyncGenerator, AsyncIterator

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from vaka.core.errors import Conflict, Refused
from vaka.law.se.secrecy import MARK
from vaka.municipality.rules import Actor, Permission
from vaka.operation import gate, queries
from vaka.operation.rules import Purpose
from vaka.terms.document import Act
from vaka.terms.signature import Untrusted
from vaka.web.acting import actor, now
from vaka.web.policy import policy, stream_policy
from vaka.web.stages import Crumb
from vaka.web.words import in_words, said


@policy(Permission.VIEW_PICTURES)
def live(request: HttpRequest, key: str) -> HttpResponse:
    """Show the player, or why this person may not look now."""
    by, at = actor(request), now()
    row = queries.camera(key, by=by, permission=Permission.VIEW_PICTURES)
    incident = request.GET.get("incident", "")
    asking = queries.asking_as(row, by, Act.LIVE, incident, at=at)
    told = {
        "camera": row,
        "incident": incident,
        "purpose": Purpose.INCIDENT if incident else Purpose.WATCH,
        "verdict": queries.verdict(row.id, Act.LIVE, asking=asking, at=at),
        "trail": [Crumb(row.name, reverse("operation:camera", args=[row.id]))],
    }
    return render(request, "operation/live.html", told)


@policy(Permission.VIEW_PICTURES)
@require_POST
def ticket(request: HttpRequest, key: str) -> JsonResponse:
    """Give a ticket, or say why not, as the player reads it."""
    by = actor(request)
    incident = request.POST.get("incident", "")
    purpose = Purpose.INCIDENT if incident else Purpose.WATCH
    try:
        given = gate.give_ticket(
            camera=key, act=Act.LIVE, purpose=purpose, incident=incident, by=by, at=now()
        )
    except Refused as no:
        return refusal(no.reason, 403)
    except Conflict as conflict:
        return refusal(conflict.reason, 409)
    return told_ticket(given, by)


def told_ticket(given: gate.Given, by: Actor, *, ended: str = "operation:end") -> JsonResponse:
    """Tell the player of a ticket, and on which page it hears why its view has ended."""
    return JsonResponse(
        {
            "ticket": given.text,
            "expires": given.expires.isoformat(),
            "watermark": f"{by.name} · {said(MARK)}",
            "ended_url": reverse(ended, args=[given.id]),
        }
    )


def refusal(reason: str, status: int) -> JsonResponse:
    """Tell the player why not."""
    told = {"reason": reason, "words": in_words(reason, "reason")}
    return JsonResponse(told, status=status)


@stream_policy(Permission.VIEW_PICTURES)
async def stream(request: HttpRequest, key: str) -> HttpResponse | StreamingHttpResponse:
    """Stream the pictures that a ticket (in the header X-Ticket) is good for."""
    by = await sync_to_async(actor)(request)
    may = Permission.VIEW_PICTURES
    row = await sync_to_async(queries.camera)(key, by=by, permission=may)
    asked = gate.SMALL if request.GET.get("stream") == "small" else None
    return await streamed(request, row.id, by, asked)


async def streamed(
    request: HttpRequest,
    camera: str,
    by: Actor,
    asked: gate.Asked | None = None,
    *,
    shared: gate.Shared | None = None,
) -> HttpResponse | StreamingHttpResponse:
    """Open the view that the request's ticket is good for, and stream it until it ends."""
    text = request.headers.get("X-Ticket", "")
    try:
        view = await gate.open_view(
            text, camera=camera, by=by, clock=now, asked=asked, shared=shared
        )
    except (Untrusted, Conflict) as doubt:
        return refusal(doubt.reason, 403)
    pieces = view.pictures()
    first = await anext(pieces, b"")
    answer = video(_all(first, pieces))
    if view.starts:
        answer["X-Starts"] = view.starts.isoformat()
    return answer


async def _all(first: bytes, pieces: AsyncGenerator[bytes]) -> AsyncIterator[bytes]:
    async with contextlib.aclosing(pieces):
        yield first
        async for piece in pieces:
            yield piece


def video(pieces: AsyncIterator[bytes]) -> StreamingHttpResponse:
    """Return pictures (fragmented MP4) as they come; no browser keeps them."""
    answer = StreamingHttpResponse(pieces, content_type="video/mp4")
    answer["Cache-Control"] = "no-store"
    return answer


@policy(Permission.VIEW_PICTURES)
def end_of_view(request: HttpRequest, ticket: str) -> JsonResponse:
    """Say why one's own view ended."""
    return told_end(ticket, by=actor(request))


def told_end(ticket: str, *, by: Actor) -> JsonResponse:
    """Tell the player why the person's own view ended."""
    reason = queries.end_of_view(ticket, by=by)
    return JsonResponse({"reason": reason, "words": in_words(reason, "view-end")})
