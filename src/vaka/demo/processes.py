"""The processes of an installation, started and stopped together on this machine."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp

from vaka.core.errors import BadInput

STOP_SECONDS = 8.0
START_SECONDS = 60.0
ASK_TIMEOUT = aiohttp.ClientTimeout(total=2)


@dataclass(frozen=True)
class Places:
    """Where each process answers, on this machine only."""

    pages: int
    gateway: int
    dc09: int
    receiver: int
    worker: int

    @property
    def url(self) -> str:
        """Return the address of the pages."""
        return f"http://127.0.0.1:{self.pages}"


USUAL = Places(pages=8000, gateway=8010, dc09=7700, receiver=8011, worker=8012)


def free_places(wished: Places | None) -> Places:
    """Return the wished ports, each replaced where something else holds it."""
    asked = (
        (wished.pages, wished.gateway, wished.dc09, wished.receiver, wished.worker)
        if wished
        else (0,) * 5
    )
    return Places(*(free_port(port) for port in asked))


def free_port(port: int) -> int:
    """Return that port, or another that is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, places: Places, camera_ports: Sequence[int]) -> dict[str, str]:
    """Return the settings of an example installation in that folder."""
    return {
        "VAKA_DATA_DIR": str(folder),
        "VAKA_DEVELOPMENT": "yes",
        "VAKA_PUBLIC_URL": places.url,
        "VAKA_CONTROL_URL": places.url,
        "VAKA_GATEWAY_LISTEN": f"127.0.0.1:{places.gateway}",
        "VAKA_GATEWAY_URL": f"http://127.0.0.1:{places.gateway}",
        "VAKA_CAMERA_NETWORKS": ",".join(f"127.0.0.0/8:{port}" for port in camera_ports),
        "VAKA_DC09_LISTEN": f"127.0.0.1:{places.dc09}",
        "VAKA_RECEIVER_LISTEN": f"127.0.0.1:{places.receiver}",
        "VAKA_WORKER_LISTEN": f"127.0.0.1:{places.worker}",
    }


@dataclass
class Processes:
    """The four processes, for as long as the `async with` lasts; their words go to a log."""

    folder: Path
    places: Places
    settings: Mapping[str, str]
    _running: dict[str, asyncio.subprocess.Process] = field(default_factory=dict, init=False)

    async def __aenter__(self) -> Self:
        try:
            await self._start_all()
        except BaseException:
            # Who cannot be entered is not left either: what has started is stopped here.
            await self._stop_all()
            raise
        return self

    async def _start_all(self) -> None:
        pages = f"127.0.0.1:{self.places.pages}"
        await self.start("serve", "--listen", pages)
        await self.answers(f"{self.places.url}/healthz", "serve")
        await self.start("gateway")
        await self.start("receiver", "--forward-to", self.places.url)
        await self.start("worker")
        await self.answers(f"http://127.0.0.1:{self.places.gateway}/healthz", "gateway")
        await self.answers(f"http://127.0.0.1:{self.places.receiver}/healthz", "receiver")

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stop_all()

    async def _stop_all(self) -> None:
        await asyncio.gather(*(self.stop(name) for name in list(self._running)))

    async def start(self, name: str, *options: str) -> None:
        """Start one of our processes."""
        log = (self.folder / f"{name}.log").open("ab")
        self._running[name] = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "vaka.cli",
            name,
            *options,
            env={**os.environ, **self.settings},
            stdout=log,
            stderr=log,
            # Ctrl-C in the terminal is ours to pass on, in order.
            start_new_session=True,
        )
        log.close()

    async def stop(self, name: str) -> None:
        """Ask a process to stop, and see that it does."""
        process = self._running.pop(name)
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()

    async def answers(self, url: str, name: str) -> None:
        """Wait until a process answers.

        :raises BadInput: when it ended instead, or does not answer in time.
        """
        deadline = asyncio.get_running_loop().time() + START_SECONDS
        async with aiohttp.ClientSession(timeout=ASK_TIMEOUT) as session:
            while asyncio.get_running_loop().time() < deadline:
                if self._running[name].returncode is not None:
                    break
                try:
                    async with session.get(url) as answer:
                        if answer.status == 200:
                            return
                except (aiohttp.ClientError, TimeoutError):
                    await asyncio.sleep(0.05)
        raise BadInput(f"vaka {name}", "it did not start", f"See {self.folder / name}.log")
