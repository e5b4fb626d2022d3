"""A journal read again: what this version makes of the raw bytes that were received."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec.structs import replace

from vaka.edge.alarms.accounts import Accounts
from vaka.edge.alarms.alarm import Alarm
from vaka.edge.alarms.reception import receive


def replayed(alarms: Iterable[Alarm], *, accounts: Accounts) -> Iterator[Alarm]:
    """Return the alarms as they are understood now, under the ids they were kept under.

    What is now understood as another number of events, or not at all, stays as it was kept.
    """
    for (raw, at), group in groupby(alarms, key=lambda alarm: (alarm.raw, alarm.received_at)):
        kept = list(group)
        again = receive(raw, accounts=accounts, at=at).alarms if raw else ()
        if len(again) != len(kept):
            yield from kept
            continue
        for before, now in zip(kept, again, strict=True):
            yield replace(
                now, id=before.id, known=before.known, duplicate_of=before.duplicate_of
            )
