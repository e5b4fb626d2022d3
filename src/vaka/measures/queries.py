"""Reads: what is and was done at a site, and what research lets us expect of a camera there."""

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from vaka.measures.models import Measure
from vaka.measures.rules.evidence import (
    Crime,
    Expected,
    Monitoring,
    Setting,
    expected_effect,
)
from vaka.measures.rules.kinds import beside_cameras
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, SiteKind

# As the review groups places. What it has no group for is "other".
SETTINGS = {
    SiteKind.SQUARE: Setting.CITY_CENTRE,
    SiteKind.STREET: Setting.CITY_CENTRE,
    SiteKind.CAR_PARK: Setting.CAR_PARK,
    SiteKind.HOUSING: Setting.RESIDENTIAL,
    SiteKind.TRANSPORT: Setting.PUBLIC_TRANSPORT,
}


def local_day(at: datetime) -> date:
    """Return the local day of an instant; measures begin and end with days."""
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def at_site(site: str, *, by: Actor, at: datetime | None = None) -> QuerySet[Measure]:
    """Return the measures at a site, those in force at an instant or all, the oldest first.

    :raises Absent: when there is no such site for this person.
    """
    rows = Measure.objects.filter(site=municipality.site(site, by=by))
    if at is not None:
        day = local_day(at)
        rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)
    return rows.order_by("starts_on", "id")


def beside_cameras_at(site: str, *, by: Actor, at: datetime) -> int:
    """Return how many kinds of measure other than cameras are in force at a site.

    :raises Absent: when there is no such site for this person.
    """
    plans = [row.plan() for row in at_site(site, by=by)]
    return beside_cameras(plans, on=local_day(at))


def measures_of_sites(*, by: Actor) -> dict[str, list[Measure]]:
    """Return the measures of each site that the actor sees, the oldest first, by its id."""
    sites = municipality.sites(by=by)
    found: dict[str, list[Measure]] = {site.pk: [] for site in sites}
    for row in Measure.objects.filter(site__in=sites).order_by("starts_on", "id"):
        found[row.site_id].append(row)
    return found


def expected_at(
    site: str,
    *,
    problems: Collection[Crime],
    monitoring: Monitoring | None = None,
    by: Actor,
    at: datetime,
) -> Expected:
    """Return what may be expected of a camera at a site, with what is done there already.

    :raises Absent: when there is no such site for this person.
    """
    kind = SiteKind(municipality.site(site, by=by).kind)
    return expected_effect(
        setting=SETTINGS.get(kind, Setting.OTHER),
        problems=problems,
        other_measures=beside_cameras_at(site, by=by, at=at),
        monitoring=monitoring,
    )
