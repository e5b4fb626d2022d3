"""`vaka gateway` as a process: how it begins, and what a kill leaves."""

import asyncio
import contextlib
import hashlib
import json
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from tests.servers.gateway_story import Centre, now, terms_json
from vaka.demo.camera import SimulatedCamera
from vaka.edge.video.recording.vault import Vault

SQUARE = "01JSQUARE00000000000000000"


def run(told) -> None:
    asyncio.run(asyncio.wait_for(told, 60))


class Process:
    """A gateway's process and what it says."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.pid = process.pid

    async def address(self, word: str) -> str:
        """The address it says after the word, on the next line."""
        assert self._process.stdout
        line = (await asyncio.wait_for(self._process.stdout.readline(), 20)).decode().strip()
        assert line.startswith(f"{word} http="), line
        return line.replace(f"{word} http=", "http://")

    async def ends(self, sent: signal.Signals) -> tuple[int, str]:
        """How it ends after a signal, and what it had logged."""
        self._process.send_signal(sent)
        return await self.ended()

    async def ended(self) -> tuple[int, str]:
        """How it ended, and what it had logged."""
        _, log = await asyncio.wait_for(self._process.communicate(), 10)
        assert self._process.returncode is not None
        return self._process.returncode, log.decode()


def trust(centre: Centre, folder: Path) -> None:
    keys = folder / "keys"
    keys.mkdir(parents=True, exist_ok=True)
    (keys / "terms.public.jwk").write_text(json.dumps(centre.key.public_jwk()), "utf-8")


@asynccontextmanager
async def gateway(folder: Path, url: str, networks: str = "") -> AsyncIterator[Process]:
    told = {
        "VAKA_DATA_DIR": str(folder),
        "VAKA_CONTROL_URL": url,
        "VAKA_EDGE_TOKEN": "edge-token",
        "VAKA_CAMERA_NETWORKS": networks,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "vaka.cli", "gateway", "--listen", "127.0.0.1:0"),
        env=os.environ | told,
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield Process(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@asynccontextmanager
async def served(centre: Centre) -> AsyncIterator[str]:
    runner = web.AppRunner(centre.application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def until(holds, seconds: float = 15.0) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 asks many things
            await asyncio.sleep(0.03)


def test_it_answers_at_once_and_has_loaded_no_django(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property
) -> None:
    trust(Centre(), tmp_path)

    async def told() -> None:
        began = time.perf_counter()
        async with gateway(tmp_path, "http://127.0.0.1:9") as process:
            url = await process.address("listening")
            record_property("seconds until listening", round(time.perf_counter() - began, 2))
            async with aiohttp.ClientSession() as session, session.get(f"{url}/healthz") as got:
                assert await got.json() == {"status": "ok", "centre": False}
            status, log = await process.ends(signal.SIGTERM)
            assert status == 0
            loaded = re.findall(r"^import time:.*\| +(\S+)$", log, re.MULTILINE)
            assert "vaka.edge.video.gateway" in loaded
            assert not [name for name in loaded if name.split(".")[0] == "django"]

    monkeypatch.setenv("PYTHONPROFILEIMPORTTIME", "1")
    run(told())


def test_without_a_key_it_waits_and_says_for_what(tmp_path: Path) -> None:
    centre = Centre()

    async def told() -> None:
        async with (
            gateway(tmp_path, "http://127.0.0.1:9") as process,
            aiohttp.ClientSession() as session,
        ):
            waiting = await process.address("waiting")
            async with session.get(f"{waiting}/healthz") as answer:
                assert (await answer.json())["status"] == "waiting-for-terms"
            async with session.get(f"{waiting}/live") as answer:
                assert answer.status == 404
            assert not (tmp_path / "gateway").exists()
            trust(centre, tmp_path)
            assert await process.address("listening") == waiting
            status, log = await process.ends(signal.SIGTERM)
            assert status == 0
            assert log.count("\n") == 1
            assert f"waiting for a *.jwk in {tmp_path / 'keys'}" in log

    run(told())


def test_while_it_waits_it_can_be_stopped(tmp_path: Path) -> None:
    async def told() -> None:
        async with gateway(tmp_path, "http://127.0.0.1:9") as process:
            await process.address("waiting")
            status, _ = await process.ends(signal.SIGINT)
            assert status == 0

    run(told())


def test_a_second_gateway_on_the_same_folder_is_refused_with_its_mend(tmp_path: Path) -> None:
    centre = Centre()
    trust(centre, tmp_path)

    async def told() -> None:
        async with served(centre) as url, gateway(tmp_path, url) as first:
            await first.address("listening")
            async with gateway(tmp_path, url) as second:
                status, log = await second.ended()
                assert status == 2
                assert "another gateway writes here" in log
                assert "Traceback" not in log
            status, _ = await first.ends(signal.SIGTERM)
            assert status == 0

    run(told())


def test_a_kill_while_recording_loses_at_most_the_open_group_of_pictures(
    tmp_path: Path,
) -> None:
    centre, terms = Centre(), terms_json(SQUARE)
    trust(centre, tmp_path)
    folder = tmp_path / "gateway"

    def open_bytes() -> int:
        return sum(path.stat().st_size for path in folder.rglob("*.part"))

    async def told() -> None:
        async with SimulatedCamera() as camera, served(centre) as url:
            centre.order(SQUARE, camera.url, terms)
            networks = f"127.0.0.0/8:{camera.port}"
            async with gateway(tmp_path, url, networks) as process:
                await until(lambda: open_bytes() > 100_000)
                on_disk = open_bytes()
                status, _ = await process.ends(signal.SIGKILL)
                assert status == -signal.SIGKILL
            centre.order(SQUARE, camera.url, terms, revoked=[terms["id"]])
            async with gateway(tmp_path, url, networks) as process:
                await process.address("listening")
                await until(lambda: centre.said("segment.kept", SQUARE))
                await until(lambda: len(centre.said("recording.stopped", SQUARE)) == 2)
                status, log = await process.ends(signal.SIGTERM)
                assert status == 0
                assert "was open at the last stop and is whole now" in log
        [kept] = centre.said("segment.kept", SQUARE)
        down, revoked = [e for e in centre.events if e["kind"] == "recording.stopped"]
        assert (down["facts"], down["at"]) == ({"reason": "gateway-down"}, kept["end"])
        assert revoked["facts"] == {"reason": "revoked"}
        with contextlib.closing(Vault(folder)) as vault:
            [segment] = vault.kept(SQUARE)
            whole = b"".join(vault.read(segment.id, at=now()))
        assert kept["segment"] == segment.id
        assert kept["sha256"] == segment.sha256 == hashlib.sha256(whole).hexdigest()
        # Every block that was with the operating system is there; 5 % are seals and heads.
        assert len(whole) >= on_disk * 0.95

    run(told())
