"""Durable acknowledgements a second on 1, 8, 64 and 512 connections, beside peers in one run.

Peers: `pysiaalarm`, where it can be imported (it acknowledges before anything is stored), and
the floor, SQLite with synchronous=FULL and one row for each commit. The transmitters are in C
(`transmitters.c`) and take some microseconds an alarm, so that they are not the limit. One JSON
object a line; `cpu_us` is the receiver's processor time for each acknowledgement, which a busy
machine and a slow disk leave alone. What was acknowledged is looked for in the journal.

    .venv/bin/python -m bench.alarms [--seconds 3]
"""

import argparse
import asyncio
import contextlib
import importlib.util
import json
import multiprocessing
import os
import shutil
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from vaka.edge.alarms import schema

CONNECTIONS = (1, 8, 64, 512)
ACCOUNT = "1234"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Running:
    """A receiver in a process of its own."""

    pid: int
    port: int
    folder: Path

    def cpu(self) -> float:
        """Return the seconds of processor time that it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


@dataclass(frozen=True)
class Measured:
    """What one run gave: acknowledgements, seconds, waits in milliseconds, CPU in µs."""

    acks: int
    seconds: float
    p50: float
    p99: float
    cpu: float | None = None
    lost: int | None = None

    @property
    def rate(self) -> float:
        """Return the acknowledgements a second."""
        return self.acks / self.seconds


def compiled(folder: Path) -> Path:
    """Return the transmitters as a program."""
    gcc = shutil.which("gcc")
    assert gcc, "gcc is missing: install the Debian packages gcc and libc6-dev"
    program = folder / "transmitters"
    source = Path(__file__).with_name("transmitters.c")
    subprocess.run([gcc, "-O2", "-Wall", "-o", program, source], check=True)
    return program


def load(program: Path, running: Running, connections: int, seconds: float) -> Measured:
    """Return what the receiver did under so many transmitters."""
    before = running.cpu()
    done = subprocess.run(
        [program, str(running.port), str(connections), str(seconds)],
        capture_output=True,
        text=True,
        check=True,
    )
    acks, took, p50, p99 = map(float, done.stdout.split())
    cpu = (running.cpu() - before) / acks * 1e6
    lost = None
    if (running.folder / schema.FILE).exists():
        with contextlib.closing(sqlite3.connect(running.folder / schema.FILE)) as journal:
            lost = int(acks) - journal.execute("SELECT count(*) FROM alarm").fetchone()[0]
    return Measured(int(acks), took, p50 / 1000, p99 / 1000, cpu, lost)


def report(subject: str, connections: int, found: Measured) -> None:
    """Print one line."""
    print(
        json.dumps(
            {
                "benchmark": "alarms",
                "subject": subject,
                "durable": subject != "pysiaalarm",
                "connections": connections,
                "acks_per_second": round(found.rate),
                "p50_ms": round(found.p50, 3),
                "p99_ms": round(found.p99, 3),
                "cpu_us": round(found.cpu, 1) if found.cpu is not None else None,
                "lost": found.lost,
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
def running(target: Callable[[Connection, Path], None]) -> Iterator[Running]:
    """Run a receiver in a process of its own."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    with tempfile.TemporaryDirectory(prefix="vaka-bench-", dir=Path.cwd()) as folder:
        process = spawn.Process(target=target, args=(there, Path(folder)), daemon=True)
        process.start()
        there.close()  # so that one that dies is heard
        try:
            port = here.recv()
            assert process.pid
            yield Running(process.pid, port, Path(folder))
        finally:
            process.kill()
            process.join()


def floor(seconds: float) -> Measured:
    """Return what SQLite does alone: WAL and FULL, one row for each commit."""
    waits = []
    with tempfile.TemporaryDirectory(prefix="vaka-bench-", dir=Path.cwd()) as folder:
        database = sqlite3.connect(Path(folder) / "floor.sqlite", isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("CREATE TABLE alarm (raw BLOB)")
        begun = now = time.perf_counter()
        while now < begun + seconds:
            database.execute("INSERT INTO alarm VALUES (?)", (bytes(60),))
            waits.append((-now + (now := time.perf_counter())) * 1000)
        database.close()
    cuts = statistics.quantiles(waits, n=100)
    return Measured(len(waits), now - begun, cuts[49], cuts[98])


def main() -> None:
    """Run all, each for some seconds; what is compared runs right after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    seconds = parser.parse_args().seconds
    subjects = {"vaka": vaka_receiver}
    if importlib.util.find_spec("pysiaalarm"):
        subjects["pysiaalarm"] = pysiaalarm_receiver
    else:
        print(json.dumps({"benchmark": "alarms", "absent": "pysiaalarm is not installed"}))
    with tempfile.TemporaryDirectory(prefix="vaka-bench-") as folder:
        program = compiled(Path(folder))
        for connections in CONNECTIONS:
            for subject, target in subjects.items():
                with running(target) as receiver:
                    found = load(program, receiver, connections, seconds)
                report(subject, connections, found)
    report("sqlite FULL, one row per commit", 1, floor(seconds))


if __name__ == "__main__":
    main()
