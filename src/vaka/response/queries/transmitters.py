"""Reads: what sends alarms, from where, and when it was last heard."""

from django.db.models import F, QuerySet

from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.response.models import Transmitter


def transmitters(*, by: Actor) -> QuerySet[Transmitter]:
    """Return the transmitters of the actor's boards, those in use first."""
    rows = Transmitter.objects.filter(
        visible(by, Permission.REGISTER_TRANSMITTER, board="site__board")
    )
    in_use_first = F("ended_at").desc(nulls_first=True)
    return rows.select_related("site__board").order_by(in_use_first, "account")


def transmitter(key: str, *, by: Actor) -> Transmitter:
    """Return one transmitter.

    :raises Absent: when there is none, or it is at a foreign board's site.
    """
    return find(transmitters(by=by), key)
