"""Pages of recordings: what there is of a day, asking for it, seeing it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime, time, timedelta
from typing import IO, TYPE_CHECKING
from zoneinfo import ZoneInfo

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib import messages
from django.http import (
    HttpRequest,
    HttpResponse,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.core.errors import Conflict, Refused
from vaka.core.period import Period
from vaka.municipality.rules import Actor, Permission, may
from vaka.operation import actions, gate, queries
from vaka.operation.rules import Footage, Purpose, Stretch, is_too_old, why_not_redact
from vaka.signed_video.groups import State
from vaka.signed_video.report import Outcome
from vaka.terms.copy_file import CHUNK_BYTES
from vaka.terms.document import Act
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.charts import Band, Day, Seek
from vaka.web.operation.forms import AskForm
from vaka.web.operation.incidents import offered
from vaka.web.operation.pictures import refusal, streamed, told_ticket
from vaka.web.operation.requests import opening
from vaka.web.policy import policy, stream_policy
from vaka.web.stages import Crumb
from vaka.web.words import in_words

if TYPE_CHECKING:
    from vaka.operation.models import FootageRequest
    from vaka.record.models import Entry

LOOKS = {
    Footage.KEPT: "kept",
    Footage.DISPOSED: "gone",
    Footage.NOT_PERMITTED: "off",
    Footage.NOT_DELIVERED: "fault",
}
REQUESTS_SHOWN = 20
TONES = {
    Outcome.VALID: "ok",
    Outcome.UNKNOWN_SIGNER: "info",
    Outcome.INCOMPLETE: "warn",
    Outcome.ALTERED: "refuse",
}


@policy(Permission.VIEW_PICTURES)
def recordings(request: HttpRequest, key: str) -> HttpResponse:
    """Show what there is of one day of a camera, and take in who asks for some of it."""
    by, at = actor(request), now()
    row = queries.camera(key, by=by, permission=Permission.VIEW_PICTURES)
    open_requests = opening(row)
    wanted = open_requests.get(request.GET.get("request", ""))
    day = (
        timezone.localdate(wanted[0].start) if wanted else _day(request.GET.get("day", ""), at)
    )
    initial = _on_request(request.GET["request"], wanted[0]) if wanted else {"day": day}
    form = AskForm(request.POST or None, initial=initial).offer(offered(row, by))
    form.offer_requests([(key, words) for key, (_span, words) in open_requests.items()])
    if request.method == "POST" and accepted(form, lambda: _ask(form, row.id, by)):
        return redirect("operation:footage", form.cleaned_data["request"])
    span = _local_day(day)
    told = {
        "camera": row,
        "form": form,
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if span.end < at else None,
        "strip": _strip(
            date_format(day, "l j F Y"),
            span,
            queries.day(row, _past(span, at), at=at),
            Seek(_("Choose a time of the day"), step=60, fills="id_start id_end"),
        ),
        "requests": queries.footage_requests(row)[:REQUESTS_SHOWN],
        "may_enter": may(by, Permission.ENTER_REQUESTS, board=row.board_id),
        "trail": [Crumb(row.name, reverse("operation:camera", args=[row.id]))],
    }
    return render(request, "operation/recordings.html", told)


def _on_request(key: str, span: Period) -> dict[str, object]:
    """Return the form as a written request fills it in."""
    first, last = timezone.localtime(span.start), timezone.localtime(span.end)
    return {
        "day": first.date(),
        "start": first.time(),
        "end": last.time(),
        "purpose": Purpose.DISCLOSURE,
        "written_request": key,
    }


def _ask(form: AskForm, camera: str, by: Actor) -> None:
    told = form.cleaned_data
    made = actions.ask_for_footage(
        camera=camera,
        act=Act(told["act"]),
        span=told["span"],
        purpose=Purpose(told["purpose"]),
        incident=told["incident"],
        written_request=told["written_request"],
        reason=told["reason"],
        by=by,
        at=now(),
    )
    told["request"] = made.id


def _day(text: str, at: datetime) -> date:
    """Return the day that was asked for, or today; never one to come."""
    today = timezone.localdate(at)
    try:
        return min(date.fromisoformat(text), today)
    except ValueError:
        return today


def _local_day(day: date) -> Period:
    zone = ZoneInfo(settings.TIME_ZONE)
    return Period(
        datetime.combine(day, time(), zone),
        datetime.combine(day + timedelta(days=1), time(), zone),
    )


def _past(span: Period, at: datetime) -> Period:
    """Return as much of a day as has been."""
    return Period(span.start, max(min(span.end, at), span.start + timedelta(seconds=1)))


def _strip(title: str, span: Period, found: list[Stretch], seek: Seek) -> Day:
    return Day(
        title=title,
        summary=_("What is kept, what is gone, and why there is nothing."),
        period=span,
        zone=ZoneInfo(settings.TIME_ZONE),
        bands=[Band(each.period, LOOKS[each.footage], _words(each)) for each in found],
        seek=seek,
        looks=[(look, in_words(footage, "footage")) for footage, look in LOOKS.items()],
    )


def _words(stretch: Stretch) -> str:
    """Return what there is, and why when nothing is."""
    said = in_words(stretch.footage, "footage")
    if stretch.footage == Footage.NOT_PERMITTED:
        return f"{said}: {in_words(stretch.reason, 'reason')}"
    if stretch.footage == Footage.NOT_DELIVERED:
        return f"{said}: {in_words(stretch.reason, 'lack')}"
    return said


@policy(Permission.VIEW_PICTURES)
def footage(request: HttpRequest, key: str) -> HttpResponse:
    """Show one request: what is lacking, or the recordings."""
    by, at = actor(request), now()
    row = queries.footage_request(key, by=by)
    mine = row.asked_by_id == by.id
    asking = queries.asking_for(row, by, at=at)
    told = {
        "asked": row,
        "mine": mine,
        "old": is_too_old(row.asked_at, at=at),
        "waits": row.needs_second_person and not row.approved_by_id,
        "verdict": queries.verdict(row.camera_id, Act(row.act), asking=asking, at=at),
        "starts": queries.first_kept(row),
        "copies": [_taken(entry) for entry in queries.copies(row)],
        "redaction": queries.redaction_of(row),
        "closed": _closed(row),
        "covered": queries.must_cover_others(row.written_request),
        "strip": _strip(
            row.camera.name,
            row.span,
            queries.day(row.camera, row.span, at=at),
            Seek(_("Go to a time"), step=1),
        ),
        "too_long": bool(why_not_redact(row.span, act=row.act)),
        "trail": [
            Crumb(row.camera.name, reverse("operation:camera", args=[row.camera_id])),
            Crumb(_("Recordings"), reverse("operation:recordings", args=[row.camera_id])),
        ],
    }
    return render(request, "operation/footage.html", told)


def _closed(row: "FootageRequest") -> str | None:
    """Return why a written request no longer opens what was asked for."""
    if not row.written_request:
        return None
    return queries.why_no_request(row.written_request, camera=row.camera_id, span=row.span)


def _taken(entry: "Entry") -> dict[str, object]:
    """Return what a page says of a copy that was taken."""
    taken = {"at": entry.at, "sha256": entry.facts["sha256"]}
    told = entry.facts.get("signatures")
    if told is None:
        # From before signatures were told of: the record stays as it is.
        return taken
    groups, outcome = told["groups"], told["outcome"]
    return {
        **taken,
        "outcome": outcome,
        "tone": TONES.get(outcome, "idle"),
        "said": told["remade"] or outcome,
        "valid": groups[State.VALID],
        "groups": sum(groups.values()),
        **{name: told[name] for name in ("added", "lacking", "signers")},
    }


@policy(Permission.VIEW_PICTURES)
@require_POST
def approve(request: HttpRequest, key: str) -> HttpResponse:
    """Stand behind somebody else's request."""
    try:
        actions.approve_footage(request=key, by=actor(request), at=now())
        messages.success(request, _("You stand behind the request. It is on the record."))
    except Conflict as conflict:
        messages.error(request, in_words(conflict.reason, "reason"))
    return redirect("operation:footage", key)


