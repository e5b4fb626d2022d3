"""The alarm process: the clock, the signals and the sockets around the journal."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvloop
from aiohttp import web

from vaka.core.errors import BadInput
from vaka.edge.alarms import disposal, health, supervision
from vaka.edge.alarms.accounts import NOBODY, Accounts
from vaka.edge.alarms.forwarding import Forwarder
from vaka.edge.alarms.intake import Datagrams, Desk, Line
from vaka.edge.alarms.journal import Journal, JournalFailed, JournalFull
from vaka.edge.alarms.metrics import Metrics
from vaka.edge.alarms.mqtt.subscription import Subscription
from vaka.edge.alarms.mqtt.topics import TopicMap
from vaka.edge.alarms.rows import Reader
from vaka.edge.alarms.supervision import Supervision
from vaka.edge.alarms.tls import Tls

Address = tuple[str, int]
_SUPERVISION_STEP = 1.0  # seconds
_TRIES_FOR_A_PORT = 20
_HANDSHAKE = 10.0  # seconds; who does not finish is cut off


@dataclass(frozen=True)
class Bound:
    """The addresses that a receiver listens on; None is not listened on."""

    dc09: Address
    health: Address
    tls: Address | None = None


@dataclass(frozen=True)
class Plan:
    """What a receiver is told. Port 0 lets the system choose; `spare_health` takes another
    port when the one for health is taken: alarms matter more than being watched."""

    dc09: Address
    journal: Path
    tls: Tls | None = None
    accounts: Accounts = NOBODY
    health: Address = ("127.0.0.1", 0)
    spare_health: bool = True
    forward_to: str | None = None
    token: str = ""
    keep_for: timedelta = timedelta(days=30)
    mqtt: TopicMap | None = None


def run(plan: Plan, *, ready: Callable[[Bound], None]) -> None:
    """Receive until SIGTERM or SIGINT; `ready` hears where.

    When the disk fails the process ends at once with status 2; nothing is acknowledged after
    that, and the next start recovers from what is truly on disk.

    :raises BadInput: when journal or addresses cannot be used.
    """
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_run(plan, ready))
    except JournalFailed as problem:
        sys.stderr.write(f"vaka: {problem}. Mend the disk, and start again\n")
        sys.stderr.flush()
        os._exit(2)  # an orderly end would let SQLite write once more


async def _run(plan: Plan, ready: Callable[[Bound], None]) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    metrics = Metrics()
    async with contextlib.AsyncExitStack() as stack:
        journal = Journal(plan.journal)
        stack.callback(journal.close)
        watch = _supervision(plan)
        desk = Desk(journal, plan.accounts, watch, metrics, _now)
        dc09 = await _listen(plan.dc09, desk, stack)
        tls = await _listen_tls(plan.tls, desk, stack) if plan.tls else None
        runner, watched = await _health(plan, journal, metrics)
        stack.push_async_callback(runner.cleanup)
        parts = _parts(plan, journal, desk, watch)
        work = [
            _watch(watch, journal),
            disposal.run(journal, keep_for=plan.keep_for, clock=_now),
            *(part.run() for part in parts),
        ]
        ready(Bound(dc09, watched, tls))
        await _until(stop, journal, [asyncio.create_task(part) for part in work])


def _parts(
    plan: Plan, journal: Journal, desk: Desk, watch: Supervision
) -> list[Subscription | Forwarder]:
    """Return what the plan asks for besides; what is wrong with it is told before any runs."""
    parts: list[Subscription | Forwarder] = []
    if plan.mqtt:
        parts.append(Subscription(plan.mqtt, desk=desk, supervision=watch, clock=_now))
    if plan.forward_to:
        told = desk.metrics.forwarded
        url, token = plan.forward_to, plan.token
        parts.append(Forwarder(journal, url=url, token=token, clock=_now, told=told))
    return parts


async def _until(stop: asyncio.Event, journal: Journal, work: list[asyncio.Task[None]]) -> None:
    """Go on until told to stop, or until the disk fails, or a part of the work ends."""

    async def told() -> None:
        await stop.wait()

    stopped = asyncio.create_task(told())
    journal.failed.add_done_callback(lambda _: stop.set())
    await asyncio.wait({stopped, *work}, return_when=asyncio.FIRST_COMPLETED)
    ended = [part for part in work if part.done()]
    for part in (stopped, *work):
        part.cancel()
    await asyncio.gather(stopped, *work, return_exceptions=True)
    if journal.failed.done():
        raise journal.failed.result()
    for part in ended:
        part.result()


async def _listen(address: Address, desk: Desk, stack: contextlib.AsyncExitStack) -> Address:
    """Open TCP and UDP on one port, and return it."""
    loop, (host, wanted) = asyncio.get_running_loop(), address
    for _ in range(_TRIES_FOR_A_PORT):
        try:
            server = await loop.create_server(lambda: Line(desk), host, wanted, backlog=1024)
        except OSError as problem:
            raise _unusable("--dc09", address, problem) from None
        port = server.sockets[0].getsockname()[1]
        try:
            udp, _ = await loop.create_datagram_endpoint(
                lambda: Datagrams(desk), local_addr=(host, port)
            )
        except OSError as problem:
            server.close()
            if wanted:
                raise _unusable("--dc09", address, problem) from None
            continue
        stack.callback(server.close)
        stack.callback(udp.close)
        return host, port
    raise BadInput("--dc09", "no port is free for both TCP and UDP", "Name a port")


async def _listen_tls(tls: Tls, desk: Desk, stack: contextlib.AsyncExitStack) -> Address:
    """Open DC-09 over TLS, and return where."""
    host, port = tls.address
    try:
        server = await asyncio.get_running_loop().create_server(
            lambda: Line(desk),
            host,
            port,
            backlog=1024,
            ssl=tls.context(),
            ssl_handshake_timeout=_HANDSHAKE,
        )
    except OSError as problem:
        raise _unusable("--dc09-tls", tls.address, problem) from None
    stack.callback(server.close)
    return host, server.sockets[0].getsockname()[1]


async def _health(
    plan: Plan, journal: Journal, metrics: Metrics
) -> tuple[web.AppRunner, Address]:
    def problem() -> str:
        return str(journal.failed.result()) if journal.failed.done() else ""

    try:
        return await health.serve(plan.health, metrics=metrics, problem=problem)
    except OSError as taken:
        if not plan.spare_health:
            raise _unusable("--health", plan.health, taken) from None
        spare = (plan.health[0], 0)
        return await health.serve(spare, metrics=metrics, problem=problem)


def _supervision(plan: Plan) -> Supervision:
    reader = Reader(plan.journal)
    last = reader.last_supervision()
    reader.close()
    silent = {account for account, code in last.items() if code == supervision.SILENT}
    intervals = plan.accounts.intervals()
    if plan.mqtt:
        # Without the broker nobody knows what the cameras see.
        intervals[plan.mqtt.broker.account.upper()] = plan.mqtt.broker.interval
    return Supervision(intervals, silent=silent, at=_now())


async def _watch(watch: Supervision, journal: Journal) -> None:
    while True:
        await asyncio.sleep(_SUPERVISION_STEP)
        at = _now()
        if alarms := [*watch.overdue(at=at), *watch.restored(at=at)]:
            # What does not go in on a full disk is said again at the next step.
            with contextlib.suppress(JournalFull):
                journal.append(alarms)
                watch.noted(alarms)


def _unusable(option: str, address: Address, problem: OSError) -> BadInput:
    host, port = address
    return BadInput(option, f"cannot listen on {host}:{port} ({problem.strerror})", "Free it")


def _now() -> datetime:
    return datetime.now(UTC)
