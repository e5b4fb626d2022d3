"""Live pictures of a shared incident, where the camera's terms let partners look."""

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.core.errors import Refused
from vaka.municipality.rules import Permission
from vaka.response import actions, queries
from vaka.web.acting import actor, now
from vaka.web.operation.pictures import refusal, streamed, told_end, told_ticket
from vaka.web.policy import policy, stream_policy
from vaka.web.stages import Crumb


@policy(Permission.SEE_SHARED)
def live(request: HttpRequest, incident: str, camera: str) -> HttpResponse:
    """Show the player."""
    told = {
        "camera": queries.shared_camera(camera, incident=incident, by=actor(request), at=now()),
        "incident": incident,
        "trail": [Crumb(_("Shared with you"), reverse("sharing:index"))],
    }
    return render(request, "sharing/live.html", told)


@policy(Permission.SEE_SHARED)
@require_POST
def ticket(request: HttpRequest, incident: str, camera: str) -> JsonResponse:
    """Give a ticket, as the player reads it."""
    by = actor(request)
    try:
        given = actions.look_shared(incident=incident, camera=camera, by=by, at=now())
    except Refused as no:
        return refusal(no.reason, 403)
    return told_ticket(given, by, ended="sharing:end")


@stream_policy(Permission.SEE_SHARED)
async def stream(
    request: HttpRequest, incident: str, camera: str
) -> HttpResponse | StreamingHttpResponse:
    """Stream the pictures that a ticket is good for, while the incident is shared."""
    by = await sync_to_async(actor)(request)
    seen = await sync_to_async(queries.shared_camera)(
        camera, incident=incident, by=by, at=now()
    )
    still = queries.still_shared(incident, by=by)
    return await streamed(request, seen.id, by, shared=still)


@policy(Permission.SEE_SHARED)
def end_of_view(request: HttpRequest, ticket: str) -> JsonResponse:
    """Say why one's own view ended."""
    return told_end(ticket, by=actor(request))
