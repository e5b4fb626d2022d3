"""Three real `nats-server` on this machine, one cluster, each of which can be broken."""

import contextlib
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.serving import free_port
from vaka.servers.relay.addresses import Brokers

# Debian puts servers where a user's path does not look.
NATS = shutil.which("nats-server") or shutil.which("nats-server", path="/usr/sbin")
NODES = 3
LOGIN = ("vaka", "ett-prov")

FOLLOWER = ("follower", "ett-annat")


def _login(login: tuple[str, str]) -> str:
    return f"user: {login[0]}, password: {login[1]}"


# As docs/operate/brokers.md has it.
FOLLOWERS = f"""{{ {_login(FOLLOWER)}, permissions: {{
    subscribe: ["vaka.>", "_INBOX.>"]
    publish: ["$JS.API.CONSUMER.CREATE.VAKA"] }} }}"""


@dataclass
class Node:
    """One of the three."""

    name: str
    folder: Path
    host: str = "127.0.0.1"
    inside: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    route: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Return where clients reach it."""
        return f"nats://{self.host}:{self.port}"

    def write(self, nodes: list["Node"], more: str = "") -> None:
        """Write its settings."""
        routes = ", ".join(f"nats://{node.host}:{node.route}" for node in nodes)
        cluster = (
            f'cluster {{ name: c, listen: "{self.host}:{self.route}", routes: [{routes}] }}'
        )
        self.settings.write_text(
            f'listen: "{self.host}:{self.port}"\nserver_name: {self.name}\n'
            f'jetstream {{ store_dir: "{self.store}" }}\n'
            f"authorization {{ users: [{{ {_login(LOGIN)} }}, {FOLLOWERS} ] }}\n"
            f"{cluster if len(nodes) > 1 else ''}\n{more}\n"
        )

    @property
    def settings(self) -> Path:
        """Return its file of settings."""
        return self.folder / f"{self.name}.conf"

    @property
    def store(self) -> Path:
        """Return where it keeps what it is given."""
        return self.folder / self.name

    def start(self) -> None:
        """Start it."""
        assert NATS, "nats-server is missing: install the Debian package nats-server"
        log = (self.folder / f"{self.name}.log").open("ab")
        with log:
            self.process = subprocess.Popen(
                [*self.inside, NATS, "-c", str(self.settings)], stdout=log, stderr=log
            )

    def kill(self) -> None:
        """Kill it, as a power cut does."""
        assert self.process
        self.process.kill()
        self.process.wait(10)

    def wipe(self) -> None:
        """Lose everything it had."""
        shutil.rmtree(self.store)


@dataclass
class Cluster:
    """The three of them."""

    nodes: list[Node]

    @property
    def brokers(self) -> Brokers:
        """Return them as an installation is told of them."""
        return Brokers(tuple(node.address for node in self.nodes), *LOGIN)

    def start(self) -> None:
        """Start all of them."""
        for node in self.nodes:
            node.start()

    def kill(self) -> None:
        """Kill those that run."""
        for node in self.nodes:
            if node.process and node.process.poll() is None:
                node.kill()

    def by_name(self, name: str) -> Node:
        """Return the node of that name."""
        return next(node for node in self.nodes if node.name == name)


@contextlib.contextmanager
def cluster(folder: Path, make: Callable[[int], Node] | None = None) -> Iterator[Cluster]:
    """Run three nodes while the block runs."""
    made = [make(n) if make else Node(f"n{n}", folder) for n in range(NODES)]
    for node in made:
        node.write(made)
    running = Cluster(made)
    try:
        running.start()
        yield running
    finally:
        running.kill()