@policy(Permission.VIEW_PICTURES)
@require_POST
def footage_ticket(request: HttpRequest, key: str) -> JsonResponse:
    """Give a ticket for what was asked for, or say why not, as the player reads it."""
    by = actor(request)
    try:
        given = gate.give_footage_ticket(request=key, by=by, at=now())
    except Refused as no:
        return refusal(no.reason, 403)
    except Conflict as conflict:
        return refusal(conflict.reason, 409)
    return told_ticket(given, by)


@stream_policy(Permission.VIEW_PICTURES)
@require_POST
async def copy(request: HttpRequest, key: str) -> HttpResponse | StreamingHttpResponse:
    """Hand out a copy of what was asked for, as a file that vouches for itself."""
    by = await sync_to_async(actor)(request)
    try:
        made = await gate.take_copy(request=key, by=by, clock=now)
    except Conflict as conflict:
        messages.error(request, in_words(conflict.reason, "view-end"))
        return redirect("operation:footage", key)
    return handed_out(made)


def handed_out(made: gate.Copy) -> StreamingHttpResponse:
    """Return a copy as a file to be saved."""
    answer = StreamingHttpResponse(_pieces(made.file), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="kopia-{made.id}.zip"'
    answer["Cache-Control"] = "no-store"
    return answer


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    """Yield a file a piece at a time, and let it go."""
    with file:
        while piece := await asyncio.to_thread(file.read, CHUNK_BYTES):
            yield piece


@stream_policy(Permission.VIEW_PICTURES)
async def footage_stream(
    request: HttpRequest, key: str
) -> HttpResponse | StreamingHttpResponse:
    """Stream the recordings that a ticket (in the header X-Ticket) is good for.

    All of them, or from an instant on; X-Starts says when the first picture was taken.
    """
    by = await sync_to_async(actor)(request)
    row = await sync_to_async(queries.footage_request)(key, by=by)
    since = request.GET.get("from", "")
    asked = gate.Asked("footage", words={"from": since}) if since else None
    return await streamed(request, row.camera_id, by, asked)
