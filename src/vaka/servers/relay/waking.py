"""The broker's bell, rung in this process too: who waits for the record polls it less."""

import asyncio
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from vaka.core.bell import Bell
from vaka.servers.relay.addresses import Brokers
from vaka.servers.relay.broker import Away, connected
from vaka.servers.relay.running import run_until

log = logging.getLogger(__name__)
AGAIN_S = 1.0


@contextmanager
def rung(bell: Bell, brokers: Brokers) -> Iterator[None]:
    """Ring the bell when the brokers say that the record has grown, while the block runs."""
    stop = threading.Event()
    thread = threading.Thread(target=run_until, args=(stop, _ring(bell, brokers)), name="bell")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


async def _ring(bell: Bell, brokers: Brokers) -> NoReturn:
    while True:
        try:
            async with connected(brokers) as broker:
                with bell.attended():
                    await broker.rung(bell.ring)
        except Away as problem:
            log.info("Nobody rings: %s", problem)
        except Exception:
            log.exception("The bell failed")
        await asyncio.sleep(AGAIN_S)
