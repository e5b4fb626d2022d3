"""The console's event stream: each change as the row that the page itself would draw.

The position in the stream is the record's own number, so that a console which lost its line
asks from where it was and misses nothing, whichever process answers.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from vaka.municipality import queries as municipality
from vaka.municipality.rules import Permission
from vaka.response import queries
from vaka.web.acting import now
from vaka.web.policy import policy

if TYPE_CHECKING:
    from vaka.municipality.models import Person

EVERY_S = 0.25
HEARTBEAT_S = 5.0
# Then the console comes again by itself, and whether it may is asked anew.
LIFE_S = 300.0
RETRY_MS = 500


@dataclass(frozen=True)
class Listener:
    """Who listens, and in which language."""

    person: "Person"
    language: str


@policy(Permission.SEE_INCIDENTS)
def events(request: HttpRequest) -> StreamingHttpResponse:
    """Stream the changes since `Last-Event-ID`, else since the page's own position."""
    assert request.user.is_authenticated
    listener = Listener(request.user, translation.get_language() or "sv")
    since = request.headers.get("Last-Event-ID") or request.GET.get("since", "")
    position = int(since) if since.isdecimal() and len(since) < 16 else queries.position()
    response = StreamingHttpResponse(
        stream(listener, position), content_type="text/event-stream"
    )
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def stream(listener: Listener, position: int) -> AsyncIterator[str]:
    """Yield events: `incident` for each change, `ready` when caught up, `beat` in between."""
    began = beaten = monotonic()
    yield f"retry: {RETRY_MS}\n\n"
    try:
        caught_up = False
        while monotonic() - began < LIFE_S:
            position, changes = await sync_to_async(changed)(listener, position)
            for change in changes:
                yield change
            if not caught_up or monotonic() - beaten >= HEARTBEAT_S:
                yield event("beat" if caught_up else "ready", position, "")
                caught_up, beaten = True, monotonic()
            if not changes:
                await asyncio.sleep(EVERY_S)
    finally:
        await sync_to_async(connections.close_all)()


def changed(listener: Listener, position: int) -> tuple[int, list[str]]:
    """Return how far the changes have come, and each one that this person may see."""
    by = municipality.actor(listener.person, at=now())
    told: list[str] = []
    with translation.override(listener.language):
        for row in queries.changes_since(position, by=by):
            position = max(position, row.changed)
            html = render_to_string("response/part/row.html", {"incident": row})
            told.append(event("incident", position, html))
    return position, told


def event(name: str, position: int, html: str) -> str:
    """Return one event as the stream carries it."""
    lines = "".join(f"data: {line}\n" for line in html.splitlines() or [""])
    return f"id: {position}\nevent: {name}\n{lines}\n"
