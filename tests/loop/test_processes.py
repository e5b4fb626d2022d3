"""The demo's processes: all of them, or none."""

import asyncio
import socket
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from vaka.core.errors import BadInput
from vaka.demo.processes import Processes, environment, free_places


def test_when_one_cannot_start_those_that_did_are_stopped(tmp_path: Path) -> None:
    pages: list[int] = []

    async def told() -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            places = replace(free_places(None), gateway=taken.getsockname()[1])
            pages.append(places.pages)
            settings = environment(tmp_path, places, [554])
            with pytest.raises(BadInput, match="vaka gateway: it did not start"):
                async with Processes(tmp_path, places, settings):
                    pytest.fail("a gateway cannot listen where somebody else does")

    asyncio.run(told())
    left = subprocess.run(
        ["/usr/bin/pgrep", "--full", f"vaka.cli serve --listen 127.0.0.1:{pages[0]}"],
        capture_output=True,
        check=False,
    )
    assert left.stdout == b""
