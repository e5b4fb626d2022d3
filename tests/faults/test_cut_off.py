"""A broker that is cut off from everybody: its cable is pulled, and nobody is told."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.brokers import Node, cluster
from tests.servers.relaying import (
    answers,
    caught_up,
    following,
    goes_on,
    happening,
    in_the_stream,
    leader,
    relaying,
    until,
)
from vaka.record import queries as record

pytestmark = pytest.mark.django_db(transaction=True)


class Cables:
    """Each node in a network of its own, on a cable that can be pulled."""

    def __init__(self) -> None:
        self._mark = f"{os.getpid() % 100000}"
        self._net = f"198.18.{os.getpid() % 250}"

    def lay(self) -> None:
        """Make the switch that all cables lead to; `CalledProcessError` when we may not."""
        _ip("link", "add", self._switch, "type", "bridge")
        _ip("addr", "add", f"{self._net}.1/24", "dev", self._switch)
        _ip("link", "set", self._switch, "up")

    @property
    def _switch(self) -> str:
        return f"vk{self._mark}"

    def _room(self, number: int) -> str:
        return f"vk{self._mark}-{number}"

    def node(self, number: int, folder: Path) -> Node:
        """Return a node in a network of its own, at the end of a cable."""
        room, end = self._room(number), f"ve{self._mark}{number}"
        address = f"{self._net}.{number + 2}"
        _ip("netns", "add", room)
        _ip("link", "add", self._cable(number), "type", "veth", "peer", "name", end)
        _ip("link", "set", end, "netns", room)
        _ip("link", "set", self._cable(number), "master", self._switch, "up")
        _ip("-n", room, "addr", "add", f"{address}/24", "dev", end)
        _ip("-n", room, "link", "set", end, "up")
        return Node(f"n{number}", folder, address, ("ip", "netns", "exec", room))

    def _cable(self, number: int) -> str:
        return f"vc{self._mark}{number}"

    def pull(self, name: str) -> None:
        """Pull the cable of a node."""
        _ip("link", "set", self._cable(int(name[1:])), "down")

    def mend(self, name: str) -> None:
        """Put it back."""
        _ip("link", "set", self._cable(int(name[1:])), "up")

    def remove(self) -> None:
        """Leave no network behind."""
        for number in range(3):
            with contextlib.suppress(subprocess.CalledProcessError):
                _ip("netns", "del", self._room(number))
        with contextlib.suppress(subprocess.CalledProcessError):
            _ip("link", "del", self._switch)


def _ip(*told: str) -> None:
    subprocess.run(["ip", *told], check=True, capture_output=True)


@pytest.fixture
def cables() -> Iterator[Cables]:
    laid = Cables()
    try:
        laid.lay()
    except (OSError, subprocess.CalledProcessError):
        laid.remove()
        pytest.skip("this machine lets us make no networks (ip netns)")
    yield laid
    laid.remove()


def test_a_leader_whose_cable_is_pulled_costs_no_event(cables: Cables, tmp_path: Path) -> None:
    with cluster(tmp_path, lambda number: cables.node(number, tmp_path)) as three:
        until(lambda: answers(three.brokers))
        with relaying(three.brokers) as relay, following(three.brokers) as follower:
            with happening():
                until(lambda: len(follower.got) > 30)
                cut = leader(three.brokers)
                cables.pull(cut)
                goes_on(relay)
                cables.mend(cut)
                goes_on(relay)
            until(follower.has_all)
            until(lambda: caught_up(relay))
            assert follower.numbers == list(range(record.size()))
            until(lambda: in_the_stream(three.brokers) == list(range(record.size())))
