"""A whole centre that can be broken: PostgreSQL, the server on it, and cables to be pulled."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.serving import free_port, wait_for

PROGRAMS = Path("/usr/lib/postgresql")
TOKEN = "ett-prov"


@dataclass
class Cluster:
    """A PostgreSQL of our own, which no other test leans on."""

    folder: Path
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """Return the address of its database."""
        return f"postgresql://vaka@127.0.0.1:{self.port}/vaka"

    def make(self) -> None:
        """Make it, start it, and make the database."""
        (self.folder / "wal").mkdir()
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        told = ["-U", "vaka", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        self._run("initdb", "-D", self.folder / "data", *told)
        self.start()
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "vaka", "vaka")

    def start(self) -> None:
        """Start it, and return when it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder}"
        log = self.folder / "log"
        self._run("pg_ctl", "-D", self.folder / "data", "-l", log, "-w", "-o", options, "start")

    def crash(self) -> None:
        """Stop it without a goodbye, as a power cut does."""
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")

    def _run(self, program: str, *told: str | Path) -> None:
        newest = max(PROGRAMS.glob(f"*/bin/{program}"), default=None)
        assert newest, "PostgreSQL is missing: install the Debian package postgresql"
        # PostgreSQL refuses to run as root.
        who = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        subprocess.run(
            [newest, *told], check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **who
        )


@dataclass
class Served:
    """`vaka serve` on that database."""

    database: str
    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Return what a command needs to know to be one of the installation."""
        return {
            **os.environ,
            "VAKA_DATABASE_URL": self.database,
            "VAKA_DATA_DIR": str(self.folder),
            "VAKA_DEVELOPMENT": "yes",
            "VAKA_EDGE_TOKEN": TOKEN,
        }

    def start(self) -> None:
        """Start it, and return when it answers."""
        listen = f"127.0.0.1:{self.port}"
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "vaka.cli", "serve", "--listen", listen],
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        wait_for(f"http://{listen}/healthz")

    def kill(self) -> None:
        """Kill it."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def record_holds(self) -> bool:
        """Return whether every row of the record verifies."""
        told = [sys.executable, "-m", "vaka.cli", "record", "verify"]
        ended = subprocess.run(told, env=self.environment, capture_output=True, check=False)
        return ended.returncode == 0


class Cable:
    """The way to a port; while it is pulled nothing passes, and nobody is told."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._whole = threading.Event()
        self._whole.set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def pull(self) -> None:
        """Let nothing pass from now on."""
        self._whole.clear()

    def mend(self) -> None:
        """Let new connections pass, and what was sent while it was pulled."""
        self._whole.set()

    def close(self) -> None:
        """Be done."""
        # Closing alone wakes nobody who waits for a connection.
        self._listening.shutdown(socket.SHUT_RDWR)
        self._whole.set()

    def _accept(self) -> None:
        with self._listening, contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                try:
                    far = socket.create_connection(("127.0.0.1", self._to))
                except OSError:
                    near.close()
                    continue
                for one, other in ((near, far), (far, near)):
                    told = (one, other)
                    threading.Thread(target=self._carry, args=told, daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with one:
            with contextlib.suppress(OSError):
                while data := one.recv(65536):
                    self._whole.wait()
                    other.sendall(data)
            for end in (one, other):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def breakable(folder: Path) -> Iterator[tuple[Cluster, Served]]:
    """Run a centre in the folder while the block runs."""
    # Whoever runs PostgreSQL must reach its folder, and may not enter those of tests.
    with tempfile.TemporaryDirectory(prefix="vaka-cluster-") as place:
        cluster = Cluster(Path(place))
        cluster.make()
        served = Served(cluster.url, folder)
        try:
            served.start()
            yield cluster, served
        finally:
            served.kill()
            cluster.crash()
