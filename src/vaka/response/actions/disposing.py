"""Dispose of what people wrote and senders sent, once the centre has kept it for its time.

What remains is what the statistics and the record need: kinds, codes, times, who did what.
The record gives up its words too, and every proof of it stays valid.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from vaka.operation import queries as operation
from vaka.record import actions as record
from vaka.record import queries as recorded
from vaka.record.rules import Kind
from vaka.response.models import Centre, Incident, PublicWarning, Sharing

WORKER = "worker"
# A round is short: between two of them an alarm is taken in.
IN_A_ROUND = 100
WHY = "the safety centre's keeping time is over"


def dispose_due(*, at: datetime) -> int:
    """Dispose of what was written, sent and shared whose time is over; return of how many.

    Of incidents once closed, of warnings once over. Runs unasked, so nobody's permission is
    needed. An incident for which recordings are held waits, as they do.
    """
    days = Centre.objects.values_list("keep_days", flat=True).filter(pk=1).first()
    if days is None:
        return 0
    before = at - timedelta(days=days)
    over = Incident.objects.filter(closed_at__lte=before, disposed_at=None)
    over = over.exclude(pk__in=operation.held_for(at=at)).order_by("closed_at")
    told = PublicWarning.objects.filter(Q(ended_at__lte=before) | Q(ends_at__lte=before))
    told = told.filter(pk__in=Sharing.objects.exclude(facts={}).values("warning"))
    incidents, warnings = (
        rows.values_list("id", flat=True)[:IN_A_ROUND] for rows in (over, told)
    )
    return sum(_dispose(key, at=at) for key in incidents) + sum(
        _dispose_shared(key, at=at) for key in warnings
    )


@transaction.atomic(durable=True)
def _dispose(key: str, *, at: datetime) -> bool:
    """Dispose of one incident's words, unless another worker has."""
    if not Incident.objects.filter(pk=key, disposed_at=None).update(disposed_at=at, reason=""):
        return False
    row = Incident.objects.get(pk=key)
    facts = {
        "entries": row.entries.update(text=""),
        "alarms": row.alarms.update(
            text="", user="", raw="", extended={}, longitude=None, latitude=None
        ),
        "messages": row.messages.update(address="", text="", receipt=""),
        "sharings": row.sharings.update(facts={}, receipt=""),
    }
    for seq in recorded.with_personal(subject=key):
        record.erase_personal(seq=seq, actor=WORKER, why=WHY, at=at)
    record.append(Kind.INCIDENT_DISPOSED, actor=WORKER, subject=key, at=at, facts=facts)
    return True


@transaction.atomic(durable=True)
def _dispose_shared(warning: str, *, at: datetime) -> bool:
    """Dispose of what partners were told of one warning, unless another worker has.

    The warning itself was said to everybody, and stays.
    """
    told = Sharing.objects.filter(warning=warning).exclude(facts={})
    count = told.update(facts={}, receipt="")
    if count:
        facts = {"sharings": count}
        record.append(Kind.SHARING_DISPOSED, actor=WORKER, subject=warning, at=at, facts=facts)
    return bool(count)
