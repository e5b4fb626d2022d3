"""Reads: the problems of a site and what they amount to, survey figures, police events."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Avg, Count, Max, Min, Q, QuerySet

from vaka.core.errors import Absent
from vaka.municipality import queries as municipality
from vaka.municipality.access import require_some_board
from vaka.municipality.rules import Actor, Permission
from vaka.needs.models import NeedStatement, PoliceEvent, Problem, SurveyResult
from vaka.needs.rules import hours, problem_rows, survey_rows
from vaka.needs.rules.categories import FELT, categories
from vaka.needs.rules.counts import Occurrence, years_before
from vaka.needs.rules.criteria import YEARS, DocumentedProblem, counts, documented_problem
from vaka.needs.rules.police import NOTICES, Precision, precision
from vaka.needs.rules.reports import Flag, ImportReport, Report, SurveyFigure
from vaka.needs.rules.series import Series, series
from vaka.needs.rules.shrinkage import ENOUGH_PLACES, Standing, standings
from vaka.needs.rules.statements import Statement
from vaka.needs.rules.statements import trigger_window as window_of
from vaka.needs.rules.table import RejectedRow

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


def occurrences(site: str, *, by: Actor, category: str = "") -> list[Occurrence]:
    """Return the problems of a site as the rules count them, of one category or of all.

    :raises Absent: when there is no such site for this person.
    """
    rows = problems(site, by=by)
    if category:
        rows = rows.filter(category=category)
    return [row.occurrence() for row in rows]


def kinds(site: str, *, by: Actor) -> set[str]:
    """Return the kinds of problem that are reported at a site.

    :raises Absent: when there is no such site for this person.
    """
    return set(problems(site, by=by).order_by().values_list("category", flat=True).distinct())


def documented(site: str, *, by: Actor, at: datetime, category: str = "") -> DocumentedProblem:
    """Return whether the problems of a site, of one category or all, are documented at `at`.

    :raises Absent: when there is no such site for this person.
    """
    return documented_problem(
        occurrences(site, by=by, category=category),
        at=at,
        zone=zone(),
        standing=standing(site, by=by, at=at, category=category),
    )


def standing(site: str, *, by: Actor, at: datetime, category: str = "") -> Standing | None:
    """Return how a site's rate compares with the municipality's other sites, unnamed.

    Only sites of which something is reported are compared: elsewhere nobody may have looked.
    None when they are too few.

    :raises Absent: when there is no such site for this person.
    """
    own = municipality.site(site, by=by)
    since = years_before(at.astimezone(zone()), YEARS)
    counted = Problem.objects.exclude(category=FELT).exclude(flag=Flag.DETECTION_DRIVEN)
    counted = counted.filter(occurred_from__gte=since, occurred_from__lt=at)
    if category:
        counted = counted.filter(category=category)
    reporting = set(Problem.objects.order_by().values_list("site", flat=True).distinct())
    by_site = dict.fromkeys(sorted(reporting | {own.pk}), 0)
    by_site |= dict(counted.order_by().values_list("site").annotate(Count("id")))
    if len(by_site) < ENOUGH_PLACES:
        return None
    found = standings(list(by_site.values()), YEARS)
    return dict(zip(by_site, found, strict=True))[own.pk]


def statements(site: str, *, by: Actor) -> QuerySet[NeedStatement]:
    """Return the statements of need at a site, the newest first.

    :raises Absent: when there is no such site for this person.
    """
    row = municipality.site(site, by=by)
    return NeedStatement.objects.filter(site=row).order_by("-stated_at", "-id")


def trigger_window(site: str, *, by: Actor) -> tuple[date, date] | None:
    """Return the first and the last day by which the site was chosen; None when not stated.

    :raises Absent: when there is no such site for this person.
    """
    newest = statements(site, by=by).first()
    return (newest.window_first, newest.window_last) if newest else None


def statement(site: str, *, by: Actor, at: datetime, category: str = "") -> Statement:
    """Return what a statement of need made now would say; nothing is written.

    The reports that it rests on are cited by their ids.

    :raises Absent: when there is no such site for this person.
    """
    suggested = suggested_hours(site, by=by, category=category)
    return Statement(
        site=site,
        category=category,
        found=documented(site, by=by, at=at, category=category),
        hours=suggested.bands if suggested else (),
        window=window_of(at.astimezone(zone()).date()),
        problems=_cited(site, by=by, at=at, category=category),
    )


def _cited(site: str, *, by: Actor, at: datetime, category: str) -> list[str]:
    since = years_before(at.astimezone(zone()), YEARS)
    rows = problems(site, by=by).filter(occurred_from__gte=since, occurred_from__lt=at)
    if category:
        rows = rows.filter(category=category)
    return [row.pk for row in rows if counts(row.occurrence())]


def week(site: str, *, by: Actor, category: str = "") -> list[float]:
    """Return how many problems fall in each hour of the week; feelings are left out.

    :raises Absent: when there is no such site for this person.
    """
    return hours.week_matrix(
        (
            (one.occurred_from, one.occurred_to)
            for one in occurrences(site, by=by, category=category)
            if not one.is_felt
        ),
        zone(),
    )


def suggested_hours(
    site: str, *, by: Actor, category: str = "", share: float = SUGGESTED_SHARE
) -> hours.SuggestedHours | None:
    """Return the fewest hours that hold that share (0–1) of the problems, or none.

    :raises Absent: when there is no such site for this person.
    """
    return hours.suggested_hours(week(site, by=by, category=category), share=share)


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
        .annotate(count=Count("id"), first=Min("occurred_from"), last=Max("occurred_to"))
    )
    known = {
        row["site"]: SiteSummary(row["site"], row["count"], row["first"], row["last"])
        for row in counted
    }
    return {site.pk: known.get(site.pk, SiteSummary(site.pk, 0, None, None)) for site in sites}


def survey(*, by: Actor, area: str = "") -> QuerySet[SurveyResult]:
    """Return the survey figures, of one area or of all, by area, indicator and year.

    They are the municipality's, published, and the same to every board.

    :raises Absent: when the actor may see nothing at all.
    """
    require_some_board(by, Permission.SEE, subject="survey")
    rows = SurveyResult.objects.order_by("area", "indicator", "year")
    return rows.filter(area=area) if area else rows


def survey_series(*, by: Actor) -> list[Series]:
    """Return the survey figures over the years, by area and indicator.

    :raises Absent: when the actor may see nothing at all.
    """
    return series(row.figure() for row in survey(by=by))


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
            "occurred_from": row.occurred_from.isoformat(),
            "occurred_to": row.occurred_to.isoformat(),
        },
    }


def police_events(*, by: Actor, place: str = "") -> QuerySet[PoliceEvent]:
    """Return the published police events, of one place or of all, the newest first.

    :raises Absent: when the actor may see nothing at all.
    """
    require_some_board(by, Permission.SEE, subject="police events")
    rows = PoliceEvent.objects.order_by("-published_at", "-id")
    return rows.filter(place=place) if place else rows


@dataclass(frozen=True)
class PlaceCount:
    """How many events were published of a municipality or county, and where its centre is."""

    place: str
    events: int
    notices: int
    longitude: float
    latitude: float

    @property
    def precision(self) -> Precision:
        """Return of what the position is the centre."""
        return precision(self.place)


def police_places(*, by: Actor) -> list[PlaceCount]:
    """Return each place that events were published of, the most first.

    :raises Absent: when the actor may see nothing at all.
    """
    notice = Q()
    for word in NOTICES:
        notice |= Q(kind__startswith=word)
    rows = (
        police_events(by=by)
        .order_by()
        .values("place")
        .annotate(
            events=Count("id", filter=~notice),
            notices=Count("id", filter=notice),
            longitude=Avg("centre_longitude"),
            latitude=Avg("centre_latitude"),
        )
    )
    places = [PlaceCount(**row) for row in rows]
    return sorted(places, key=lambda place: (-place.events, place.place))


def police_kinds(*, by: Actor, place: str) -> list[tuple[str, int]]:
    """Return how many events of each kind were published of a place, notices last."""
    rows = police_events(by=by, place=place).order_by().values_list("kind")
    counted = rows.annotate(events=Count("id")).order_by("-events", "kind")
    return [(kind, count) for kind, count in counted if not kind.startswith(NOTICES)]


def require_a_role(by: Actor, subject: str) -> None:
    """Let through whoever has some role.

    :raises Absent: when the actor has none.
    """
    if not by.grants:
        raise Absent("thing", subject)


@dataclass(frozen=True)
class ProblemPlan:
    """What an import of problems would write, and its report."""

    rows: Sequence[Report]
    report: ImportReport


@dataclass(frozen=True)
class SurveyPlan:
    """What an import of survey figures would write, and its report."""

    rows: Sequence[SurveyFigure]
    report: ImportReport


def plan_problems(
    content: bytes, *, name: str, site: str, by: Actor, at: datetime
) -> ProblemPlan:
    """Return what a CSV file of problems would change at a site; nothing is written.

    :raises BadInput: when the file as a whole cannot be read.
    :raises Absent: when there is no such site for this person.
    """
    known = {(row.source, row.external_id): row for row in problems(site, by=by)}
    report = ImportReport(sha256=hashlib.sha256(content).hexdigest())
    rows: dict[tuple[str, str], Report] = {}
    for read in problem_rows.read(content, name=name, zone=zone(), at=at):
        report.read += 1
        if isinstance(read, RejectedRow):
            report.reject(read)
            continue
        key = (read[1].source, read[1].external_id)
        if _count(report, read[1], known.get(key), again=key in rows):
            rows[key] = read[1]
    return ProblemPlan(list(rows.values()), report)


def plan_survey(content: bytes, *, name: str, by: Actor) -> SurveyPlan:
    """Return what a CSV file of survey figures would change; nothing is written.

    :raises BadInput: when the file as a whole cannot be read.
    :raises Absent: when the actor may see nothing at all.
    """
    known = {(row.area, row.year, row.indicator): row for row in survey(by=by)}
    report = ImportReport(sha256=hashlib.sha256(content).hexdigest())
    rows: dict[tuple[str, int, str], SurveyFigure] = {}
    for read in survey_rows.read(content, name=name):
        report.read += 1
        if isinstance(read, RejectedRow):
            report.reject(read)
            continue
        key = (read[1].area, read[1].year, read[1].indicator)
        if _count(report, read[1], known.get(key), again=key in rows):
            rows[key] = read[1]
    return SurveyPlan(list(rows.values()), report)


def _count(
    report: ImportReport,
    read: Report | SurveyFigure,
    known: Problem | SurveyResult | None,
    *,
    again: bool,
) -> bool:
    """Return whether the row is to be written, and count it as new, changed or unchanged."""
    same = known is not None and all(
        getattr(known, column.name) == getattr(read, column.name) for column in fields(read)
    )
    if again or same:
        report.unchanged += 1
    elif known is not None:
        report.changed += 1
    else:
        report.new += 1
    return not (again or same)
