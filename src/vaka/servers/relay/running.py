"""An event loop in a thread that is told to stop by another."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import NoReturn


def run_until(stop: threading.Event, work: Coroutine[None, None, NoReturn]) -> None:
    """Run what never ends by itself, until told to stop."""
    asyncio.run(_until(stop, work))


async def _until(stop: threading.Event, work: Coroutine[None, None, NoReturn]) -> None:
    working = asyncio.ensure_future(work)
    await asyncio.to_thread(stop.wait)
    working.cancel()
    await asyncio.wait([working])
