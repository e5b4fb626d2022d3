"""How the stream stands to the record, looked at by who serves the pages.

A worker that has stopped cannot tell that it has; the stream shows it.
"""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import NoReturn

from django.db import DatabaseError

from vaka.core.fan_out import FanOut, Step
from vaka.record import queries as record
from vaka.servers.relay.broker import Away, Broker
from vaka.servers.relay.reading import Reading

EVERY_S = 2.0


async def look(broker: Broker, reading: Reading, fan_out: FanOut) -> NoReturn:
    """Note again and again what the stream lacks of what the record had at the last look."""
    before = -1
    while True:
        with suppress(DatabaseError):
            try:
                newest = await broker.newest()
            except Away:
                note_away(fan_out)
            else:
                now = await reading.read(record.size) - 1
                step = compared(newest, before=before, now=now)
                fan_out.note(step, lacking=max(0, before - newest), at=datetime.now(UTC))
                before = now
        await asyncio.sleep(EVERY_S)


def compared(newest: int, *, before: int, now: int) -> Step:
    """Return how a stream with that newest number stands to a record.

    The record went to `before` at the last look, and goes to `now` since the stream was asked:
    what is on its way meanwhile is not late.
    """
    if newest > now:
        return Step.AHEAD
    return Step.BEHIND if newest < before else Step.IN_STEP


def note_away(fan_out: FanOut) -> None:
    """Note that no broker answers."""
    fan_out.note(Step.AWAY, at=datetime.now(UTC))
