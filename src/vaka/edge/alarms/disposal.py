"""What the journal no longer needs is disposed of: it holds personal data, and a disk ends.

An alarm goes when its time has passed and the control wing has it; a heartbeat when its time
has passed. What waits to be forwarded stays, however old. In portions, between alarms.
"""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

from vaka.edge.alarms.journal import Journal, JournalFull

_EVERY, _PAUSE = 3600.0, 0.05  # seconds between two rounds, and between portions of one


async def run(journal: Journal, *, keep_for: timedelta, clock: Callable[[], datetime]) -> None:
    """Dispose of what is older than `keep_for`, now and each hour, until cancelled."""
    while True:
        # On a full disk there may be no room to note what goes; the next round tries again.
        with contextlib.suppress(JournalFull):
            await one_round(journal, before=clock() - keep_for)
        await asyncio.sleep(_EVERY)


async def one_round(journal: Journal, *, before: datetime) -> None:
    """Dispose of what was received before that instant and is done with.

    :raises JournalFull: when there is no room to note it.
    """
    after: int | None = 0
    while after is not None:
        after = journal.dispose(before=before, after=after)
        await asyncio.sleep(_PAUSE)
