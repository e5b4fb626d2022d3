"""Reads: the register of personal data breaches (GDPR art. 33.5)."""

from django.db.models import QuerySet

from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.oversight.models import Breach


def breaches(*, by: Actor) -> QuerySet[Breach]:
    """Return the breaches of the actor's boards, the newest known first."""
    rows = Breach.objects.filter(visible(by, Permission.SEE_BREACHES))
    return rows.select_related("board", "entered_by")


def breach(key: str, *, by: Actor) -> Breach:
    """Return one breach.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(breaches(by=by), key)
