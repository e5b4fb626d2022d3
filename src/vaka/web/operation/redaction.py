"""Pages of a copy in which third persons are unrecognisable: prepared, seen, released."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.http import (
    HttpRequest,
    HttpResponse,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.core.errors import BadInput, Conflict, Refused
from vaka.law.se.secrecy import MARK
from vaka.municipality.rules import Permission
from vaka.operation import actions, gate, queries
from vaka.terms.redaction import Box, Cover, Plan, TrackKind, Uncertain, revealed
from vaka.terms.signature import Untrusted
from vaka.web.acting import actor, now
from vaka.web.operation.footage import handed_out
from vaka.web.operation.forms import CoverForm
from vaka.web.operation.pictures import refusal, told_ticket, video
from vaka.web.policy import policy, stream_policy
from vaka.web.stages import Crumb
from vaka.web.words import in_words, said

if TYPE_CHECKING:
    from vaka.operation.models import Redaction


@dataclass(frozen=True)
class Figure:
    """A figure in the picture that is shown, and whether it is followed or left to be seen."""

    track: int
    kind: TrackKind
    box: Box
    followed: bool
    seen: bool

    @property
    def wide(self) -> int:
        """Return its width in pixels."""
        return self.box.right - self.box.left

    @property
    def high(self) -> int:
        """Return its height in pixels."""
        return self.box.bottom - self.box.top


@dataclass(frozen=True)
class Doubted:
    """Pictures to be looked at, when they were taken, and whether somebody has."""

    doubt: Uncertain
    starts: datetime
    ends: datetime
    looked_at: bool


@stream_policy(Permission.VIEW_PICTURES)
@require_POST
async def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Have the recordings that were asked for looked through, which takes its time."""
    by = await sync_to_async(actor)(request)
    try:
        made = await gate.look_through(request=key, by=by, clock=now)
    except Conflict as conflict:
        messages.error(request, in_words(conflict.reason, "redaction"))
        return redirect("operation:footage", key)
    return redirect("operation:redaction", made.id)


@policy(Permission.VIEW_PICTURES)
def redaction(request: HttpRequest, key: str) -> HttpResponse:
    """Show one picture with its figures, what is in doubt, what is covered, what is next."""
    by = actor(request)
    row = queries.redaction(key, by=by)
    plan = queries.plan(row)
    number = _number(request.GET.get("picture", ""), plan)
    starts = queries.first_kept(row.request) or row.request.starts_at
    doubts = [
        Doubted(each, _at(starts, plan, each.first), _at(starts, plan, each.last), looked)
        for each, looked in queries.doubts(row, plan)
    ]
    mine, seen = row.prepared_by_id == by.id, queries.is_as_seen(row, plan)
    told = {
        "redaction": row,
        "secrecy": said(MARK),
        "mine": mine,
        "open": mine and not row.released_by_id,
        "plan": plan,
        "number": number,
        "at": _at(starts, plan, number),
        "starts": starts,
        "steps": _steps(plan, number),
        "figures": _figures(plan, number),
        "areas": [_points(each.ring, plan) for each in plan.covers if _in(each, number)],
        "doubts": doubts,
        "left": sum(not each.looked_at for each in doubts),
        "seen": seen,
        "seen_by_me": seen and row.seen_by_id == by.id,
        "form": CoverForm(initial={"first": number, "last": number}),
        "trail": _trail(row),
    }
    return render(request, "operation/redaction.html", told)


def _number(text: str, plan: Plan) -> int:
    """Return the number of the picture that was asked for, or of the first."""
    return min(int(text), plan.findings.last) if text.isdecimal() else 0


def _at(starts: datetime, plan: Plan, number: int) -> datetime:
    return starts + timedelta(milliseconds=plan.findings.times[number])


def _steps(plan: Plan, number: int) -> dict[str, int | None]:
    """Return the pictures that a step leads to: one, and a second, back and forth."""
    times = plan.findings.times
    second = max(round(1000 * len(times) / max(times[-1], 1)), 1)
    steps = {"back": -second, "before": -1, "after": 1, "forth": second}
    found = {name: number + step for name, step in steps.items()}
    return {name: n if 0 <= n < len(times) else None for name, n in found.items()}


def _figures(plan: Plan, number: int) -> list[Figure]:
    seen = revealed(plan)
    return [
        Figure(each.id, each.kind, box, each.id in plan.followed, seen.get(number) == box)
        for each in plan.findings.tracks
        if (box := each.at(number))
    ]


