"""Pages of measures: sites, one site, adding a measure, and the research."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vaka.measures import actions, queries
from vaka.measures.rules.evidence import local_studies
from vaka.measures.rules.kinds import Plan
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Permission, may
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.measures import pictures
from vaka.web.measures.forms import MeasureForm
from vaka.web.policy import policy
from vaka.web.stages import Crumb


@dataclass(frozen=True)
class SiteMeasures:
    """A site on the first page, with what is done there now."""

    site: object
    now: list[Plan]
    before: int


@policy(Permission.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Show what is done at each site."""
    by, today = actor(request), queries.local_day(now())
    measures = queries.measures_of_sites(by=by)
    states = []
    for site in municipality.sites(by=by):
        plans = [row.plan() for row in measures[site.pk]]
        current = [plan for plan in plans if plan.in_force(today)]
        states.append(SiteMeasures(site, current, len(plans) - len(current)))
    return render(request, "measures/index.html", {"states": states})


@policy(Permission.SEE)
def site(request: HttpRequest, key: str) -> HttpResponse:
    """Show what is and was done at one site, and what a camera may be expected to add."""
    by, at = actor(request), now()
    row, today = municipality.site(key, by=by), queries.local_day(at)
    measures = list(queries.at_site(key, by=by))
    plans = [one.plan() for one in measures]
    expected = queries.expected_at(key, by=by, at=at)
    hoped = queries.expectation_at(key, by=by, at=at)
    told = {
        "site": row,
        "measures": [
            (one, plan, plan.cost_until(today))
            for one, plan in zip(measures, plans, strict=True)
        ],
        "total": sum(plan.cost_until(today) for plan in plans),
        "timeline": pictures.timeline(plans, today=today),
        "kinds": queries.beside_cameras_at(key, by=by, at=at),
        "expected": expected,
        "hoped": hoped,
        "hundred": pictures.hundred(hoped),
        "effects": pictures.effects(expected.rows),
        "axis": pictures.axis(),
        "may_register": may(by, Permission.REGISTER_MEASURE, board=row.board_id),
        "may_draft": may(by, Permission.DRAFT_ASSESSMENT, board=row.board_id),
        "trail": [_sites()],
    }
    return render(request, "measures/site.html", told)


def _sites() -> Crumb:
    return Crumb(_("Sites"), reverse("measures:index"))


@policy(Permission.REGISTER_MEASURE)
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Register a measure at a site."""
    by = actor(request)
    row = municipality.site(key, by=by, permission=Permission.REGISTER_MEASURE)
    form = MeasureForm(
        request.POST if request.method == "POST" else None,
        initial={"responsible": row.board.name},
    ).offer()

    def register() -> None:
        actions.register(form.plan(), site=key, by=by, at=now())

    if request.method == "POST" and accepted(form, register):
        messages.success(request, _("The measure is registered."))
        return redirect("measures:site", key)
    told = {
        "site": row,
        "form": form,
        "trail": [_sites(), Crumb(row.name, reverse("measures:site", args=[key]))],
    }
    return render(request, "measures/add.html", told, status=400 if form.errors else 200)


@policy(Permission.SEE)
def evidence(request: HttpRequest) -> HttpResponse:
    """Show what research has found about cameras, and what is not verified."""
    told = {
        "groups": pictures.by_group(),
        "axis": pictures.axis(),
        "local": local_studies(),
        "trail": [_sites()],
    }
    return render(request, "measures/evidence.html", told)
