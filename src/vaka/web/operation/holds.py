"""Pages of holds: recordings that are kept beyond their time, and why."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.core.errors import Conflict
from vaka.municipality.rules import Actor, Permission, may
from vaka.operation import actions, queries
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.operation.forms import HoldForm
from vaka.web.operation.incidents import offered
from vaka.web.policy import policy
from vaka.web.stages import Crumb
from vaka.web.words import in_words


@policy(Permission.SEE_CAMERAS)
def holds(request: HttpRequest, key: str) -> HttpResponse:
    """Show what is held of a camera, and take in a new hold."""
    by, at = actor(request), now()
    row = queries.camera(key, by=by)
    form = HoldForm(request.POST or None).offer(offered(row, by))
    if request.method == "POST" and accepted(form, lambda: _place(form, row.id, by)):
        messages.success(request, _("It is held. Disposal resumes when the hold ends."))
        return redirect("operation:holds", key)
    told = {
        "camera": row,
        "form": form,
        "holds": queries.holds(row),
        "open": {hold.id for hold in queries.open_holds(row, at=at)},
        "may_hold": may(by, Permission.HOLD_RECORDINGS, board=row.board_id),
        "trail": [Crumb(row.name, reverse("operation:camera", args=[row.id]))],
    }
    return render(request, "operation/holds.html", told)


def _place(form: HoldForm, camera: str, by: Actor) -> None:
    told = form.cleaned_data
    # The last day is held too.
    over = datetime.combine(
        told["until"] + timedelta(days=1), time(), ZoneInfo(settings.TIME_ZONE)
    )
    actions.place_hold(
        camera=camera,
        span=told["span"],
        until=over,
        incident=told["incident"],
        written_request=told["written_request"],
        reason=told["reason"],
        by=by,
        at=now(),
    )


@policy(Permission.HOLD_RECORDINGS)
@require_POST
def lift(request: HttpRequest, key: str) -> HttpResponse:
    """Let recordings go."""
    by = actor(request)
    hold = queries.hold(key, by=by)
    try:
        actions.lift_hold(hold=hold.id, by=by, at=now())
        messages.success(request, _("The hold is lifted."))
    except Conflict as conflict:
        messages.error(request, in_words(conflict.reason, "reason"))
    return redirect("operation:holds", hold.camera_id)