def _in(cover: Cover, number: int) -> bool:
    return cover.first <= number <= cover.last


def _points(ring: tuple[tuple[float, float], ...], plan: Plan) -> str:
    """Return a polygon as SVG has it, in pixels."""
    wide, high = plan.findings.width, plan.findings.height
    return " ".join(f"{x * wide:.0f},{y * high:.0f}" for x, y in ring)


def _trail(row: "Redaction") -> list[Crumb]:
    camera = row.request.camera
    return [
        Crumb(camera.name, reverse("operation:camera", args=[camera.id])),
        Crumb(_("Recordings"), reverse("operation:recordings", args=[camera.id])),
        Crumb(_("The request"), reverse("operation:footage", args=[row.request_id])),
    ]


@stream_policy(Permission.VIEW_PICTURES)
async def picture(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show one picture to who prepares the copy; what is to be covered is dark in it."""
    by = await sync_to_async(actor)(request)
    try:
        jpeg = await gate.one_picture(key=key, number=number, by=by, clock=now)
    except Conflict as conflict:
        return refusal(conflict.reason, 403)
    answer = HttpResponse(jpeg, content_type="image/jpeg")
    answer["Cache-Control"] = "no-store"
    return answer


@policy(Permission.VIEW_PICTURES)
@require_POST
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Follow somebody, cover something, take a cover back, or say that a doubt was seen."""
    by, at, posted = actor(request), now(), request.POST
    number = posted.get("picture", "0")
    queries.redaction(key, by=by)
    try:
        if track := posted.get("follow", ""):
            actions.follow(redaction=key, track=_whole(track), by=by, at=at)
        elif doubt := posted.get("look", ""):
            actions.look_at_doubt(redaction=key, doubt=doubt, by=by, at=at)
        elif gone := posted.get("uncover", ""):
            actions.uncover(redaction=key, number=_whole(gone), by=by, at=at)
        else:
            form = CoverForm(posted)
            if not form.is_valid():
                raise BadInput("cover", _("the area cannot be read"), _("Give it in percent"))
            actions.cover(redaction=key, area=form.area(), by=by, at=at)
    except BadInput as problem:
        messages.error(request, f"{problem.problem}. {problem.mend}.")
    except Conflict as conflict:
        messages.error(request, in_words(conflict.reason, "redaction"))
    page = reverse("operation:redaction", args=[key])
    return redirect(f"{page}?picture={number if number.isdecimal() else 0}")


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise BadInput("number", f"{text} is no number", "Write a whole number")
    return int(text)


@policy(Permission.VIEW_PICTURES)
@require_POST
def ticket(request: HttpRequest, key: str) -> JsonResponse:
    """Give a ticket to see the copy as it is to be, as the player reads it."""
    by = actor(request)
    try:
        given = gate.give_redaction_ticket(key=key, by=by, at=now())
    except Refused as no:
        return refusal(no.reason, 403)
    except Conflict as conflict:
        return refusal(conflict.reason, 409)
    return told_ticket(given, by)


@stream_policy(Permission.VIEW_PICTURES)
async def stream(request: HttpRequest, key: str) -> HttpResponse | StreamingHttpResponse:
    """Stream the copy as it is to be, against the ticket in the header X-Ticket."""
    by = await sync_to_async(actor)(request)
    text = request.headers.get("X-Ticket", "")
    try:
        pieces = await gate.preview(key=key, text=text, by=by, clock=now)
    except (Untrusted, Conflict) as doubt:
        return refusal(doubt.reason, 403)
    return video(pieces)


@policy(Permission.VIEW_PICTURES)
@require_POST
def release(request: HttpRequest, key: str) -> HttpResponse:
    """Release a copy that another prepared."""
    try:
        actions.release_redaction(redaction=key, by=actor(request), at=now())
        messages.success(request, _("The copy is released. It is on the record."))
    except Conflict as conflict:
        messages.error(request, in_words(conflict.reason, "redaction"))
    return redirect("operation:redaction", key)


@stream_policy(Permission.VIEW_PICTURES)
@require_POST
async def copy(request: HttpRequest, key: str) -> HttpResponse | StreamingHttpResponse:
    """Hand out a released copy."""
    by = await sync_to_async(actor)(request)
    try:
        made = await gate.take_redacted_copy(key=key, by=by, clock=now)
    except Conflict as conflict:
        messages.error(request, in_words(conflict.reason, "redaction"))
        return redirect("operation:redaction", key)
    return handed_out(made)
