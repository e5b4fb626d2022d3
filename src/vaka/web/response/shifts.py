"""Shifts: who watches, what was handed over, and what of it is still open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.core.errors import Conflict
from vaka.municipality import queries as municipality
from vaka.municipality.rules import EVERY_BOARD, Permission, boards_with
from vaka.response import actions, queries
from vaka.web.acting import actor, now
from vaka.web.policy import policy
from vaka.web.words import in_words

if TYPE_CHECKING:
    from vaka.response.models import Incident, Shift

SHOWN = 20


@dataclass(frozen=True)
class Handover:
    """What a shift handed over: its notes, and what was open then as it is now."""

    shift: "Shift"
    incidents: Sequence["Incident"]


@policy(Permission.SEE_INCIDENTS)
def index(request: HttpRequest) -> HttpResponse:
    """Show who watches, and the handovers, those first that nobody has received."""
    by = actor(request)
    ended = [row for row in queries.shifts(by=by)[:SHOWN] if row.ends_at]
    waiting = list(queries.waiting_handovers(by=by))
    known = {row.id for row in waiting}
    on_shift = list(queries.on_shift(by=by))
    boards = municipality.boards(by=by, permission=Permission.HANDLE_INCIDENT)
    told = {
        "on_shift": on_shift,
        "mine": next((row for row in on_shift if row.person_id == by.id), None),
        "boards": boards,
        "every_board": EVERY_BOARD in boards_with(by, Permission.HANDLE_INCIDENT),
        "handovers": [
            Handover(row, list(queries.left_open(row, by=by)))
            for row in [*waiting, *(row for row in ended if row.id not in known)]
        ],
        "open_count": queries.queue(by=by).count(),
    }
    return render(request, "response/shifts.html", told)


@policy(Permission.HANDLE_INCIDENT)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin one's shift."""
    board = request.POST.get("board", EVERY_BOARD)
    return _done(
        request,
        lambda: actions.begin_shift(board=board, by=actor(request), at=now()),
        _("Your shift has begun."),
    )


@policy(Permission.HANDLE_INCIDENT)
@require_POST
def end(request: HttpRequest, key: str) -> HttpResponse:
    """End one's shift and hand over."""
    notes = request.POST.get("notes", "")
    return _done(
        request,
        lambda: actions.end_shift(shift=key, notes=notes, by=actor(request), at=now()),
        _("Your shift has ended, and what is open is handed over."),
    )


@policy(Permission.HANDLE_INCIDENT)
@require_POST
def receive(request: HttpRequest, key: str) -> HttpResponse:
    """Say that the handover is read."""
    return _done(
        request,
        lambda: actions.receive_handover(shift=key, by=actor(request), at=now()),
        _("The handover is received."),
    )


def _done(request: HttpRequest, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except Conflict as conflict:
        messages.error(request, in_words(conflict.reason, "reason"))
    else:
        messages.success(request, words)
    return redirect("response:shifts")
