"""The broker: a stream in which the record's number is the place, and a bell beside it.

Entry n is message n + 1 of the stream, or nothing is published: the broker itself refuses a
number that is not the next (`Nats-Expected-Last-Sequence`), whoever publishes it.
"""

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, StreamConfig, StreamInfo
from nats.js.errors import BadRequestError, NoStreamResponseError, NotFoundError
from prometheus_client import Gauge

from vaka.servers.relay.addresses import Brokers
from vaka.servers.relay.events import Event, parsed

STREAM = "VAKA"
EVENTS = "vaka.*.>"
NEWEST = "vaka.newest"
# Whoever has been away for longer reads the record.
KEPT_FOR = timedelta(days=7)

CONNECT_S = 2
ANSWER_S = 2.0
# A cable that was pulled says nothing: twice unanswered, and the connection is given up.
PING_EVERY_S = 1
LISTEN_S = 1.0
# JetStream's own code for a number that is not the next (JSStreamWrongLastSequenceErrF).
_NOT_THE_NEXT = 10071

CONNECTED = Gauge("vaka_broker_connected", "Whether this process reaches a broker (1 or 0)")


class Away(Exception):
    """The broker cannot be reached, or not all of it; its words say why."""


class OutOfStep(Exception):
    """The stream is not as far as was believed: another has published, or it was lost."""


@dataclass(frozen=True)
class Look:
    """The server's version, on how many nodes the stream lies (None: it is not there yet), and
    on how many it should.
    """

    version: str
    replicas: int | None
    wanted: int


class Broker:
    """One connection to the cluster; what fails with it ends it, and a new one is made."""

    def __init__(self, client: Client, replicas: int) -> None:
        self._client = client
        self._stream = client.jetstream(timeout=ANSWER_S)
        self._replicas = replicas
        self._config = StreamConfig(
            name=STREAM,
            subjects=[EVENTS],
            num_replicas=replicas,
            max_age=KEPT_FOR.total_seconds(),
        )

    async def position(self) -> int:
        """Return the number of the newest event in the stream, -1 for none; make it if need be.

        :raises Away: when the stream does not answer.
        """
        with _told_as_away():
            return (await self._found()).state.last_seq - 1

    async def look(self) -> Look:
        """Return what there is, and make nothing.

        :raises Away: when the broker does not answer.
        """
        version = str(self._client.connected_server_version)
        with _told_as_away():
            try:
                found = await self._stream.stream_info(STREAM)
            except NotFoundError:
                return Look(version, None, self._replicas)
        return Look(version, found.config.num_replicas or 1, self._replicas)

    async def _found(self) -> StreamInfo:
        try:
            found = await self._stream.stream_info(STREAM)
        except NotFoundError:
            return await self._stream.add_stream(self._config)
        if (found.config.num_replicas or 1) < self._replicas:
            return await self._stream.update_stream(self._config)
        return found

    async def newest(self) -> int:
        """Return the number of the newest event in the stream, -1 for none or no stream.

        :raises Away: when the stream does not answer.
        """
        with _told_as_away():
            try:
                return (await self._stream.stream_info(STREAM)).state.last_seq - 1
            except NotFoundError:
                return -1

    async def event(self, number: int) -> Event | None:
        """Return what the stream has under that number; None when it is no longer there.

        :raises Away: when the stream does not answer.
        """
        with _told_as_away(), suppress(NotFoundError):
            return parsed((await self._stream.get_msg(STREAM, seq=number + 1)).data or b"")
        return None

    async def publish(self, events: Sequence[Event]) -> None:
        """Publish events that follow each other; returns when the broker has them all.

        :raises OutOfStep: when the first is not the next in the stream.
        :raises Away: when the broker does not say that it has them.
        """
        answers = await asyncio.gather(*map(self._publish, events), return_exceptions=True)
        for answer in answers:
            if isinstance(answer, BaseException):
                with _told_as_away():
                    raise answer

    async def _publish(self, event: Event) -> None:
        headers = {"Nats-Expected-Last-Sequence": str(event.number)}
        try:
            await self._stream.publish(event.address, event.content(), headers=headers)
        except NoStreamResponseError as problem:
            raise OutOfStep(str(problem)) from None
        except BadRequestError as problem:
            if problem.err_code != _NOT_THE_NEXT:
                raise
            raise OutOfStep(str(problem)) from None

    async def ring(self, number: int) -> None:
        """Tell whoever listens now that the record goes up to that number."""
        with _told_as_away():
            await self._client.publish(NEWEST, str(number).encode())

    async def rung(self, ring: Callable[[], None]) -> NoReturn:
        """Call `ring` whenever the record has grown.

        :raises Away: when the broker goes.
        """
        with _told_as_away():
            bell = await self._client.subscribe(NEWEST)
            while True:
                with suppress(TimeoutError):
                    await bell.next_msg(LISTEN_S)
                    ring()

    async def events_after(self, number: int) -> AsyncGenerator[Event | None]:
        """Yield what comes beyond a number; None when nothing came for a while.

        :raises Away: when the broker goes.
        """
        config = ConsumerConfig(
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=number + 2,
            ack_policy=AckPolicy.NONE,
        )
        with _told_as_away():
            reading = await self._stream.subscribe(EVENTS, stream=STREAM, config=config)
            while True:
                try:
                    message = await reading.next_msg(LISTEN_S)
                except TimeoutError:
                    yield None
                else:
                    yield parsed(message.data)


@asynccontextmanager
async def connected(brokers: Brokers) -> AsyncIterator[Broker]:
    """Be connected to one of the brokers while the block runs.

    :raises Away: when none answers.
    """
    client = await _first_to_answer(brokers)
    try:
        with CONNECTED.track_inprogress():
            yield Broker(client, brokers.replicas)
    finally:
        await _close(client)


async def _close(client: Client) -> None:
    # What is still to be sent must not keep us on a cable that was pulled.
    with suppress(TimeoutError):
        async with asyncio.timeout(CONNECT_S):
            await client.close()


async def _first_to_answer(brokers: Brokers) -> Client:
    problems: dict[str, Exception] = {}
    for address in random.sample(brokers.addresses, len(brokers.addresses)):

        async def note(problem: Exception, address: str = address) -> None:
            problems[address] = problem

        client = Client()
        try:
            async with asyncio.timeout(2 * CONNECT_S):
                await client.connect(
                    [address],
                    name="vaka",
                    user=brokers.name or None,
                    password=brokers.password or None,
                    tls=brokers.context,
                    # Whoever waits is told at once, and tries the next of the brokers.
                    allow_reconnect=False,
                    max_reconnect_attempts=1,
                    reconnect_time_wait=0,
                    connect_timeout=CONNECT_S,
                    ping_interval=PING_EVERY_S,
                    max_outstanding_pings=2,
                    error_cb=note,
                )
        except (NatsError, OSError, TimeoutError) as problem:
            problems.setdefault(address, problem)
            await _close(client)
        else:
            return client
    raise Away("; ".join(f"{where}: {_words(why)}" for where, why in problems.items()))


@contextmanager
def _told_as_away() -> Iterator[None]:
    try:
        yield
    except (NatsError, OSError, TimeoutError) as problem:
        raise Away(_words(problem)) from problem


def _words(problem: Exception) -> str:
    return str(problem) or type(problem).__name__
