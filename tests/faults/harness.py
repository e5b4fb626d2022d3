"""Transmitters that note what was acknowledged, and receivers that die under them."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from vaka.core.errors import BadInput
from vaka.edge.alarms import schema, wire
from vaka.edge.alarms.rows import Reader
from vaka.edge.alarms.wire import Message

Acked = set[tuple[str, str]]  # account, sequence


@dataclass(frozen=True)
class Running:
    """One receiver process."""

    pid: int
    port: int

    def kill(self) -> None:
        """Kill it at once, as `kill -9` does, and return when it is gone."""
        deadline = time.monotonic() + 5
        with contextlib.suppress(ProcessLookupError):
            while time.monotonic() < deadline:
                os.kill(self.pid, signal.SIGKILL)
                time.sleep(0.002)


class NotStarted(Exception):
    """The receiver refused to start."""


@dataclass
class Zygote:
    """A process that forks receivers."""

    preload: Path | None = None
    _process: subprocess.Popen[str] = field(init=False)
    _started: list[Running] = field(default_factory=list)

    def __enter__(self) -> "Zygote":
        environment = dict(os.environ)
        if self.preload:
            environment["LD_PRELOAD"] = str(self.preload)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.zygote"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        return self

    def __exit__(self, *_exc: object) -> None:
        for running in self._started:
            running.kill()
        self._process.kill()
        self._process.wait()
        # Not until the pipe ends: a receiver that never said where it listens holds it open.
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe
            pipe.close()

    def receiver(
        self, journal: Path, *, synchronous: str = "FULL", **environment: str
    ) -> Running:
        """Start a receiver and return when it listens.

        :raises NotStarted: when it refuses its journal.
        """
        wish = {
            "journal": str(journal),
            "synchronous": synchronous,
            "environment": environment,
        }
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        if told["pid"] is None:
            raise NotStarted
        self._started.append(Running(told["pid"], told["port"]))
        return self._started[-1]


def compiled(source: Path, folder: Path) -> Path:
    """Return the preloadable library made from a C file."""
    gcc = shutil.which("gcc")
    assert gcc, "gcc is missing: install the Debian packages gcc and libc6-dev"
    library = folder / f"{source.stem}.so"
    flags = ["-shared", "-fPIC", "-O2", "-Wall"]
    subprocess.run([gcc, *flags, "-o", library, source, "-ldl"], check=True)
    return library


async def transmit(port: int, account: str, acked: Acked, begun: asyncio.Event) -> None:
    """Send alarms as fast as they are acknowledged, until the receiver is gone."""
    with contextlib.suppress(OSError, asyncio.IncompleteReadError):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            for number in range(1, 10_000):
                data = (f"#{account}|Nri1/BA{number % 1000:03}",)
                message = Message("SIA-DCS", f"{number:04}", account, data=data)
                writer.write(wire.encode(message))
                answer = wire.decode(await reader.readuntil(b"\r"))
                assert (answer.token, answer.sequence) == ("ACK", message.sequence)
                acked.add((account, answer.sequence))
                begun.set()
        finally:
            writer.close()


async def storm(running: Running, name: str, *, seconds: float, lines: int = 4) -> Acked:
    """Transmit for a while, kill the receiver if it has not ended, return what it ACKed."""
    acked: Acked = set()
    begun = asyncio.Event()
    sending = [
        asyncio.create_task(transmit(running.port, f"{name}{line:X}", acked, begun))
        for line in range(lines)
    ]
    # Others use this machine too: the time runs from the first acknowledgement.
    first = asyncio.create_task(begun.wait())
    await asyncio.wait([first, *sending], timeout=5, return_when=asyncio.FIRST_COMPLETED)
    first.cancel()
    await asyncio.wait(sending, timeout=seconds)
    running.kill()
    await asyncio.gather(*sending)
    return acked


def kept(journal: Path) -> Acked:
    """Return what a journal holds; nothing when it cannot be read."""
    try:
        with contextlib.closing(sqlite3.connect(journal / schema.FILE)) as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
            assert verdict == "ok"
        with contextlib.closing(Reader(journal)) as reader:
            return {(alarm.account or "", alarm.sequence or "") for alarm in reader.alarms()}
    except (sqlite3.Error, BadInput):
        return set()


def after_the_cut(image: Path, folder: Path) -> Path:
    """Return the folder as a power cut left it."""
    folder.mkdir()
    for entry in image.iterdir():
        if not entry.name.startswith("."):
            shutil.copy(entry, folder / entry.name)
    return folder
