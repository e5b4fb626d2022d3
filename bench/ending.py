"""How soon what may not be any more is not: after a revocation, and after the keeping time.

A gateway records and shows simulated cameras. Their terms are revoked at the centre, one after
the other: until when were pictures kept, and when did the open view end? Then it is stopped and
started again shortly before the keeping time of one hour is up, by a clock that is set so: how
long after its hour did the first picture of each segment go? One JSON object a line.

    .venv/bin/python -m bench.ending [--cameras 16] [--rounds 7]
"""

import argparse
import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.servers.gateway_story import Centre, Story, networks, story, terms_json

from vaka.demo.camera import SimulatedCamera

KEPT_HOURS = 1
# Before the hour, so that everything is there to be seen to go.
BEFORE = timedelta(seconds=5)


def report(what: str, **figures: float) -> None:
    """Print one line."""
    told = {"benchmark": f"ending, {what}", "subject": "vaka"} | figures
    print(json.dumps(told), flush=True)


def figures(seconds: Iterable[float]) -> dict[str, float]:
    """Return how long it took, in the middle and at the latest."""
    took = sorted(seconds)
    cuts = statistics.quantiles(took, n=100, method="inclusive")
    told = {"p50_s": cuts[49], "p99_s": cuts[98], "longest_s": took[-1]}
    return {"times": len(took)} | {name: round(each, 3) for name, each in told.items()}


async def revoked(told: Story, camera: str, url: str) -> tuple[float, float]:
    """Revoke the terms of a camera that is looked at.

    Return for how many seconds it was still recorded, and still shown.
    """
    terms = terms_json(camera)
    told.centre.order(camera, url, terms)
    begun = len(told.centre.said("segment.kept", camera))
    await told.until(lambda: told.centre.states(camera)[-1:] == ["recording"], 20.0)
    ticket = told.centre.ticket(camera, str(terms["id"]))
    async with told.session.get(f"{told.url}/live", params={"ticket": ticket}) as answer:
        answer.raise_for_status()
        shown = asyncio.create_task(answer.content.read())
        await asyncio.sleep(random.uniform(0.5, 3.0))
        at, counter = datetime.now(UTC), time.perf_counter()
        told.centre.order(camera, url, terms, revoked=[str(terms["id"])])
        await shown
        until_shown = time.perf_counter() - counter
    await told.until(lambda: len(told.centre.said("segment.kept", camera)) > begun, 20.0)
    last = max(str(kept["end"]) for kept in told.centre.said("segment.kept", camera))
    return max((datetime.fromisoformat(last) - at).total_seconds(), 0.0), until_shown


async def revocations(folder: Path, cameras: int, rounds: int) -> None:
    """Revoke all of them, round after round."""
    took: list[tuple[float, float]] = []
    async with SimulatedCamera() as camera, story(folder, Centre(), networks(camera)) as told:
        for _ in range(rounds):
            names = [f"camera-{number}" for number in range(cameras)]
            took += await asyncio.gather(*(revoked(told, each, camera.url) for each in names))
    report("revoked, last picture kept", **figures(kept for kept, _ in took))
    report("revoked, open view", **figures(shown for _, shown in took))


async def disposals(folder: Path, cameras: int) -> None:
    """Let the keeping time of what cameras recorded run out."""
    centre = Centre()
    async with SimulatedCamera() as camera, story(folder, centre, networks(camera)) as told:
        for number in range(cameras):
            terms = terms_json(f"camera-{number}", retention_hours=KEPT_HOURS)
            centre.order(f"camera-{number}", camera.url, terms)
        await told.until(lambda: len(centre.said("segment.kept")) >= 2 * cameras, 40.0)
    kept = {str(each["segment"]): each for each in centre.said("segment.kept")}
    due = {
        name: datetime.fromisoformat(str(each["start"])) + timedelta(hours=KEPT_HOURS)
        for name, each in kept.items()
    }
    ahead = min(due.values()) - BEFORE - datetime.now(UTC)
    again = Centre(key=centre.key, clock=lambda: datetime.now(UTC) + ahead)
    async with story(folder, again) as told:
        await told.until(lambda: len(again.said("segment.disposed")) >= len(kept), 90.0)
    gone = {
        str(event["facts"]["segment"]): datetime.fromisoformat(str(event["at"]))
        for event in again.events
        if event["kind"] == "segment.disposed"
    }
    late = figures((gone[name] - due[name]).total_seconds() for name in kept)
    report("the hour is up, first picture of a segment", **late)


async def measure(cameras: int, rounds: int) -> None:
    """Measure both."""
    with tempfile.TemporaryDirectory(prefix="vaka-bench-", dir=Path.cwd()) as name:
        await revocations(Path(name) / "revoked", cameras, rounds)
        await disposals(Path(name) / "kept", cameras)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cameras", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=7)
    chosen = parser.parse_args()
    asyncio.run(measure(chosen.cameras, chosen.rounds))
