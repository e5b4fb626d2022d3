"""Whether the gateway keeps to the hours, live, over both changes of the clock.

A gateway, its centre and a simulated camera run for five minutes around each night in which the
wall clock is moved, by a clock that is set to that night. The hours begin and end every minute
or so. Every picture that was kept or shown is found again among those that the camera sent, and
the hours are judged at that instant by a second opinion that shares no code with the product.

    .venv/bin/python -m bench.hours [--minutes 5]
"""

import argparse
import asyncio
import contextlib
import io
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import av
from tests.servers.gateway_story import Centre, Story, networks, story, terms_json
from tests.servers.noting_camera import NotingCamera, media
from tests.unit.terms.story import EVERY_DAY, oracle_inside

from vaka.edge.video.recording.vault import Vault

CAMERA, ZONE = "torget", "Europe/Stockholm"
# By the wall clock in Stockholm; where the hour is skipped or comes twice, some of them do too.
NIGHTS = {
    datetime(2026, 3, 29, 1, tzinfo=UTC): ["01:58-01:59", "02:30-03:01", "03:02-03:03"],
    datetime(2026, 10, 25, 1, tzinfo=UTC): ["02:58-02:59", "02:00-02:01", "02:02-02:03"],
}
VALID = {"from": "2026-01-01", "until": "2026-12-31", "review_by": "2026-12-01"}
# What a picture takes on its way to a viewer beside us.
ON_THE_WAY = timedelta(milliseconds=100)


@dataclass(frozen=True)
class Night:
    """A clock that is set to a night and goes on from there, and the hours of that night."""

    starts: datetime
    hours: list[dict[str, object]]
    began: float = field(default_factory=time.perf_counter)
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def now(self) -> datetime:
        """Return what it shows now."""
        return self.at(time.perf_counter())

    def at(self, counter: float) -> datetime:
        """Return what it shows when the machine's counter says this."""
        return self.starts + timedelta(seconds=counter - self.began)

    def judge(self, what: str, *instants: datetime) -> None:
        """Count a picture; it is outside the hours when all of these instants are."""
        document = {"time_zone": ZONE, "hours": self.hours}
        self.counts[f"pictures_{what}"] += 1
        self.counts[f"{what}_outside"] += not any(
            oracle_inside(document, instant) for instant in instants
        )


async def look(told: Story, camera: NotingCamera, night: Night, terms: str) -> None:
    """Ask for the live picture again and again, and judge every picture that comes."""
    while True:
        with contextlib.suppress(aiohttp.ClientError):
            async for picture in shown(told, told.centre.ticket(CAMERA, terms)):
                for sent in camera.when(picture)[-1:]:
                    night.judge("shown", night.at(sent))
                night.judge("seen", night.now(), night.now() - ON_THE_WAY)
        await asyncio.sleep(0.1)


async def shown(told: Story, ticket: str) -> AsyncIterator[bytes]:
    """Yield the pictures of one view, until it ends."""
    held = bytearray()
    async with told.session.get(f"{told.url}/live", params={"ticket": ticket}) as answer:
        if answer.status != 200:
            return
        async for piece in answer.content.iter_any():
            held += piece
            for picture in media(held):
                yield picture


def kept(folder: Path) -> Iterator[tuple[bytes, datetime]]:
    """Yield every picture that was kept, and when it is said to have come."""
    with contextlib.closing(Vault(folder)) as vault:
        for segment in vault.kept(CAMERA):
            video = b"".join(vault.read(segment.id, at=segment.starts))
            with av.open(io.BytesIO(video)) as container:
                for packet in container.demux(video=0):
                    if packet.size:
                        after = timedelta(seconds=float(packet.pts * packet.time_base))
                        yield bytes(packet), segment.starts + after


async def live(night: Night, seconds: float) -> None:
    """Run a gateway through a night; judge what it kept and showed."""
    centre = Centre(clock=night.now)
    terms = terms_json(CAMERA, hours=night.hours, time_zone=ZONE, valid=VALID)
    with tempfile.TemporaryDirectory(prefix="vaka-bench-", dir=Path.cwd()) as name:
        async with NotingCamera() as camera:
            async with story(Path(name), centre, networks(camera)) as told:
                centre.order(CAMERA, camera.url, terms)
                looking = asyncio.create_task(look(told, camera, night, str(terms["id"])))
                await asyncio.sleep(seconds)
                looking.cancel()
                await asyncio.gather(looking, return_exceptions=True)
            for picture, said in kept(Path(name)):
                sent = [night.at(counter) for counter in camera.when(picture)]
                # The smallest pictures have no tail of their own to be known by.
                night.judge("kept", min(sent or [said], key=lambda each: abs(each - said)))


def main() -> None:
    """Run through both nights, and print what was found of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    half = timedelta(minutes=parser.parse_args().minutes) / 2
    for moved, hours in NIGHTS.items():
        entries = [
            {"days": EVERY_DAY, "from": begins, "to": ends}
            for begins, _, ends in (each.partition("-") for each in hours)
        ]
        night = Night(moved - half, entries)
        asyncio.run(live(night, 2 * half.total_seconds()))
        told = {"benchmark": f"hours, the clock is moved on {moved:%d %B}", "subject": "vaka"}
        print(json.dumps(told | night.counts), flush=True)


if __name__ == "__main__":
    main()
