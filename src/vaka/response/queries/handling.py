"""Incidents: the queue, one with all that was done, and what changed since."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db.models import Count, Q, QuerySet

from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.operation import queries as operation
from vaka.operation.queries import Offered
from vaka.record import queries as record
from vaka.response.models import Alarm, Exercise, Incident
from vaka.response.queries.calling import messages
from vaka.response.queries.preparedness import uses_of
from vaka.response.rules import cards
from vaka.response.rules.incidents import State

# A console that was away for a night is better off with a fresh page than with every change.
MOST_CHANGES = 500
MOST_POINTS = 50


def incidents(*, by: Actor) -> QuerySet[Incident]:
    """Return the incidents that the actor may see, newest first, with `alarm_count`."""
    return (
        Incident.objects.filter(visible(by, Permission.SEE_INCIDENTS, board="site__board"))
        .select_related("site__board", "acknowledged_by", "closed_by", "card")
        .annotate(alarm_count=Count("alarms", filter=Q(alarms__duplicate_of=None)))
        .order_by("-opened_at", "-id")
    )


def queue(*, by: Actor) -> QuerySet[Incident]:
    """Return what is open, in the order to take it: new first, then urgent, then old."""
    # "new" sorts after "acknowledged".
    return (
        incidents(by=by)
        .filter(state__in=[State.NEW, State.ACKNOWLEDGED])
        .order_by("-state", "priority", "opened_at", "id")
    )


def incident(key: str, *, by: Actor) -> Incident:
    """Return one incident.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(incidents(by=by), key)


def boards_of(subjects: Collection[str]) -> dict[str, str]:
    """Return the board's id of each of those ids that is an alarm's or an incident's.

    An alarm of an unknown transmitter, and the incident that it opened, are no board's.
    """
    opened = Incident.objects.filter(pk__in=subjects).exclude(site=None)
    received = Alarm.objects.filter(pk__in=subjects).exclude(transmitter=None)
    return dict(opened.values_list("pk", "site__board_id")) | dict(
        received.values_list("pk", "transmitter__site__board_id")
    )


def exercised_among(subjects: Collection[str]) -> set[str]:
    """Return those of some ids that are an exercise's: itself, its alarms and its incidents."""
    opened = Incident.objects.filter(pk__in=subjects).exclude(exercise=None)
    sounded = Alarm.objects.filter(pk__in=subjects, exercise=True)
    led = Exercise.objects.filter(pk__in=subjects)
    return {key for rows in (opened, sounded, led) for key in rows.values_list("pk", flat=True)}


def position() -> int:
    """Return how far the changes have come; ask before reading what they changed."""
    return record.size() - 1


def changes_since(position: int, *, by: Actor) -> QuerySet[Incident]:
    """Return the visible incidents changed after that position, in order of change.

    Each with its state now: several changes of one incident are one.
    """
    changed = incidents(by=by).filter(changed__gt=position)
    return changed.order_by("changed")[:MOST_CHANGES]


def steps(row: Incident) -> tuple[cards.Step, ...]:
    """Return the steps of the incident's action card."""
    return cards.parse(row.card.steps) if row.card else ()


def answers(row: Incident) -> dict[str, str]:
    """Return the steps checked, each with its answer."""
    return dict(row.checks.values_list("step", "answer"))


def alarms(row: Incident) -> QuerySet[Alarm]:
    """Return the incident's alarms in the order received; repeats are counted, not listed."""
    return (
        row.alarms.filter(duplicate_of=None)
        .select_related("transmitter")
        .annotate(repeat_count=Count("repeats"))
        .order_by("received_at", "id")
    )


def cameras(row: Incident, *, by: Actor, at: datetime) -> list[Offered]:
    """Return the cameras that see where the alarms came from, the most useful first.

    Where no alarm said, the place is the whole site. A closed incident is no longer a reason
    to look, and an exercise never is one.
    """
    if row.site is None:
        return []
    reason = None if row.state == State.CLOSED or row.exercise_id else row.id
    return operation.cameras_at(row.site, points=points(row), by=by, incident=reason, at=at)


def points(row: Incident) -> list[tuple[float, float]]:
    """Return the positions that the incident's alarms gave (lon, lat), each once."""
    sent = row.alarms.exclude(longitude=None).values_list("longitude", "latitude")
    told = sent.order_by("longitude", "latitude").distinct()[:MOST_POINTS]
    return [(east, north) for east, north in told if east is not None and north is not None]


@dataclass(frozen=True)
class Line:
    """One line of what happened: `kind` is a code, `who` a name, `text` as written."""

    at: datetime
    kind: str
    who: str = ""
    text: str = ""


def history(row: Incident) -> list[Line]:
    """Return the watch log of the incident with all that was done, oldest first."""
    return sorted(_lines(row), key=attrgetter("at"))


def _lines(row: Incident) -> Iterator[Line]:
    yield Line(row.opened_at, "opened")
    for step in row.escalations.filter(step__lte=row.escalated, done_at__isnull=False):
        yield Line(step.done_at or step.due_at, "escalated", text=str(step.step))
    if row.acknowledged_at:
        yield Line(row.acknowledged_at, "acknowledged", str(row.acknowledged_by))
    for look in row.verifications.select_related("by"):
        yield Line(look.at, "verified", str(look.by), look.finding)
    words = {step.key: step.text for step in steps(row)}
    for check in row.checks.select_related("by"):
        answer = f": {check.answer}" if check.answer else ""
        yield Line(check.at, "checked", str(check.by), f"{words[check.step]}{answer}")
    for entry in row.entries.select_related("by"):
        yield Line(entry.at, "written", str(entry.by), entry.text)
    yield from _called_in(row)
    if row.closed_at:
        yield Line(row.closed_at, "closed", str(row.closed_by), row.reason)


def _called_in(row: Incident) -> Iterator[Line]:
    """Yield who was told, and what was drawn on."""
    for message in messages(row):
        who = str(message.by) if message.by else ""
        yield Line(
            message.ended_at or message.made_at,
            f"message-{message.state}",
            who,
            f"{message.contact} ({message.address})",
        )
    for use in uses_of(row.uses.all()):
        what = f"{use.count} {use.resource.name}"
        yield Line(use.drawn_at, "drawn", str(use.drawn_by), what)
        if use.returned_at:
            yield Line(use.returned_at, "returned", str(use.returned_by), what)
