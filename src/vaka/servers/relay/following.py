"""Following what happens: by the broker while it brings, by the record whatever it does not.

Numbers have no gaps, so whoever has n and is brought n + 2 knows that n + 1 is lacking, and
asks the record for it. What is handed on has no gap and no repeat, in one order.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress

from django.db import DatabaseError

from vaka.servers.relay.addresses import Brokers
from vaka.servers.relay.broker import Away, connected
from vaka.servers.relay.events import AT_ONCE, Event

# Asks the record for what is beyond a number, `AT_ONCE` at most.
Ask = Callable[[int], Awaitable[list[Event]]]
Brought = AsyncGenerator[Event | None]
AGAIN_S = 1.0


async def follow(brokers: Brokers | None, *, after: int, ask: Ask) -> AsyncGenerator[Event]:
    """Yield every event beyond a number, for ever."""
    position = after
    while True:
        # A database that is away is asked again when it may be back.
        with suppress(DatabaseError):
            brought = _brought(brokers, position)
            async with aclosing(whole(brought, after=position, ask=ask)) as events:
                async for event in events:
                    yield event
                    position = event.number
        await asyncio.sleep(AGAIN_S)


async def whole(brought: Brought, *, after: int, ask: Ask) -> AsyncGenerator[Event]:
    """Yield every event beyond a number, until the record has what was not brought."""
    position = after
    async with aclosing(brought):
        async for event in brought:
            before = position
            async with aclosing(_up_to(event, position, ask)) as lacking:
                async for each in lacking:
                    yield each
                    position = each.number
            if event is None and position > before:
                return


async def _brought(brokers: Brokers | None, position: int) -> Brought:
    """Yield what the broker brings, and None whenever it is time to ask the record."""
    if brokers is not None:
        with suppress(Away):
            async with connected(brokers) as broker:
                async for event in broker.events_after(position):
                    yield event
    yield None


async def _up_to(event: Event | None, position: int, ask: Ask) -> AsyncGenerator[Event]:
    """Yield what lies between a position and an event, and the event; for None all there is."""
    while event is None or event.number > position + 1:
        found = await ask(position)
        for each in found:
            if event is not None and each.number >= event.number:
                break
            yield each
            position = each.number
        if len(found) < AT_ONCE:
            break
    # A repeat is no news, and what the record does not have has not happened.
    if event is not None and event.number == position + 1:
        yield event
