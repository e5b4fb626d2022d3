"""Reads: the problems of a site, what they amount to, and how it compares."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max, Min, Q, QuerySet, Sum

from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor
from vaka.needs.models import Problem
from vaka.needs.rules import hours
from vaka.needs.rules.categories import FELT, categories
from vaka.needs.rules.counts import Occurrence, intervals, years_before
from vaka.needs.rules.criteria import (
    YEARS,
    DocumentedProblem,
    Tally,
    documented_problem,
    judgement,
    year_ends,
    year_of,
)
from vaka.needs.rules.hotspots import CELL_M
from vaka.needs.rules.reports import Flag
from vaka.needs.rules.shrinkage import ENOUGH_PLACES, Standing, standing_of

# Hours that hold so much of the problem are proposed as hours of surveillance.
SUGGESTED_SHARE = 0.8


def zone() -> ZoneInfo:
    """Return the local time zone, in which hours and months are counted."""
    return ZoneInfo(settings.TIME_ZONE)


def problems(site: str, *, by: Actor) -> QuerySet[Problem]:
    """Return the problems of a site, the newest first.

    :raises Absent: when there is no such site for this person.
    """
    row = municipality.site(site, by=by)
    return Problem.objects.filter(site=row).order_by("-occurred_from", "id")


def occurrences(
    site: str, *, by: Actor, category: str = "", since: datetime | None = None
) -> list[Occurrence]:
    """Return the problems of a site as the rules count them, of one category or of all.

    With `since` those that had ended by then are left out.

    :raises Absent: when there is no such site for this person.
    """
    rows = problems(site, by=by)
    if category:
        rows = rows.filter(category=category)
    if since:
        rows = rows.filter(occurred_to__gte=since)
    return as_counted(rows)


def as_counted(rows: QuerySet[Problem]) -> list[Occurrence]:
    """Return reports as the rules count them; their texts are not read."""
    told = rows.values_list(
        "occurred_from", "occurred_to", "category", "source", "flag", "count"
    )
    return [
        Occurrence(first, last, kind, source, Flag(flag), count)
        for first, last, kind, source, flag, count in told.iterator(chunk_size=10_000)
    ]


def kinds(site: str, *, by: Actor) -> set[str]:
    """Return the kinds of problem that are reported at a site.

    :raises Absent: when there is no such site for this person.
    """
    return set(problems(site, by=by).order_by().values_list("category", flat=True).distinct())


def documented(site: str, *, by: Actor, at: datetime, category: str = "") -> DocumentedProblem:
    """Return whether the problems of a site, of one category or all, are documented at `at`.

    :raises Absent: when there is no such site for this person.
    """
    since = years_before(at.astimezone(zone()), YEARS)
    told = occurrences(site, by=by, category=category, since=since)
    return judged(told, site=site, by=by, at=at, category=category)


def judged(
    told: Collection[Occurrence], *, site: str, by: Actor, at: datetime, category: str = ""
) -> DocumentedProblem:
    """Return whether these problems of a site are documented at `at`, held against others.

    :raises Absent: when there is no such site for this person.
    """
    compared = standing(site, by=by, at=at, category=category)
    return documented_problem(told, at=at, zone=zone(), standing=compared)


def documented_sites(*, by: Actor, at: datetime) -> dict[str, DocumentedProblem]:
    """Return whether the problems of each site that the actor sees are documented at `at`.

    The database counts what lies within a year; only what may lie in either of two is read.
    """
    sites = list(municipality.sites(by=by).values_list("pk", flat=True))
    rows, ends = Problem.objects.filter(site__in=sites).order_by(), year_ends(at, zone())
    tallies = {site: Tally() for site in sites}
    for year in range(YEARS):
        within = rows.filter(occurred_from__gte=ends[year + 1], occurred_to__lt=ends[year])
        kinds = within.values_list("site", "category", "source", "flag")
        for site, category, source, flag, count in kinds.annotate(Sum("count")):
            tallies[site].add(year, Occurrence(at, at, category, source, Flag(flag), count))
    for end in ends:
        over = rows.filter(occurred_from__lt=end, occurred_to__gte=end)
        for row in over:
            one = row.occurrence()
            if (middle_in := year_of(one.middle, ends)) is not None:
                tallies[row.site_id].add(middle_in, one)
    counted = _counted(at=at)
    return {site: judgement(tally, _standing(site, counted)) for site, tally in tallies.items()}


def standing(site: str, *, by: Actor, at: datetime, category: str = "") -> Standing | None:
    """Return how a site's rate compares with the municipality's other sites, unnamed.

    Only sites of which something is reported are compared: elsewhere nobody may have looked.
    None when they are too few.

    :raises Absent: when there is no such site for this person.
    """
    own = municipality.site(site, by=by)
    return _standing(own.pk, _counted(at=at, category=category))


def _counted(*, at: datetime, category: str = "") -> dict[str, int]:
    """Return how many problems count at each site of which anything was ever reported."""
    since = years_before(at.astimezone(zone()), YEARS)
    counted = Problem.objects.exclude(category=FELT).exclude(flag=Flag.DETECTION_DRIVEN)
    counted = counted.filter(occurred_from__gte=since, occurred_from__lt=at)
    if category:
        counted = counted.filter(category=category)
    reporting = Problem.objects.order_by().values_list("site", flat=True).distinct()
    found = dict.fromkeys(sorted(reporting), 0)
    return found | dict(counted.order_by().values_list("site").annotate(Sum("count")))


def _standing(site: str, counted: Mapping[str, int]) -> Standing | None:
    told = {**dict.fromkeys([site], 0), **counted}
    if len(told) < ENOUGH_PLACES:
        return None
    return standing_of(list(told).index(site), list(told.values()), YEARS)


def week(site: str, *, by: Actor, category: str = "") -> list[float]:
    """Return how many problems fall in each hour of the week; feelings are left out.

    :raises Absent: when there is no such site for this person.
    """
    told = occurrences(site, by=by, category=category)
    return hours.week_matrix(intervals(told), zone())


def suggested_hours(
    site: str, *, by: Actor, category: str = "", share: float = SUGGESTED_SHARE
) -> hours.SuggestedHours | None:
    """Return the fewest hours that hold that share (0–1) of the problems, or none.

    :raises Absent: when there is no such site for this person.
    """
    return hours.suggested_hours(week(site, by=by, category=category), share=share)


@dataclass(frozen=True)
class Positioned:
    """Where (WGS 84) and when a problem was."""

    longitude: float
    latitude: float
    occurred_from: datetime


@dataclass(frozen=True)
class SiteSummary:
    """How many problems are known of a site, and from when to when."""

    site: str
    count: int
    first: datetime | None
    last: datetime | None


def summaries(*, by: Actor) -> dict[str, SiteSummary]:
    """Return the summary of each site that the actor sees, by its id."""
    sites = municipality.sites(by=by)
    counted = (
        Problem.objects.filter(site__in=sites)
        .values("site")
        .annotate(problems=Sum("count"), first=Min("occurred_from"), last=Max("occurred_to"))
    )
    known = {
        row["site"]: SiteSummary(row["site"], row["problems"], row["first"], row["last"])
        for row in counted
    }
    return {site.pk: known.get(site.pk, SiteSummary(site.pk, 0, None, None)) for site in sites}


def positions(site: str, *, by: Actor, category: str = "") -> list[Positioned]:
    """Return where and when the problems with a position were, the oldest first.

    Left out is what tells of several at once, or of a place known less closely than a square of
    the hot spots: it would gather where only the register does.

    :raises Absent: when there is no such site for this person.
    """
    rows = problems(site, by=by).exclude(longitude=None)
    rows = rows.filter(category=category) if category else rows.exclude(category=FELT)
    rows = rows.filter(Q(within_m=None) | Q(within_m__lte=CELL_M), count=1)
    told = rows.order_by("occurred_from", "id").values_list(
        "longitude", "latitude", "occurred_from"
    )
    return [Positioned(x, y, when) for x, y, when in told if x is not None and y is not None]


def points(
    site: str, *, by: Actor, category: str = "", language: str = "en"
) -> dict[str, object]:
    """Return the problems that have a position, as GeoJSON (RFC 7946), without their text.

    :raises Absent: when there is no such site for this person.
    """
    rows = problems(site, by=by).exclude(longitude=None)
    # A feeling is nowhere, unless feelings are what is asked for.
    rows = rows.filter(category=category) if category else rows.exclude(category=FELT)
    return {"type": "FeatureCollection", "features": [_point(row, language) for row in rows]}


def _point(row: Problem, language: str) -> dict[str, object]:
    known = categories().get(row.category)
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [row.longitude, row.latitude]},
        "properties": {
            "category": row.category,
            "label": known.name(language) if known else row.category,
            "flag": row.flag,
            "count": row.count,
            "within_m": row.within_m,
            "occurred_from": row.occurred_from.isoformat(),
            "occurred_to": row.occurred_to.isoformat(),
        },
    }
