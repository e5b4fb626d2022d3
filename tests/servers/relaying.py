"""A relay and whoever follows it, on threads of a test, over the tests' database."""

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

import nats
from django.db import connections, transaction
from nats.aio.client import Client
from nats.js.api import StreamInfo

from vaka.record import actions as record
from vaka.record import queries
from vaka.record.rules import Act, Kind
from vaka.servers.relay.addresses import Brokers
from vaka.servers.relay.broker import Away, Broker, connected
from vaka.servers.relay.events import AT_ONCE, Event, events_after
from vaka.servers.relay.following import follow
from vaka.servers.relay.reading import Reading
from vaka.servers.relay.relaying import Relay


def happens(times: int = 1) -> None:
    """Put some acts on the record."""
    at = datetime.now(UTC)
    with transaction.atomic():
        record.append_all(
            [Act(Kind.INCIDENT_OPENED, "receiver", f"i{n}", at) for n in range(times)]
        )


def happens_elsewhere() -> None:
    """Put one act on the record from a thread that has no connection, and leave none."""
    happens()
    connections.close_all()


def until(holds: Callable[[], object], *, seconds: float = 60) -> None:
    late = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < late, "it did not come"
        time.sleep(0.02)


@contextlib.contextmanager
def relaying(brokers: Brokers) -> Iterator[Relay]:
    """Relay while the block runs."""
    relay, stop = Relay(brokers), threading.Event()
    thread = threading.Thread(target=relay.run, args=(stop,))
    thread.start()
    try:
        yield relay
    finally:
        stop.set()
        thread.join()


def caught_up(relay: Relay) -> bool:
    """Return whether the broker has all, as the relay knows it."""
    return relay.standing() == {"published": queries.size() - 1, "behind": 0, "trouble": None}


def goes_on(relay: Relay) -> None:
    """See to it that the broker gets what happens after this."""
    newest = queries.size() + 30
    until(lambda: int(str(relay.standing()["published"])) >= newest)


@dataclass
class Follower:
    """What somebody who follows was handed, and how often the record had to be asked."""

    got: list[Event] = field(default_factory=list)
    asked: int = 0

    @property
    def numbers(self) -> list[int]:
        """Return the numbers, as they came."""
        return [event.number for event in self.got]

    def has_all(self) -> bool:
        """Return whether it has come to the end of the record."""
        return len(self.got) >= queries.size()

    async def run(self, brokers: Brokers) -> None:
        """Follow until stopped."""
        with Reading() as reading:

            async def ask(number: int) -> list[Event]:
                self.asked += 1
                return await reading.read(partial(events_after, number, limit=AT_ONCE))

            async with aclosing(follow(brokers, after=-1, ask=ask)) as events:
                async for event in events:
                    self.got.append(event)


@contextlib.contextmanager
def following(brokers: Brokers) -> Iterator[Follower]:
    """Follow while the block runs."""
    follower, ready = Follower(), threading.Event()
    loop = asyncio.new_event_loop()
    tasks: list[asyncio.Task[None]] = []

    def run() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            tasks.append(loop.create_task(follower.run(brokers)))
            ready.set()
            loop.run_until_complete(tasks[0])
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait()
    try:
        yield follower
    finally:
        loop.call_soon_threadsafe(tasks[0].cancel)
        thread.join()


def in_the_stream(brokers: Brokers) -> list[int]:
    """Return the numbers that the stream itself holds, in its order; none while it is away."""

    async def held() -> list[int]:
        async with connected(brokers) as broker:
            return [event.number async for event in _all(broker)]

    try:
        return asyncio.run(held())
    except Away:
        return []


async def _all(broker: Broker) -> AsyncGenerator[Event]:
    newest = await broker.position()
    async with aclosing(broker.events_after(-1)) as events:
        async for event in events:
            if event:
                yield event
            if event is None or event.number == newest:
                return


def answers(brokers: Brokers) -> bool:
    """Return whether the cluster has a stream and a quorum for it."""

    async def asked() -> None:
        async with connected(brokers) as broker:
            await broker.position()

    try:
        asyncio.run(asked())
    except Away:
        return False
    return True


async def client_of(brokers: Brokers) -> Client:
    """Return a plain connection to them."""
    addresses = list(brokers.addresses)
    return await nats.connect(addresses, user=brokers.name, password=brokers.password)


def found(brokers: Brokers) -> StreamInfo:
    """Return how the stream is."""

    async def asked() -> StreamInfo:
        async with await client_of(brokers) as client:
            return await client.jetstream().stream_info("VAKA")

    return asyncio.run(asked())


def replicas(brokers: Brokers) -> int | None:
    """Return on how many nodes the stream lies."""
    return found(brokers).config.num_replicas


def leader(brokers: Brokers) -> str:
    """Return the name of the node that leads the stream."""
    told = found(brokers).cluster
    assert told
    assert told.leader
    return told.leader


@contextlib.contextmanager
def happening() -> Iterator[None]:
    """Something goes on while the block runs, a little at a time."""
    ended = threading.Event()

    def run() -> None:
        while not ended.wait(0.02):
            happens(3)
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def some_more() -> None:
    """See to it that something happens before the next thing is broken."""
    enough = queries.size() + 30
    until(lambda: queries.size() >= enough)
