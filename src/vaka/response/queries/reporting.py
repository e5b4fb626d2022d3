"""Incidents as reports of problems, for the need of a place."""

from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor
from vaka.response.models import Incident
from vaka.response.queries.handling import points
from vaka.response.rules import reporting
from vaka.response.rules.incidents import Finding, State


def reports(site: str, *, by: Actor) -> list[dict[str, str]]:
    """Return what was closed and found real at a site, as rows of problems, the oldest first.

    They name nobody and show nothing: whoever sees the site's problems may have them. Exercises
    are left out, and so are kinds that are no problem of a place.

    :raises Absent: when there is no such site for this person.
    """
    rows = Incident.objects.filter(
        site=municipality.site(site, by=by),
        state=State.CLOSED,
        finding=Finding.REAL,
        kind__in=reporting.CATEGORIES,
        exercise=None,
    )
    return [
        reporting.report(
            row.pk,
            row.kind,
            row.opened_at,
            place=row.place,
            points=points(row),
            protocols=set(row.alarms.values_list("protocol", flat=True)),
        )
        for row in rows.order_by("opened_at", "id")
    ]
