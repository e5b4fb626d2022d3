"""Reads: with whom there are agreements, when the strategic council met, what was reported."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from vaka.measures.models import Agreement, PreventionReport, StrategicMeeting
from vaka.measures.queries.registered import local_day
from vaka.measures.rules.agreements import is_due
from vaka.municipality import queries as municipality
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission

if TYPE_CHECKING:
    from vaka.municipality.models import Partner


def without_agreement(*, by: Actor, at: datetime) -> "QuerySet[Partner]":
    """Return the partners that none of the actor's boards has an agreement in force with."""
    today = local_day(at)
    held = Agreement.objects.filter(
        visible(by, Permission.SEE),
        Q(ends_on=None) | Q(ends_on__gt=today),
        starts_on__lte=today,
    )
    return municipality.partners().exclude(pk__in=held.values("partner"))


def strategic_meetings(*, by: Actor) -> QuerySet[StrategicMeeting]:
    """Return the meetings that the actor's boards led, the newest first."""
    rows = StrategicMeeting.objects.filter(visible(by, Permission.SEE))
    return rows.select_related("board").order_by("-on", "-id")


def strategic_meeting(key: str, *, by: Actor) -> StrategicMeeting:
    """Return one meeting.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(strategic_meetings(by=by), key)


def prevention_reports(*, by: Actor) -> QuerySet[PreventionReport]:
    """Return what the actor's boards told the municipal council, the newest first."""
    rows = PreventionReport.objects.filter(visible(by, Permission.SEE))
    return rows.select_related("board").order_by("-on", "-id")


def report_due(*, by: Actor, at: datetime) -> bool:
    """Return whether the municipal council has been told nothing for a year.

    The law says continuously and sets no day; the year is our choice.
    """
    last = prevention_reports(by=by).first()
    return last is None or is_due(last.on, local_day(at))
