"""Pages of the sites: the places that boards answer for, and their ground on the map."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vaka.geometry import ground
from vaka.municipality import actions, queries
from vaka.municipality.rules import Actor, Permission, SiteKind
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.maps import GeoJson, Map
from vaka.web.municipality.forms import SiteForm
from vaka.web.municipality.views import crumbs, posted
from vaka.web.policy import policy
from vaka.web.stages import Crumb


@policy(Permission.ADMINISTER)
def index(request: HttpRequest) -> HttpResponse:
    """Show the sites."""
    rows = queries.sites(by=actor(request), permission=Permission.ADMINISTER)
    return render(request, "municipality/sites.html", {"sites": rows, "trail": crumbs()})


@policy(Permission.ADMINISTER)
def site(request: HttpRequest, key: str) -> HttpResponse:
    """Show one site and its ground."""
    row = queries.site(key, by=actor(request), permission=Permission.ADMINISTER)
    told = {
        "site": row,
        "map": _map(row.name, row.outline, row.surroundings),
        "trail": _trail(),
    }
    return render(request, "municipality/site.html", told)


@policy(Permission.ADMINISTER)
def add(request: HttpRequest) -> HttpResponse:
    """Add a site; what is pasted can be looked at on a map before."""
    by = actor(request)
    form = SiteForm(posted(request), request.FILES or None).offer(by)
    seen: list[Map] = []
    looks = "look" in request.POST

    def look() -> None:
        seen.append(_map(form.cleaned_data["name"], form.ground(), form.surroundings()))

    def keep() -> None:
        _keep(form, by)

    if request.method == "POST" and accepted(form, look if looks else keep) and not looks:
        messages.success(request, _("The site is added."))
        return redirect("municipality:sites")
    told = {"form": form, "maps": seen, "trail": _trail()}
    status = 400 if form.errors else 200
    return render(request, "municipality/add_site.html", told, status=status)


def _keep(form: SiteForm, by: Actor) -> None:
    """Add what the form says; the site's position is a point well inside its outline.

    :raises BadInput: when the outline or what stands around cannot be read.
    """
    told, outline = form.cleaned_data, form.ground()
    longitude, latitude = ground.middle(outline)
    actions.add_site(
        board=told["board"],
        name=told["name"],
        kind=SiteKind(told["kind"]),
        address=told["address"],
        longitude=longitude,
        latitude=latitude,
        outline=outline,
        surroundings=form.surroundings(),
        example=queries.is_example(),
        by=by,
        at=now(),
    )


def _map(name: str, outline: GeoJson, around: GeoJson | None) -> Map:
    """Return the ground of a site among what stands around it."""
    drawn = {"type": "Feature", "geometry": outline, "properties": {"label": name}}
    return Map(
        title=name,
        summary=_("The outline of the place."),
        base=around,
        area=drawn,
        area_is=_("The place"),
    )


def _trail() -> list[Crumb]:
    return crumbs(Crumb(_("Sites"), reverse("municipality:sites")))
