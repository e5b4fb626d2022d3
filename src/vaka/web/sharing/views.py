"""The partner's page: what is shared now, on maps and as lists; every reading on record."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from vaka.municipality.rules import Permission
from vaka.operation.queries import Offered
from vaka.response import actions, queries
from vaka.response.rules.passing_on import PassedOn
from vaka.response.rules.sharing import Shared, mark
from vaka.web.acting import actor, now
from vaka.web.maps import Map, Spot, happening, layer
from vaka.web.policy import policy

# Of each incident the cameras by which the reader may look at it now.
Cameras = Mapping[str, Sequence[Offered]]


@policy(Permission.SEE_SHARED)
def index(request: HttpRequest) -> HttpResponse:
    """Show what is shared with the reader's partner."""
    by, at = actor(request), now()
    told = {
        "login": queries.login_of(by),
        "agreements": queries.read_by(by=by, at=at),
        **_told(
            actions.read_shared(by=by, at=at),
            actions.read_warnings(by=by, at=at),
            queries.looked_through(by=by, at=at),
        ),
    }
    return render(request, "sharing/index.html", told)


@policy(Permission.SEE_SHARED)
def news(request: HttpRequest) -> HttpResponse:
    """Show what is shared if it is not what the page shows already: else nothing is read."""
    by, at = actor(request), now()
    cameras = queries.looked_through(by=by, at=at)
    shared, warned = (
        queries.shared_with(by=by, at=at),
        queries.warnings_shared_with(by=by, at=at),
    )
    if _mark(shared, warned, cameras) == request.GET.get("seen"):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    told = _told(
        actions.read_shared(by=by, at=at), actions.read_warnings(by=by, at=at), cameras
    )
    return render(request, "sharing/part/shared.html", {**told, "news": True})


def _told(
    shared: Sequence[Shared], warned: Sequence[PassedOn], cameras: Cameras
) -> dict[str, object]:
    return {
        "shared": [(one, cameras.get(one.incident, [])) for one in shared],
        "warned": warned,
        "mark": _mark(shared, warned, cameras),
        "picture": picture(shared) if shared else None,
        "warned_picture": warned_picture(warned) if any(one.area for one in warned) else None,
    }


def _mark(shared: Sequence[Shared], warned: Sequence[PassedOn], cameras: Cameras) -> str:
    """Return what the page shows, as a short text that changes with it."""
    looked_by = {key: [each.id for each in some] for key, some in cameras.items()}
    return mark(shared, warned, looked_by)


def picture(shared: Sequence[Shared]) -> Map:
    """Return the map of what is shared."""
    spots = [
        Spot(
            one.place.name,
            one.place.outline,
            (one.place.longitude, one.place.latitude),
            exercise=one.exercise,
        )
        for one in shared
    ]
    return happening(spots, title=_("Where it happens"))


def warned_picture(warned: Sequence[PassedOn]) -> Map:
    """Return the map of the areas that are warned of."""
    drawn = [one for one in warned if one.area]
    return Map(
        title=_("What authorities warn of"),
        summary=", ".join(one.headline or one.event for one in drawn),
        area=layer([one.area for one in drawn]),
        area_is=_("area of a warning"),
    )
