"""The console's event stream: each change as the row that the page itself would draw.

The position in the stream is the record's own number, so that a console which lost its line
asks from where it was and misses nothing, whichever process answers.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from time import monotonic

from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from vaka.municipality.rules import Actor, Grant, Permission
from vaka.response import queries
from vaka.web.policy import policy
from vaka.web.release import release
from vaka.web.response.watch import Told, watching

HEARTBEAT_S = 5.0
# Then the console comes again by itself, and whether it may is asked anew.
LIFE_S = 300.0
RETRY_MS = 500


@dataclass(frozen=True)
class Listener:
    """Who listens, and in which language."""

    person: str
    language: str


@policy(Permission.SEE_INCIDENTS)
def events(request: HttpRequest) -> StreamingHttpResponse:
    """Stream the changes since `Last-Event-ID`, else since the page's own position."""
    assert request.user.is_authenticated
    listener = Listener(request.user.id, translation.get_language() or "sv")
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
    async with watching().joined(listener.person) as watch:
        caught_up = False
        while monotonic() - began < LIFE_S:
            grants = await watch.grants(listener.person)
            look = partial(changed, grants, listener.language, position)
            told = await watch.told((grants, listener.language, position), look)
            for change in told.events:
                yield change
            position = told.position
            if told.whole and (not caught_up or monotonic() - beaten >= HEARTBEAT_S):
                # A console that was drawn by another release is told by this.
                yield event("beat" if caught_up else "ready", position, release())
                caught_up, beaten = True, monotonic()
            if told.whole:
                left = HEARTBEAT_S - (monotonic() - beaten)
                await watch.moved(beyond=position, within=max(left, 0.0))


def changed(grants: frozenset[Grant], language: str, position: int, upto: int) -> Told:
    """Return each change beyond a position that somebody with these roles may see."""
    by = Actor(id="", name="", grants=grants)
    with translation.override(language):
        rows = list(queries.changes_since(position, by=by))
        events = tuple(
            event(
                "incident",
                row.changed,
                render_to_string("response/part/row.html", {"incident": row}),
            )
            for row in rows
        )
    whole = len(rows) < queries.MOST_CHANGES
    # What was changed while this was read comes again, never too late.
    return Told(max(upto, position) if whole else rows[-1].changed, events, whole)


def event(name: str, position: int, html: str) -> str:
    """Return one event as the stream carries it."""
    lines = "".join(f"data: {line}\n" for line in html.splitlines() or [""])
    return f"id: {position}\nevent: {name}\n{lines}\n"
