"""The console: the queue, the open incident, and the acts on it; works without script too."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from vaka.core.errors import BadInput, Conflict
from vaka.municipality.rules import Permission
from vaka.response import actions, queries
from vaka.response.rules.calling import Channel
from vaka.response.rules.incidents import Finding, Outcome
from vaka.web.acting import actor, now
from vaka.web.policy import policy
from vaka.web.release import release
from vaka.web.response.panel import panel
from vaka.web.response.words import REASONS

# More than anybody can take in; a browser and a reader's ear must stay quick in a storm too.
MOST_SHOWN = 1000
MOST_DIGITS = 6


@policy(Permission.SEE_INCIDENTS)
def console(request: HttpRequest) -> HttpResponse:
    """Show the queue, and the incident named in the address."""
    by, at, key = actor(request), now(), request.GET.get("incident", "")
    # The position is read before the queue: what changes between comes again, never too late.
    position = queries.position()
    queue = queries.queue(by=by)
    shown = list(queue[: MOST_SHOWN + 1])
    told = {
        "theme": "dark",
        "position": position,
        "release": release(),
        "queue": shown[:MOST_SHOWN],
        "more": queue.count() - MOST_SHOWN if len(shown) > MOST_SHOWN else 0,
        "chosen": key,
        "panel": panel(queries.incident(key, by=by), by=by, at=at) if key else None,
    }
    return render(request, "response/console.html", told)


@policy(Permission.SEE_INCIDENTS)
def part(request: HttpRequest, key: str) -> HttpResponse:
    """Show the panel of one incident alone, for the console to put in its place."""
    return _panel(request, key)


@policy(Permission.HANDLE_INCIDENT)
@require_POST
def acknowledge(request: HttpRequest, key: str) -> HttpResponse:
    """Take the incident on."""
    by, at = actor(request), now()
    return _done(request, key, lambda: actions.acknowledge(incident=key, by=by, at=at))


@policy(Permission.HANDLE_INCIDENT)
@require_POST
def verify(request: HttpRequest, key: str) -> HttpResponse:
    """Note what who looked found.

    :raises BadInput: when the finding is none that exists.
    """
    by, at, finding = actor(request), now(), request.POST.get("finding", "")
    # Whether the incident is there comes before what is wrong with the form.
    queries.incident(key, by=by)
    if finding not in set(Finding):
        raise BadInput("finding", "none is chosen", "Choose what was found")
    return _done(
        request,
        key,
        lambda: actions.verify(incident=key, finding=Finding(finding), by=by, at=at),
    )


@policy(Permission.HANDLE_INCIDENT)
@require_POST
def dispatch(request: HttpRequest, key: str) -> HttpResponse:
    """Send somebody to the incident.

    :raises BadInput: when the way is none that exists.
    """
    by, at, channel = actor(request), now(), request.POST.get("channel", "")
    contact = request.POST.get("contact", "")
    queries.incident(key, by=by)
    if channel not in set(Channel):
        raise BadInput("channel", "none is chosen", "Choose a way to reach them")
    return _done(
        request,
        key,
        lambda: actions.dispatch(
            incident=key, contact=contact, channel=Channel(channel), by=by, at=at
        ),
    )


@policy(Permission.HANDLE_INCIDENT)
@require_POST
def draw_on(request: HttpRequest, key: str) -> HttpResponse:
    """Draw on a resource for the incident.

    :raises BadInput: when it is not said how many.
    """
    by, at, count = actor(request), now(), request.POST.get("count", "")
    resource = request.POST.get("resource", "")
    queries.incident(key, by=by)
    if not count.isdecimal() or len(count) > MOST_DIGITS:
        raise BadInput("count", "it is no number", "Give how many")
    return _done(
        request,
        key,
        lambda: actions.draw_on(
            incident=key, resource=resource, count=int(count), by=by, at=at
        ),
    )


@policy(Permission.HANDLE_INCIDENT)
@require_POST
def give_back(request: HttpRequest, key: str) -> HttpResponse:
    """Return what the incident had drawn.

    :raises BadInput: when it is not said what.
    """
    by, at, use = actor(request), now(), request.POST.get("use", "")
    queries.incident(key, by=by)
    if not use:
        raise BadInput("use", "none is chosen", "Choose what is returned")
    return _done(request, key, lambda: actions.return_resource(use=use, by=by, at=at))


@policy(Permission.HANDLE_INCIDENT)
@require_POST
def check(request: HttpRequest, key: str) -> HttpResponse:
    """Check one step off."""
    by, at, said = actor(request), now(), request.POST
    return _done(
        request,
        key,
        lambda: actions.check_step(
            incident=key,
            step=said.get("step", ""),
            answer=said.get("answer", ""),
            by=by,
            at=at,
        ),
    )


@policy(Permission.HANDLE_INCIDENT)
@require_POST
def write(request: HttpRequest, key: str) -> HttpResponse:
    """Write a line in the watch log."""
    by, at, text = actor(request), now(), request.POST.get("text", "")
    return _done(
        request, key, lambda: actions.write_entry(incident=key, text=text, by=by, at=at)
    )


@policy(Permission.HANDLE_INCIDENT)
@require_POST
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Close the incident.

    :raises BadInput: when the outcome is none that exists.
    """
    by, at, outcome = actor(request), now(), request.POST.get("outcome", "")
    reason = request.POST.get("reason", "")
    # Whether the incident is there comes before what is wrong with the form.
    queries.incident(key, by=by)
    if outcome not in set(Outcome):
        raise BadInput("outcome", "none is chosen", "Choose what it turned out to be")
    return _done(
        request,
        key,
        lambda: actions.close(
            incident=key, outcome=Outcome(outcome), reason=reason, by=by, at=at
        ),
    )


def _done(request: HttpRequest, key: str, act: Callable[[], object]) -> HttpResponse:
    """Act, and show the incident as it then is, with what stood in the way if anything did."""
    problem = ""
    try:
        act()
    except Conflict as conflict:
        words = gettext(REASONS.get(conflict.reason, conflict.reason))
        problem = words if conflict.subject == key else f"{words} ({conflict.subject})"
    if _is_from_console(request):
        return _panel(request, key, problem=problem)
    if problem:
        messages.error(request, problem)
    return redirect(f"{reverse('response:console')}?incident={key}")


def _is_from_console(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _panel(request: HttpRequest, key: str, *, problem: str = "") -> HttpResponse:
    by = actor(request)
    shown = panel(queries.incident(key, by=by), by=by, at=now(), problem=problem)
    return render(request, "response/part/panel.html", {"panel": shown})
