"""The figures of a period, of the incidents of the actor's boards."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from vaka.core.errors import Absent
from vaka.core.period import Period
from vaka.municipality.access import visible
from vaka.municipality.rules import Actor, Permission, boards_with
from vaka.response.models import Alarm, Exercise, Incident
from vaka.response.rules.statistics import Handled, Statistics, statistics

# Figures name nobody and show nothing: whoever sees the board's other stages sees these.
READERS = Permission.SEE_INCIDENTS, Permission.SEE


def figures(period: Period, *, by: Actor, at: datetime) -> Statistics:
    """Return what a period's incidents were, as of an instant; exercises are not counted.

    :raises Absent: when the actor may see no board's.
    """
    if not any(boards_with(by, permission) for permission in READERS):
        raise Absent("figures", "of the centre")
    rows = Incident.objects.filter(
        visible(by, *READERS, board="site__board"),
        opened_at__gte=period.start,
        opened_at__lt=period.end,
        exercise=None,
    ).select_related("site__board")
    return statistics(_handled(rows), zone=timezone.get_default_timezone(), at=at)


def exercise_figures(row: Exercise, *, at: datetime) -> Statistics:
    """Return how what an exercise opened was handled so far, to who may see the exercise."""
    rows = row.incidents.select_related("site__board")
    return statistics(_handled(rows), zone=timezone.get_default_timezone(), at=at)


def _handled(rows: QuerySet[Incident]) -> Iterator[Handled]:
    sources = _sources(rows)
    return (
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


def _sources(rows: QuerySet[Incident]) -> dict[str, set[str]]:
    """Return the names of what sent each incident's alarms; an unknown one by its account.

    What came by a token names before it the organisation, or system of ours, that sent it.
    """
    found: dict[str, set[str]] = defaultdict(set)
    alarms = Alarm.objects.filter(incident__in=rows, duplicate_of=None)
    sender = Coalesce("token__partner__name", "token__name")
    told = alarms.values_list("incident", "transmitter__name", "account", sender).distinct()
    for incident, name, account, organisation in told:
        assert incident is not None
        source = name or account
        found[incident].add(f"{organisation}: {source}" if organisation else source)
    return found
