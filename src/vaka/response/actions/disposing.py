"""Dispose of what people wrote and senders sent, once the centre has kept it for its time.

What remains is what the statistics and the record need: kinds, codes, times, who did what.
The record gives up its words too, and every proof of it stays valid.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Coalesce

from vaka.operation import queries as operation
from vaka.record import actions as record
from vaka.record import queries as recorded
from vaka.record.rules import Kind
from vaka.response.models import (
    Alarm,
    Centre,
    Contact,
    Exercise,
    Incident,
    PublicWarning,
    Sharing,
    Shift,
)
from vaka.response.rules.incidents import State

WORKER = "worker"
# A round is short: between two of them an alarm is taken in.
IN_A_ROUND = 100
# Of alarms that are in no incident so many go together: most are mere tests of the line.
ALARMS_IN_A_ROUND = 1000
WHY = "the safety centre's keeping time is over"
Row = TypeVar("Row", bound=Model)
WORDLESS: dict[str, object] = {
    "text": "",
    "user": "",
    "raw": "",
    "extended": {},
    "longitude": None,
    "latitude": None,
}


def dispose_due(*, at: datetime) -> int:
    """Dispose of what the centre's times are over for; return of how many things.

    Runs unasked, so nobody's permission is needed. What something open still needs waits, and
    an incident for which recordings are held, as they do.
    """
    centre = Centre.objects.filter(pk=1).first()
    gone = 0
    if centre and centre.keep_days is not None:
        before = at - timedelta(days=centre.keep_days)
        for dispose in (_incidents, _alarms, _shifts, _contacts, _warnings):
            gone += dispose(before, at)
    if centre and centre.keep_exercise_days is not None:
        gone += _exercises(at - timedelta(days=centre.keep_exercise_days), at)
    return gone


def _incidents(before: datetime, at: datetime) -> int:
    over = Incident.objects.filter(closed_at__lte=before, disposed_at=None)
    over = over.exclude(pk__in=operation.held_for(at=at)).order_by("closed_at")
    return sum(_incident(key, at) for key in over.values_list("id", flat=True)[:IN_A_ROUND])


@transaction.atomic(durable=True)
def _incident(key: str, at: datetime) -> bool:
    """Dispose of one incident's words, unless another worker has."""
    emptied = {"disposed_at": at, "reason": "", "place": ""}
    if not Incident.objects.filter(pk=key, disposed_at=None).update(**emptied):
        return False
    row = Incident.objects.get(pk=key)
    facts = {
        "entries": row.entries.update(text=""),
        "alarms": row.alarms.update(**WORDLESS),
        "messages": row.messages.update(address="", text="", receipt=""),
        "sharings": row.sharings.update(facts={}, receipt=""),
    }
    _forget(key, at)
    record.append(Kind.INCIDENT_DISPOSED, actor=WORKER, subject=key, at=at, facts=facts)
    return True


@transaction.atomic(durable=True)
def _alarms(before: datetime, at: datetime) -> int:
    """Dispose of what alarms said that opened and joined nothing: openings, tests of a line."""
    over = Alarm.objects.filter(incident=None, disposed_at=None, received_at__lte=before)
    keys = list(over.order_by("received_at").values_list("id", flat=True)[:ALARMS_IN_A_ROUND])
    gone = over.filter(pk__in=keys).update(disposed_at=at, **WORDLESS)
    if gone:
        facts = {"alarms": gone, "received_before": before.isoformat()}
        record.append(Kind.ALARMS_DISPOSED, actor=WORKER, subject="centre", at=at, facts=facts)
    return gone


def _shifts(before: datetime, at: datetime) -> int:
    """Dispose of notes, but not while something that was handed over is open or held."""
    over = Shift.objects.filter(ends_at__lte=before, disposed_at=None).exclude(notes="")
    held = set(operation.held_for(at=at))
    done = (
        row.id
        for row in over.order_by("ends_at")
        if held.isdisjoint(row.left_open) and not _is_some_open(row.left_open)
    )
    ready = Shift.objects.filter(pk__in=list(islice(done, IN_A_ROUND)))
    return _emptied(ready, ["notes"], Kind.SHIFT_DISPOSED, at)


def _is_some_open(incidents: list[str]) -> bool:
    return Incident.objects.filter(pk__in=incidents).exclude(state=State.CLOSED).exists()


def _contacts(before: datetime, at: datetime) -> int:
    over = Contact.objects.filter(ended_at__lte=before)
    return _emptied(over, ["phone", "email", "webhook"], Kind.CONTACT_DISPOSED, at)


def _warnings(before: datetime, at: datetime) -> int:
    over = PublicWarning.objects.filter(Q(ended_at__lte=before) | Q(ends_at__lte=before))
    keys = over.filter(disposed_at=None).values_list("id", flat=True)[:IN_A_ROUND]
    return sum(_warning(key, at) for key in keys)


@transaction.atomic(durable=True)
def _warning(key: str, at: datetime) -> bool:
    """Dispose of one warning's words and what partners were told, unless another worker has."""
    emptied = {"event", "headline", "description", "instruction", "area_text"}
    rows = PublicWarning.objects.filter(pk=key, disposed_at=None)
    if not rows.update(disposed_at=at, original=b"", **dict.fromkeys(emptied, "")):
        return False
    told = Sharing.objects.filter(warning=key)
    facts = {"sharings": told.update(facts={}, receipt="")}
    _forget(key, at)
    record.append(Kind.WARNING_DISPOSED, actor=WORKER, subject=key, at=at, facts=facts)
    return True


def _exercises(before: datetime, at: datetime) -> int:
    """Dispose of what was said, counted from the evaluation, or the end when there is none."""
    over = Exercise.objects.annotate(done_at=Coalesce("evaluated_at", "ends_at"))
    over = over.filter(done_at__lte=before)
    return _emptied(over, ["purpose", "findings"], Kind.EXERCISE_DISPOSED, at)


def _emptied(rows: QuerySet[Row], words: Sequence[str], kind: Kind, at: datetime) -> int:
    """Dispose of the words of rows that still have them; return of how many rows."""
    keys = rows.filter(disposed_at=None).values_list("pk", flat=True)[:IN_A_ROUND]
    return sum(_empty(rows, words, kind, key, at) for key in keys)


@transaction.atomic(durable=True)
def _empty(
    rows: QuerySet[Row], words: Sequence[str], kind: Kind, key: str, at: datetime
) -> bool:
    """Dispose of one row's words, unless another worker has."""
    emptied = dict.fromkeys(words, "")
    if not rows.filter(pk=key, disposed_at=None).update(disposed_at=at, **emptied):
        return False
    _forget(key, at)
    record.append(kind, actor=WORKER, subject=key, at=at)
    return True


def _forget(subject: str, at: datetime) -> None:
    for seq in recorded.with_personal(subject=subject):
        record.erase_personal(seq=seq, actor=WORKER, why=WHY, at=at)
