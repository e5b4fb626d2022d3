"""The situation picture: what goes on now, on the screen and on paper."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.municipality.rules import Permission
from vaka.oversight import actions
from vaka.response import queries
from vaka.web.acting import actor, now
from vaka.web.maps import Map, layer
from vaka.web.policy import policy

if TYPE_CHECKING:
    from vaka.response.queries import Situation


@policy(Permission.SEE_INCIDENTS)
def index(request: HttpRequest) -> HttpResponse:
    """Show what goes on now."""
    shown = queries.situation(by=actor(request), at=now())
    told = {"situation": shown, "picture": picture(shown) if shown.incidents else None}
    return render(request, "response/situation.html", told)


@policy(Permission.SEE_INCIDENTS)
@require_POST
def paper(request: HttpRequest) -> HttpResponse:
    """Hand out what goes on now as PDF."""
    at = now()
    content = actions.print_situation(by=actor(request), at=at)
    answer = HttpResponse(content, content_type="application/pdf")
    name = f"lagesbild-{timezone.localtime(at):%Y%m%d-%H%M}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def picture(shown: "Situation") -> Map:
    """Return the map of where something is open."""
    sites = {row.site.id: row.site for row in shown.incidents if row.site is not None}
    there = [
        {"type": "Point", "coordinates": [row.site.longitude, row.site.latitude]}
        for row in shown.incidents
        if row.site is not None
    ]
    return Map(
        title=_("Where something is open"),
        summary=", ".join(site.name for site in sites.values()),
        area=layer([site.outline for site in sites.values()]),
        area_is=_("place"),
        points=layer(there),
        unit=_("incidents"),
    )
