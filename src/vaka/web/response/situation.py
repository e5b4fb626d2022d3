"""The situation picture: what goes on now, on the screen and on paper."""

from collections.abc import Sequence
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
from vaka.web.maps import Map, Spot, happening, layer
from vaka.web.policy import policy

if TYPE_CHECKING:
    from vaka.response.queries import Concern, Situation


@policy(Permission.SEE_INCIDENTS)
def index(request: HttpRequest) -> HttpResponse:
    """Show what goes on now."""
    shown = queries.situation(by=actor(request), at=now())
    told = {
        "situation": shown,
        "picture": picture(shown) if shown.incidents else None,
        "warned": warned(shown.warnings),
    }
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
    spots = [
        Spot(
            row.site.name,
            row.site.outline,
            (row.site.longitude, row.site.latitude),
            exercise=row.exercise_id is not None,
        )
        for row in shown.incidents
        if row.site is not None
    ]
    return happening(spots, title=_("Where something is open"))


def warned(concerns: "Sequence[Concern]") -> Map | None:
    """Return the map of what is warned of around our places; None when none names a polygon."""
    grounds = [(concern, ground) for concern in concerns if (ground := concern.ground)]
    if not grounds:
        return None
    sites = {site.id: site for concern, _ground in grounds for site in concern.sites}
    there = [
        {"type": "Point", "coordinates": [site.longitude, site.latitude]}
        for site in sites.values()
    ]
    return Map(
        title=_("What authorities warn of"),
        summary=", ".join(
            concern.warning.headline or concern.warning.event for concern, _ground in grounds
        ),
        area=layer([ground for _concern, ground in grounds]),
        area_is=_("area of a warning"),
        points=layer(there),
        unit=_("places of ours"),
    )
