"""Receivers, servers, workers and followers over PostgreSQL, and three brokers between them.

Whatever stops, each act on the record comes to whoever follows, in order and without a gap.
"""

import contextlib
import json
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from operator import ge
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from tests.faults.centre import TOKEN, Served, breakable
from tests.faults.test_centre_stops import Transmitter, until, waiting
from tests.servers.brokers import LOGIN, Cluster, cluster
from tests.servers.receiving import receiver
from tests.servers.serving import free_port


class Process:
    """A `vaka` command of the installation that goes on until it is stopped."""

    def __init__(self, served: Served, told: tuple[str, ...], out: Path) -> None:
        self._served, self._told, self.out = served, told, out

    def start(self) -> None:
        """Start it; what it prints is added to what it has printed."""
        log_file = self.out.with_suffix(".log")
        with self.out.open("ab") as out, log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "vaka.cli", *self._told],
                env=self._served.environment,
                stdout=out,
                stderr=log,
            )

    def kill(self) -> None:
        """Kill it, if it runs."""
        self._process.kill()
        self._process.wait(10)


def numbers(follower: Process) -> list[int]:
    """Return the numbers that a follower has printed, whole lines only."""
    lines = follower.out.read_bytes().split(b"\n")[:-1]
    return [json.loads(line)["number"] for line in lines]


def published(port: int) -> object:
    """Return up to which number a worker's relay knows the brokers to have all."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
        return json.load(answer)["relay"]["published"]


def hears_the_bell(served: Served) -> bool:
    """Return whether the server is connected to a broker, by its own figures."""
    with urllib.request.urlopen(f"http://127.0.0.1:{served.port}/metrics", timeout=5) as answer:
        return b"vaka_broker_connected 1.0" in answer.read()


def ask(database: str, question: LiteralString) -> list[tuple[object, ...]]:
    with psycopg.connect(database) as connection:
        return connection.execute(question).fetchall()


@pytest.fixture
def three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """Three brokers, and an installation that is told of them."""
    login, folder = tmp_path / "login", tmp_path / "brokers"
    login.write_text(":".join(LOGIN), "utf-8")
    folder.mkdir()
    with cluster(folder) as running:
        monkeypatch.setenv("VAKA_NATS", ",".join(running.brokers.addresses))
        monkeypatch.setenv("VAKA_NATS_LOGIN", str(login))
        yield running


def test_who_follows_gets_every_act_whatever_stops(tmp_path: Path, three: Cluster) -> None:
    for name in ("centre", "fibre", "mobile"):
        (tmp_path / name).mkdir()
    with contextlib.ExitStack() as stack:
        database, served = stack.enter_context(breakable(tmp_path / "centre"))

        def started(name: str, *told: str) -> Process:
            process = Process(served, told, tmp_path / name)
            process.start()
            stack.callback(process.kill)
            return process

        health = [free_port(), free_port()]
        workers = [
            started(f"worker{port}", "worker", "--listen", f"127.0.0.1:{port}")
            for port in health
        ]
        following = ("events", "--follow", "--json", "--bookmark")
        followers = [
            started(name, *following, str(tmp_path / f"{name}.bookmark"))
            for name in ("one", "other")
        ]
        wing = ("--forward-to", f"http://127.0.0.1:{served.port}")
        paths = [
            stack.enter_context(receiver(tmp_path / name, *wing, VAKA_EDGE_TOKEN=TOKEN))
            for name in ("fibre", "mobile")
        ]
        transmitters = [Transmitter(account, paths) for account in ("0A1", "0A2")]
        threads = [threading.Thread(target=each.run) for each in transmitters]
        for thread in threads:
            thread.start()

        def goes_on(*without: Process) -> None:
            """See to it that what happens from now on comes to both, or to who is there."""
            there = [each for each in followers if each not in without]
            enough = [len(numbers(each)) + 20 for each in there]
            # Processes that start on a loaded machine take their time.
            until(
                lambda: all(map(ge, (len(numbers(each)) for each in there), enough)),
                seconds=180,
            )

        goes_on()
        until(lambda: hears_the_bell(served))
        three.nodes[0].kill()
        goes_on()
        workers[0].kill()
        followers[0].kill()
        goes_on(followers[0])
        followers[0].start()
        goes_on()
        database.crash()
        database.start()
        goes_on()
        three.kill()
        goes_on()
        for node in three.nodes:
            node.wipe()
            node.start()
        goes_on()
        until(lambda: hears_the_bell(served))

        for each, thread in zip(transmitters, threads, strict=True):
            each.ended.set()
            thread.join()
        until(lambda: not any(waiting(path.journal) for path in paths))
        [(size,)] = ask(database.url, "SELECT size FROM record_head")
        every = list(range(int(str(size))))
        until(lambda: published(health[1]) == every[-1])
        until(lambda: all(numbers(each)[-1] == every[-1] for each in followers))
        assert numbers(followers[1]) == every
        # What was printed and not yet noted when it was killed comes again, by its number.
        assert list(dict.fromkeys(numbers(followers[0]))) == every
        assert len(numbers(followers[0])) <= len(every) + 1
        assert served.record_holds()
        told = {name for each in transmitters for name in each.acknowledged}
        there = ask(database.url, "SELECT account, sequence FROM response_alarm")
        assert told <= set(there)
