"""A real `vaka receiver` process, and a socket to it."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vaka.edge.alarms import wire
from vaka.edge.alarms.wire import Message

COMMAND = [sys.executable, "-c", "from vaka.cli import main; main()"]


@dataclass
class Receiver:
    """One running receiver."""

    process: subprocess.Popen[str]
    journal: Path
    dc09: tuple[str, int]
    health: tuple[str, int]
    tls: tuple[str, int] | None = None

    def connect(self) -> socket.socket:
        """Return a TCP connection to it."""
        return socket.create_connection(self.dc09, timeout=10)

    def stop(self) -> int:
        """Stop it as systemd does, and return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(10)

    def alarms(self) -> list[dict[str, object]]:
        """Return what `vaka alarms list` says."""
        return listed(self.journal)


def vaka(*arguments: str | Path, folder: Path, **told: str) -> subprocess.CompletedProcess[str]:
    """Run one `vaka` command in a folder."""
    environment = {**os.environ, "VAKA_DATA_DIR": str(folder / "var"), **told}
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment,
        timeout=30,
        check=False,
    )


def listed(journal: Path) -> list[dict[str, object]]:
    """Return what `vaka alarms list --json` says of a journal."""
    done = vaka("alarms", "list", "--journal", journal, "--json", folder=journal.parent)
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


@contextlib.contextmanager
def receiver(folder: Path, *options: str | Path, **environment: str) -> Iterator[Receiver]:
    """Run a receiver with its journal in the folder; stop it at the end."""
    journal = folder / "journal"
    process = subprocess.Popen(
        [
            *COMMAND,
            "receiver",
            "--dc09",
            "127.0.0.1:0",
            "--journal",
            str(journal),
            "--health",
            "127.0.0.1:0",
            *map(str, options),
        ],
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "VAKA_DATA_DIR": str(folder / "var"), **environment},
    )
    try:
        assert process.stdout
        word, *pairs = process.stdout.readline().split()
        assert word == "listening"
        bound = {name: value.rsplit(":", 1) for name, value in (p.split("=") for p in pairs)}
        addresses = {name: (host, int(port)) for name, (host, port) in bound.items()}
        yield Receiver(process, journal, **addresses)
    finally:
        process.kill()
        process.wait(10)
        process.stdout.close()


def answer(line: socket.socket) -> bytes:
    """Return the next answer, from its LF to its CR."""
    got = b""
    while not got.endswith(b"\r"):
        part = line.recv(1)
        assert part, f"the receiver hung up after {got!r}"
        got += part
    return got


def ask(line: socket.socket, message: Message, *, key: bytes | None = None) -> Message:
    """Send a message and return the answer to it."""
    line.sendall(wire.encode(message, key=key))
    return wire.decode(answer(line), key_for=lambda account: key)
