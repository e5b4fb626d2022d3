"""The figures of a period, of the incidents of the actor's boards."""

from collections import defaultdict

from django.db.models import QuerySet
from django.utils import timezone

from vaka.core.errors import Absent
from vaka.core.period import Period
from vaka.municipality.access import visible
from vaka.municipality.rules import Actor, Permission, boards_with
from vaka.response.models import Alarm, Incident
from vaka.response.rules.statistics import Handled, Statistics, statistics

# Figures name nobody and show nothing: whoever sees the board's other stages sees these.
READERS = Permission.SEE_INCIDENTS, Permission.SEE


def figures(period: Period, *, by: Actor) -> Statistics:
    """Return what the incidents opened in a period were; exercises are not counted.

    :raises Absent: when the actor may see no board's.
    """
    if not any(boards_with(by, permission) for permission in READERS):
        raise Absent("figures", "of the centre")
    rows = Incident.objects.filter(
        visible(by, *READERS, board="site__board"),
        opened_at__gte=period.start,
        opened_at__lt=period.end,
    ).select_related("site__board")
    sources = _sources(rows)
    handled = (
        Handled(
            board=row.site.board.name if row.site else "",
            kind=row.kind,
            priority=row.priority,
            opened_at=row.opened_at,
            acknowledged_at=row.acknowledged_at,
            verified_at=row.verified_at,
            closed_at=row.closed_at,
            outcome=row.outcome,
            sources=tuple(sorted(sources[row.id])),
        )
        for row in rows
    )
    return statistics(handled, zone=timezone.get_default_timezone())


def _sources(rows: QuerySet[Incident]) -> dict[str, set[str]]:
    """Return the names of what sent each incident's alarms; an unknown one by its account."""
    found: dict[str, set[str]] = defaultdict(set)
    alarms = Alarm.objects.filter(incident__in=rows, duplicate_of=None)
    told = alarms.values_list("incident", "transmitter__name", "account").distinct()
    for incident, name, account in told:
        assert incident is not None
        found[incident].add(name or account)
    return found
