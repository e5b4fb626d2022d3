"""Reads: the statements of need at a site, and what one made now would say."""

from datetime import date, datetime

from django.db.models import QuerySet

from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor
from vaka.needs.models import NeedStatement
from vaka.needs.queries.problems import documented, problems, suggested_hours, zone
from vaka.needs.rules.counts import Occurrence, years_before
from vaka.needs.rules.criteria import YEARS, counts
from vaka.needs.rules.statements import Statement
from vaka.needs.rules.statements import trigger_window as window_of


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


def reports_behind(statement: NeedStatement, *, by: Actor) -> list[Occurrence]:
    """Return the reports that a statement of need rests on.

    :raises Absent: when there is no such site for this person.
    """
    rows = problems(statement.site_id, by=by).filter(pk__in=statement.document["problems"])
    return [row.occurrence() for row in rows]


def _cited(site: str, *, by: Actor, at: datetime, category: str) -> list[str]:
    since = years_before(at.astimezone(zone()), YEARS)
    rows = problems(site, by=by).filter(occurred_from__gte=since, occurred_from__lt=at)
    if category:
        rows = rows.filter(category=category)
    return [row.pk for row in rows if counts(row.occurrence())]
