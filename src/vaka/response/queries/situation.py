"""The situation picture: what goes on at an instant, as far as the actor may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from vaka.core.outgoing import Delivery
from vaka.municipality.rules import Actor
from vaka.response.models import (
    Exercise,
    Incident,
    Message,
    ResourceUse,
    Shift,
    WatchEntry,
)
from vaka.response.queries import exercising, handling, handover, preparedness
from vaka.response.queries.warnings import Concern, warnings_in_force

BACK = timedelta(hours=12)
MOST = 100


@dataclass(frozen=True)
class Situation:
    """What is open and drawn on, who watches, what was written, who could not be told."""

    at: datetime
    incidents: Sequence[Incident]
    shifts: Sequence[Shift]
    entries: Sequence[WatchEntry]
    untold: Sequence[Message]
    exercises: Sequence[Exercise]
    warnings: Sequence[Concern]
    uses: Sequence[ResourceUse]


def situation(*, by: Actor, at: datetime) -> Situation:
    """Return what goes on, with the log of the last twelve hours, the newest first."""
    seen = handling.incidents(by=by)
    recent = seen.filter(last_alarm_at__gte=at - BACK) | seen.filter(closed_at=None)
    about = {"incident__in": recent.values("pk")}
    entries = WatchEntry.objects.filter(at__gte=at - BACK, **about)
    untold = Message.objects.filter(
        state=Delivery.GIVEN_UP, ended_at__gte=at - BACK, incident__closed_at=None, **about
    )
    return Situation(
        at=at,
        incidents=list(handling.queue(by=by)[:MOST]),
        shifts=list(handover.on_shift(by=by)),
        entries=list(entries.select_related("incident__site", "by").order_by("-at")[:MOST]),
        untold=list(untold.select_related("contact", "incident__site").order_by("-ended_at")),
        exercises=list(exercising.exercises(by=by).filter(ends_at=None)),
        warnings=warnings_in_force(by=by, at=at),
        uses=list(preparedness.uses(by=by)),
    )
