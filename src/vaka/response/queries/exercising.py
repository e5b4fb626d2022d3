"""Exercises, what they opened, and how it was handled."""

from django.db.models import QuerySet

from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.response.models import Exercise, Incident, Transmitter

READERS = Permission.SEE_INCIDENTS, Permission.RUN_CENTRE


def exercises(*, by: Actor) -> QuerySet[Exercise]:
    """Return the exercises at the actor's boards, newest first."""
    rows = Exercise.objects.filter(visible(by, *READERS))
    return rows.select_related("board", "plan", "led_by", "evaluated_by").order_by(
        "-starts_at", "-id"
    )


def exercise(key: str, *, by: Actor) -> Exercise:
    """Return one exercise.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(exercises(by=by), key)


def exercised(row: Exercise) -> QuerySet[Incident]:
    """Return what an exercise opened, in order; who sees the exercise may see it."""
    rows = Incident.objects.filter(exercise=row)
    return rows.select_related("site__board", "acknowledged_by").order_by("opened_at", "id")


def transmitters_of(row: Exercise) -> QuerySet[Transmitter]:
    """Return the transmitters in use that an exercise may sound."""
    rows = Transmitter.objects.filter(ended_at=None).select_related("site")
    if row.board_id is not None:
        rows = rows.filter(site__board=row.board_id)
    return rows.order_by("account")
