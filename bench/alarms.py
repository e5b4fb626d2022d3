"""Durable acknowledgements a second, on 1 and 64 connections, beside peers in the same run.

Peers: `pysiaalarm`, where it can be imported (it acknowledges before anything is stored), and
the floor, SQLite with synchronous=FULL and one row for each commit. One JSON object a line.

    .venv/bin/python -m bench.alarms [--seconds 3]
"""

import argparse
import asyncio
import contextlib
import importlib.util
import json
import multiprocessing
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from vaka.edge.alarms import wire
from vaka.edge.alarms.wire import Message

CONNECTIONS = (1, 64)
ACCOUNT = "1234"


class Transmitter(asyncio.Protocol):
    """Sends the next alarm when the one before was acknowledged."""

    def __init__(self, frames: list[bytes], until: float, waits: list[float]) -> None:
        self._frames = frames
        self._until = until
        self._waits = waits
        self._next = 0
        self._sent = 0.0
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        """Note the wait, and send the next."""
        if not data.endswith(b"\r"):
            return
        assert b"ACK" in data, data
        now = time.perf_counter()
        self._waits.append(now - self._sent)
        if now < self._until:
            self._send()
        elif not self.done.done():
            self._transport.close()
            self.done.set_result(None)

    def _send(self) -> None:
        self._sent = time.perf_counter()
        self._transport.write(self._frames[self._next % len(self._frames)])
        self._next += 1


def frames(line: int) -> list[bytes]:
    """Return the alarms of one connection; no two of a run are alike."""
    return [
        wire.encode(
            Message(
                "SIA-DCS",
                f"{number:04}",
                ACCOUNT,
                line="0",
                data=(f"#{ACCOUNT}|Nri{line}/BA{number % 1000:03}",),
            )
        )
        for number in range(1, 10_000 if line == 0 else 2_000)
    ]


async def load(port: int, connections: int, seconds: float) -> tuple[list[float], float]:
    """Return the wait for each acknowledgement, and how long it all took."""
    loop, waits = asyncio.get_running_loop(), []
    prepared = [frames(line) for line in range(connections)]
    begun = time.perf_counter()
    made = [
        await loop.create_connection(
            lambda sent=sent: Transmitter(sent, begun + seconds, waits), "127.0.0.1", port
        )
        for sent in prepared
    ]
    await asyncio.gather(*(transmitter.done for _, transmitter in made))
    return waits, time.perf_counter() - begun


def report(subject: str, connections: int, waits: list[float], took: float) -> None:
    """Print one line."""
    cuts = statistics.quantiles(waits, n=100)
    print(
        json.dumps(
            {
                "benchmark": "alarms",
                "subject": subject,
                "durable": subject != "pysiaalarm",
                "connections": connections,
                "acks_per_second": round(len(waits) / took),
                "p50_ms": round(cuts[49] * 1000, 3),
                "p99_ms": round(cuts[98] * 1000, 3),
            }
        ),
        flush=True,
    )


def vaka_receiver(ready: Connection, journal: Path) -> None:
    """Run our receiver."""
    from vaka.edge.alarms import receiver

    plan = receiver.Plan(dc09=("127.0.0.1", 0), journal=journal)
    receiver.run(plan, ready=lambda bound: ready.send(bound.dc09[1]))


def pysiaalarm_receiver(ready: Connection, journal: Path) -> None:
    """Run the peer, which stores nothing."""
    import socket

    from pysiaalarm.aio import SIAAccount, SIAClient

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    async def run() -> None:
        async def nothing(event: object) -> None:
            pass

        client = SIAClient("127.0.0.1", port, [SIAAccount(ACCOUNT)], nothing)
        await client.async_start()
        await asyncio.sleep(0.5)
        ready.send(port)
        await asyncio.Event().wait()

    asyncio.run(run())


@contextlib.contextmanager
def running(target: Callable[[Connection, Path], None]) -> Iterator[int]:
    """Run a receiver in a process of its own, and give its port."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    with tempfile.TemporaryDirectory(prefix="vaka-bench-", dir=Path.cwd()) as folder:
        process = spawn.Process(target=target, args=(there, Path(folder)), daemon=True)
        process.start()
        try:
            yield here.recv()
        finally:
            process.kill()
            process.join()


def floor(seconds: float) -> tuple[list[float], float]:
    """Return the waits of SQLite alone, WAL and FULL, one row for each commit."""
    waits = []
    with tempfile.TemporaryDirectory(prefix="vaka-bench-", dir=Path.cwd()) as folder:
        database = sqlite3.connect(Path(folder) / "floor.sqlite", isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("CREATE TABLE alarm (raw BLOB)")
        raw = frames(0)[0]
        begun = now = time.perf_counter()
        while now < begun + seconds:
            database.execute("INSERT INTO alarm VALUES (?)", (raw,))
            waits.append(-now + (now := time.perf_counter()))
        database.close()
    return waits, now - begun


def main() -> None:
    """Run all, each for some seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    seconds = parser.parse_args().seconds
    subjects = {"vaka": vaka_receiver}
    if importlib.util.find_spec("pysiaalarm"):
        subjects["pysiaalarm"] = pysiaalarm_receiver
    else:
        print(json.dumps({"benchmark": "alarms", "absent": "pysiaalarm is not installed"}))
    for connections in CONNECTIONS:
        for subject, target in subjects.items():
            with running(target) as port:
                report(subject, connections, *asyncio.run(load(port, connections, seconds)))
    report("sqlite FULL, one row per commit", 1, *floor(seconds))


if __name__ == "__main__":
    main()
