"""Pages of need: sites, one site, and what the police published."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.measures import queries as measures
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Permission, boards_with, may
from vaka.needs import actions, queries
from vaka.needs.rules.categories import categories
from vaka.needs.rules.counts import by_source, intervals
from vaka.needs.rules.criteria import DocumentedProblem
from vaka.needs.rules.hotspots import hot_cells
from vaka.needs.rules.hours import suggested_hours, week_matrix
from vaka.needs.rules.near_repeat import near_repeat
from vaka.web.acting import actor, now
from vaka.web.needs import pictures
from vaka.web.needs.forms import CategoryForm
from vaka.web.needs.survey import SurveyLine, survey_lines
from vaka.web.needs.sweden import sweden
from vaka.web.policy import policy
from vaka.web.stages import Crumb

EVENTS_A_PAGE = 25
PLACES_SHOWN = 20
SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class SiteState:
    """A site on the first page: what is known of it and what that amounts to."""

    site: object
    summary: queries.SiteSummary
    documented: DocumentedProblem


@policy(Permission.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Show the sites, those with a documented problem first."""
    by, at = actor(request), now()
    summaries = queries.summaries(by=by)
    documented = queries.documented_sites(by=by, at=at)
    states = [
        SiteState(site, summaries[site.pk], documented[site.pk])
        for site in municipality.sites(by=by)
    ]
    told = {
        "states": sorted(states, key=lambda s: (not s.documented.holds, -s.summary.count)),
        "survey": _survey(by),
        "may_import": bool(boards_with(by, Permission.IMPORT_PROBLEMS)),
    }
    return render(request, "needs/index.html", told)


def _sites() -> Crumb:
    return Crumb(_("Sites"), reverse("needs:index"))


@policy(Permission.SEE)
def site(request: HttpRequest, key: str) -> HttpResponse:
    """Show the problems of one site, and what they amount to."""
    by, at, language = actor(request), now(), get_language() or "sv"
    row = municipality.site(key, by=by)
    form = CategoryForm(request.GET).offer(language)
    chosen = form.chosen
    occurrences = queries.occurrences(key, by=by, category=chosen)
    happened = [one for one in occurrences if not one.is_felt or chosen]
    matrix = week_matrix(intervals(occurrences), queries.zone())
    suggested = suggested_hours(matrix, share=queries.SUGGESTED_SHARE)
    began = [(one.starts_on, one.title) for one in measures.at_site(key, by=by)]
    placed = queries.positions(key, by=by, category=chosen)
    points = queries.points(key, by=by, category=chosen, language=language)
    told = {
        "site": row,
        "form": form,
        "summary": queries.summaries(by=by)[row.pk],
        "shown": sum(one.count for one in occurrences),
        "documented": queries.judged(occurrences, site=key, by=by, at=at, category=chosen),
        "by_category": pictures.categories_picture(happened, language),
        "by_month": pictures.months_picture(happened, queries.zone(), began=began),
        "by_hour": pictures.week_picture(matrix, suggested),
        "chosen": chosen,
        "suggested": suggested,
        "suggested_share": round(100 * suggested.share) if suggested else 0,
        "bands": [pictures.band_in_words(band) for band in suggested.bands]
        if suggested
        else [],
        "sources": pictures.totals(by_source(occurrences)),
        "map": pictures.place_map(
            row.name, row.surroundings, points, hot_cells(_places(placed)), example=row.example
        ),
        "near_repeat": near_repeat(_events(placed)),
        "statements": queries.statements(key, by=by),
        "may_state": may(by, Permission.DRAFT_ASSESSMENT, board=row.board_id),
        "survey": _survey(by),
        "may_import": may(by, Permission.IMPORT_PROBLEMS, board=row.board_id),
        "trail": [_sites()],
    }
    return render(request, "needs/site.html", told)


def _places(placed: Sequence[queries.Positioned]) -> list[tuple[float, float]]:
    return [(each.longitude, each.latitude) for each in placed]


def _events(placed: Sequence[queries.Positioned]) -> list[tuple[float, float, float]]:
    return [
        (each.longitude, each.latitude, each.occurred_from.timestamp() / SECONDS_A_DAY)
        for each in placed
    ]


@policy(Permission.DRAFT_ASSESSMENT)
@require_POST
def state(request: HttpRequest, key: str) -> HttpResponse:
    """Freeze what is known of the site's problem today."""
    category = request.POST.get("category", "")
    known = category if category in categories() else ""
    actions.state_need(site=key, category=known, by=actor(request), at=now())
    messages.success(request, _("The need is stated, and its hash is on the record."))
    return redirect("needs:site", key)


def _survey(by: Actor) -> list[SurveyLine]:
    return survey_lines(queries.survey_series(by=by), get_language() or "sv")


@policy(Permission.SEE)
def police(request: HttpRequest) -> HttpResponse:
    """Show what the police published, by municipality and county."""
    by, place = actor(request), request.GET.get("place", "")
    places = queries.police_places(by=by)
    known = place in {one.place for one in places}
    told: dict[str, object] = {
        "places": places,
        "first": places[:PLACES_SHOWN],
        "rest": places[PLACES_SHOWN:],
        "events": sum(one.events for one in places),
        "notices": sum(one.notices for one in places),
        "picture": sweden(places),
        "place": place if known else "",
        "trail": [_sites()],
    }
    if known:
        newest = Paginator(queries.police_events(by=by, place=place), EVENTS_A_PAGE)
        told["page"] = newest.get_page(request.GET.get("page"))
        told["kinds"] = pictures.kinds_picture(queries.police_kinds(by=by, place=place), place)
    return render(request, "needs/police.html", told)
