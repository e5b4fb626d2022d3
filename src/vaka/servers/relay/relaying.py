"""The relay: brings the record's entries to the broker, each once and in their order.

The stream's own newest number is the bookmark. A bookmark of ours could only be out of step
with it, and would not know what the broker has lost.
"""

import asyncio
import logging
import threading
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import NoReturn

from django.db import DatabaseError
from prometheus_client import Counter, Gauge

from vaka.record import queries as record
from vaka.servers.relay.addresses import Brokers
from vaka.servers.relay.broker import Away, Broker, OutOfStep, connected
from vaka.servers.relay.events import AT_ONCE, events_after
from vaka.servers.relay.reading import Reading
from vaka.servers.relay.running import run_until

log = logging.getLogger(__name__)
EVERY_S = 0.04
# How often the stream is asked how far it is while there is nothing to bring.
LOOK_EVERY_S = 2.0
# After a failure, and for a relay that found another at work.
AGAIN_S = 1.0

RELAYED = Counter("vaka_relay_events", "Events that the broker has taken from us")
BEHIND = Gauge("vaka_relay_behind", "Entries of the record that the broker does not have yet")


class Foreign(Exception):
    """The stream tells of another record than ours, or was written to by somebody else."""


class Relay:
    """One worker's relay; of several the one that comes first brings, the others stand by."""

    def __init__(self, brokers: Brokers) -> None:
        self._brokers = brokers
        self._record = Reading()
        # The number of the newest event that the broker is known to have, and of the record.
        self._position = self._newest = -1
        self._trouble = "not connected yet"

    def standing(self) -> dict[str, object]:
        """Return up to which number the broker is known to have all, and what is wrong."""
        return {
            "published": self._position,
            "behind": self._behind,
            "trouble": self._trouble or None,
        }

    def run(self, stop: threading.Event) -> None:
        """Relay until told to stop."""
        with self._record:
            run_until(stop, self._relay())

    async def _relay(self) -> NoReturn:
        """Relay for ever; whatever fails is told and begun again."""
        while True:
            try:
                async with connected(self._brokers) as broker:
                    await self._keep_up(broker)
            except (Away, Foreign, DatabaseError) as problem:
                self._note(str(problem))
            except Exception as problem:
                log.exception("The relay failed")
                self._note(repr(problem))
            with suppress(DatabaseError):
                await self._look()
            await asyncio.sleep(AGAIN_S)

    def _note(self, trouble: str) -> None:
        """Keep what is wrong, and log it once."""
        if trouble and trouble != self._trouble:
            log.warning("Events are not relayed: %s", trouble)
        self._trouble = trouble

    async def _keep_up(self, broker: Broker) -> NoReturn:
        while True:
            self._position = await broker.position()
            await self._refuse_foreign(broker)
            self._note("")
            with suppress(OutOfStep):
                await self._bring(broker)
            # Another is at work; if it stops, what it leaves is ours.
            await asyncio.sleep(AGAIN_S)

    async def _refuse_foreign(self, broker: Broker) -> None:
        """Refuse a stream that does not end as our record stands.

        :raises Foreign: when it tells of something else.
        """
        newest = self._position
        if newest < 0:
            return
        ours = await self._record.read(partial(events_after, newest - 1, limit=1))
        theirs = await broker.event(newest)
        if not ours or (theirs and not theirs.is_of(ours[0])):
            raise Foreign(
                f"the stream ends with number {newest}, which is not in this record. After a "
                "restored backup delete the stream; it is made anew"
            )

    async def _bring(self, broker: Broker) -> NoReturn:
        """Bring what is new.

        :raises OutOfStep: when the stream is not where we left it.
        """
        looked = monotonic()
        while True:
            if await self._look():
                await self._bring_some(broker)
            else:
                await asyncio.sleep(EVERY_S)
            if monotonic() - looked > LOOK_EVERY_S:
                looked = monotonic()
                if await broker.position() != self._position:
                    raise OutOfStep

    async def _bring_some(self, broker: Broker) -> None:
        # Who only wants to be woken need not wait until the events are stored.
        await broker.ring(self._newest)
        events = await self._record.read(partial(events_after, self._position, limit=AT_ONCE))
        await broker.publish(events)
        self._position = events[-1].number
        RELAYED.inc(len(events))
        BEHIND.set(self._behind)

    async def _look(self) -> int:
        """Return by how many entries the broker is behind the record."""
        self._newest = await self._record.read(record.size) - 1
        BEHIND.set(self._behind)
        return self._behind

    @property
    def _behind(self) -> int:
        return max(0, self._newest - self._position)
