"""The partner's page: what is shared now, on a map and as a list; every reading on record."""

from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from vaka.municipality.rules import Permission
from vaka.response import actions, queries
from vaka.response.rules.sharing import Shared, mark
from vaka.web.acting import actor, now
from vaka.web.maps import Map, layer
from vaka.web.policy import policy


@policy(Permission.SEE_SHARED)
def index(request: HttpRequest) -> HttpResponse:
    """Show what is shared with the reader's partner."""
    by, at = actor(request), now()
    told = {
        "login": queries.login_of(by),
        "agreements": queries.read_by(by=by, at=at),
        **_told(actions.read_shared(by=by, at=at)),
    }
    return render(request, "sharing/index.html", told)


@policy(Permission.SEE_SHARED)
def news(request: HttpRequest) -> HttpResponse:
    """Show what is shared if it is not what the page shows already: else nothing is read."""
    by, at = actor(request), now()
    if mark(queries.shared_with(by=by, at=at)) == request.GET.get("seen"):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    told = _told(actions.read_shared(by=by, at=at))
    return render(request, "sharing/part/shared.html", {**told, "news": True})


def _told(shared: Sequence[Shared]) -> dict[str, object]:
    return {
        "shared": shared,
        "mark": mark(shared),
        "picture": picture(shared) if shared else None,
    }


def picture(shared: Sequence[Shared]) -> Map:
    """Return the map of what is shared."""
    places = {one.place.name: one.place for one in shared}
    there = [
        {"type": "Point", "coordinates": [one.place.longitude, one.place.latitude]}
        for one in shared
    ]
    return Map(
        title=_("Where it happens"),
        summary=", ".join(places),
        area=layer([place.outline for place in places.values()]),
        area_is=_("place"),
        points=layer(there),
        unit=_("incidents"),
    )
