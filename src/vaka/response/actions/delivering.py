"""What is on its way: claimed by one worker, sent, or tried again until it is given up.

The caller's transaction carries each.
"""

from datetime import datetime

from django.db.models import F, QuerySet

from vaka.core.outgoing import CLAIMED_FOR, Delivery, try_again
from vaka.response.models.delivering import Delivering


def claimed(rows: QuerySet[Delivering], key: str, *, at: datetime) -> bool:
    """Return whether this worker has it for a minute: it was due, and no other had it."""
    due = rows.filter(pk=key, state=Delivery.WAITING, due_at__lte=at)
    return bool(due.update(attempts=F("attempts") + 1, due_at=at + CLAIMED_FOR))


def settled(rows: QuerySet[Delivering], key: str, *, receipt: str, at: datetime) -> bool:
    """Return whether it is now sent, and was not before."""
    waiting = rows.filter(pk=key, state=Delivery.WAITING)
    told = {"state": Delivery.SENT, "ended_at": at, "receipt": receipt[:200]}
    return bool(waiting.update(**told))


def given_up(rows: QuerySet[Delivering], key: str, *, problem: str, at: datetime) -> bool:
    """Return whether it is now given up; else it is tried again after a while."""
    row = rows.select_for_update(of=("self",)).get(pk=key)
    if row.state != Delivery.WAITING:
        return False
    row.receipt = problem[:200]
    wait = try_again(row.attempts)
    if wait is not None:
        row.due_at = at + wait
    else:
        row.state, row.ended_at = Delivery.GIVEN_UP, at
    row.save(update_fields=["receipt", "due_at", "state", "ended_at"])
    return wait is None
