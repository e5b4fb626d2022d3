"""What a server has of the brokers: their bell, so that who waits for the record polls it less,
and a look at how far they are.
"""

import asyncio
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import NoReturn

from vaka.core.bell import Bell
from vaka.core.fan_out import FanOut
from vaka.servers.relay.addresses import Brokers
from vaka.servers.relay.broker import Away, connected
from vaka.servers.relay.looking import look, note_away
from vaka.servers.relay.reading import Reading
from vaka.servers.relay.running import run_until

log = logging.getLogger(__name__)
AGAIN_S = 1.0


@contextmanager
def rung(bell: Bell, fan_out: FanOut, brokers: Brokers) -> Iterator[None]:
    """Ring the bell when the brokers say that the record has grown, while the block runs.

    How far they are is noted meanwhile.
    """
    stop = threading.Event()
    work = partial(_attend, stop, bell, fan_out, brokers)
    thread = threading.Thread(target=work, name="bell")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _attend(stop: threading.Event, bell: Bell, fan_out: FanOut, brokers: Brokers) -> None:
    with Reading() as reading:
        run_until(stop, _ring(bell, fan_out, brokers, reading))


async def _ring(bell: Bell, fan_out: FanOut, brokers: Brokers, reading: Reading) -> NoReturn:
    while True:
        try:
            async with connected(brokers) as broker, asyncio.TaskGroup() as both:
                both.create_task(look(broker, reading, fan_out))
                with bell.attended():
                    await broker.rung(bell.ring)
        except* Away as problems:
            log.info("Nobody rings: %s", "; ".join(map(str, problems.exceptions)))
            note_away(fan_out)
        except* Exception:
            log.exception("The bell failed")
        await asyncio.sleep(AGAIN_S)
