"""The list of who asks for pictures, and what every page of such a request shows."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from vaka.law.se.secrecy import ASKERS
from vaka.municipality.rules import Permission
from vaka.oversight import queries
from vaka.web.acting import actor, now
from vaka.web.oversight.parts import parts
from vaka.web.policy import policy
from vaka.web.stages import Crumb
from vaka.web.words import said

if TYPE_CHECKING:
    from vaka.oversight.models.requests import PicturesAsked

SHOWN = 100


@policy(Permission.ENTER_REQUESTS)
def requests(request: HttpRequest) -> HttpResponse:
    """Show who asks for pictures, of others and of themselves, and what awaits an answer."""
    by = actor(request)
    others = queries.disclosures(by=by)[:SHOWN]
    told = {
        "disclosures": [(row, row.name or said(ASKERS[row.asker])) for row in others],
        "own": queries.access_requests(by=by)[:SHOWN],
        "today": now().date(),
        "tabs": parts(by, "oversight:requests"),
    }
    return render(request, "oversight/requests.html", told)


def trail() -> list[Crumb]:
    """Return the path to a page of a request."""
    return [Crumb(_("Requests for pictures"), reverse("oversight:requests"))]


def recordings(row: "PicturesAsked") -> str:
    """Return where recordings are asked for on a request, filled in."""
    page = reverse("operation:recordings", args=[row.camera_id])
    return f"{page}?{urlencode({'request': row.id})}"
