"""Reads: what is kept beyond its time."""

from datetime import datetime

from django.db.models import QuerySet

from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.operation.models import Camera, Hold


def holds(row: Camera) -> QuerySet[Hold]:
    """Return the holds on a camera's recordings, newest first, those that are over too."""
    return row.holds.select_related("placed_by", "lifted_by")


def hold(key: str, *, by: Actor) -> Hold:
    """Return one hold.

    :raises Absent: when there is none, or its camera is a foreign board's.
    """
    may_see = visible(by, Permission.SEE_CAMERAS, board="camera__board")
    return find(Hold.objects.filter(may_see), key)


def held_for(*, at: datetime) -> list[str]:
    """Return the incidents for which recordings are held at that instant."""
    rows = Hold.objects.filter(lifted_at=None, until__gt=at).exclude(incident="")
    return list(rows.values_list("incident", flat=True).distinct())


def open_holds(row: Camera, *, at: datetime) -> QuerySet[Hold]:
    """Return the holds that keep recordings at that instant."""
    return holds(row).filter(lifted_at=None, until__gt=at)
