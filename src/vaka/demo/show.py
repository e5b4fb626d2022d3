"""`vaka demo`: the whole product on this machine, until somebody has seen enough."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from vaka.demo import installation
from vaka.demo.camera import SimulatedCamera
from vaka.demo.clip import DATA
from vaka.demo.processes import Places, Processes, environment, free_places, free_port
from vaka.demo.transmitter import NotAcknowledged, SimulatedTransmitter

Ready = Callable[[Places, Sequence[tuple[str, str]]], None]
CAMERA_PORTS = (8554, 8555)
FIRST_ALARM_SECONDS, NEXT_ALARM_SECONDS = 20.0, 300.0
SQUARE, GARAGE = "1001", "1002"
# What the example's transmitters report, in turn: account, SIA code, zone, text.
ALARMS = [
    (SQUARE, "HA", "1", "Overfallslarm kiosken"),
    (GARAGE, "FA", "3", "Brandlarm laddskapen"),
    (SQUARE, "BA", "2", "Inbrott kiosken, bakdorren"),
    (SQUARE, "TA", "3", "Sabotage belysningsskapet"),
]


async def show(
    folder: Path, *, wished: Places | None, progress: Callable[[str], None], ready: Ready
) -> None:
    """Run the example installation in that folder until Ctrl-C or SIGTERM.

    A port that is taken, or not wished, is any free one.
    """
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    places = free_places(wished)
    square_port, garage_port = CAMERA_PORTS if wished else (0, 0)
    async with contextlib.AsyncExitStack() as running:
        progress("cameras")
        square = await running.enter_async_context(camera("square", square_port))
        garage = await running.enter_async_context(camera("garage", garage_port))
        told = environment(folder, places, [square.port, garage.port])
        people = await asyncio.to_thread(
            installation.prepare,
            told,
            [square.url, garage.url],
            small=[square.small_url, garage.small_url],
            progress=progress,
        )
        progress("processes")
        await running.enter_async_context(Processes(folder, places, told))
        ready(places, people)
        alarms = asyncio.create_task(send_alarms(places.dc09))
        await stop.wait()
        alarms.cancel()
        await asyncio.gather(alarms, return_exceptions=True)


def camera(place: str, port: int) -> SimulatedCamera:
    """Return a place's simulated camera, on its usual port if nothing else is there."""
    large, small = DATA / f"{place}.mp4", DATA / f"{place}-small.mp4"
    return SimulatedCamera(large, port=free_port(port), small=small)


async def send_alarms(port: int) -> None:
    """Send an alarm after a while and then now and again, as life does."""
    transmitters = {
        account: SimulatedTransmitter("127.0.0.1", port, account)
        for account in (SQUARE, GARAGE)
    }
    wait, number = FIRST_ALARM_SECONDS, 0
    while True:
        await asyncio.sleep(wait)
        account, code, zone, text = ALARMS[number % len(ALARMS)]
        # The receiver says in its log what it did not take; the show goes on.
        with contextlib.suppress(NotAcknowledged):
            await transmitters[account].send(code, zone=zone, text=text, at=datetime.now(UTC))
        wait, number = NEXT_ALARM_SECONDS, number + 1
