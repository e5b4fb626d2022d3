"""`vaka demo --once`: the loop from problem to account, walked as its users walk it.

Everything is real: the processes, the RTSP stream, the alarm over TCP, the pages, the ZIP. Only
keeping time is not waited for: the vault is asked what it does when that time has passed.
"""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vaka.demo import installation
from vaka.demo.processes import Processes, environment, free_places
from vaka.demo.show import camera
from vaka.demo.visitor import NotHeld


@dataclass(frozen=True)
class Held:
    """What became of one stage."""

    number: int
    name: str
    held: bool
    said: str
    seconds: float


async def run(tell: Callable[[Held], None]) -> list[Held]:
    """Walk the loop on a new installation in a temporary folder; tell of each stage."""
    places = free_places(None)
    with tempfile.TemporaryDirectory(prefix="vaka-once-") as name:
        folder = Path(name)
        async with contextlib.AsyncExitStack() as running:
            square = await running.enter_async_context(camera("square", 0))
            garage = await running.enter_async_context(camera("garage", 0))
            told = environment(folder, places, [square.port, garage.port])
            await asyncio.to_thread(
                installation.prepare,
                told,
                [square.url, garage.url],
                small=[square.small_url, garage.small_url],
                progress=_quiet,
            )
            processes = await running.enter_async_context(Processes(folder, places, told))
            return await _walk(folder, processes, tell)


def _quiet(_step: str) -> None:
    """Say nothing: the report comes at the end of each stage."""


async def _walk(folder: Path, processes: Processes, tell: Callable[[Held], None]) -> list[Held]:
    """Walk each stage on a thread; one that fails does not keep the next from being tried."""
    # The stages read through Django, which is set up by now, and not before.
    from vaka.demo.loop import STAGES, Walk

    walk = Walk(processes.places, folder)
    held = []
    for number, (name, stage) in enumerate(STAGES, 1):
        began = time.monotonic()
        try:
            said, holds = await asyncio.to_thread(stage, walk), True
        except NotHeld as problem:
            said, holds = str(problem), False
        except Exception as problem:
            said, holds = f"{type(problem).__name__}: {problem}", False
        told = Held(number, name, holds, said, time.monotonic() - began)
        held.append(told)
        tell(told)
    return held
