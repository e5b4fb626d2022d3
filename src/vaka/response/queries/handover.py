"""Who watches, and what was handed over."""

from django.db.models import QuerySet

from vaka.municipality.access import visible
from vaka.municipality.rules import Actor, Permission
from vaka.response.models import Incident, Shift
from vaka.response.queries.handling import incidents


def shifts(*, by: Actor) -> QuerySet[Shift]:
    """Return the shifts over the actor's boards, newest first."""
    rows = Shift.objects.filter(visible(by, Permission.SEE_INCIDENTS))
    return rows.select_related("person", "board", "received_by").order_by("-starts_at", "-id")


def on_shift(*, by: Actor) -> QuerySet[Shift]:
    """Return the shifts that go on now."""
    return shifts(by=by).filter(ends_at=None)


def waiting_handovers(*, by: Actor) -> QuerySet[Shift]:
    """Return the handovers that nobody has received and that still say something, newest first.

    What was disposed of waits for nobody.
    """
    return shifts(by=by).filter(ends_at__isnull=False, received_at=None, disposed_at=None)


def left_open(row: Shift, *, by: Actor) -> QuerySet[Incident]:
    """Return what was open when a shift ended, as it is now, as far as the actor may see it."""
    return incidents(by=by).filter(pk__in=row.left_open).order_by("priority", "opened_at")
