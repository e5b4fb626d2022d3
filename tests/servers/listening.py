"""Listening to one camera without a gateway: what its ingest takes, and what it tells."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from vaka.edge.video.health import State
from vaka.edge.video.ingest.addresses import Address, admit, parse_networks
from vaka.edge.video.ingest.connection import Ingest
from vaka.edge.video.ingest.readers import Readers
from vaka.edge.video.media.sound import Tracks
from vaka.edge.video.media.source import Sample, Source


class Heard:
    """What an ingest told, and what it took."""

    def __init__(self) -> None:
        self.told: list[tuple[State, str]] = []
        self.taken: list[Sample] = []
        self.something = threading.Event()
        self.ingest: Ingest | None = None

    def tell(self, state: State, reason: str) -> None:
        self.told.append((state, reason))
        self.something.set()

    def take(self, source: Source, sample: Sample) -> None:
        self.taken.append(sample)


@contextlib.contextmanager
def ingesting(
    where: Callable[[], Address], tracks: Tracks = Tracks.PICTURES
) -> Iterator[Heard]:
    heard, readers = Heard(), Readers()
    reading = Ingest(
        "torget",
        where,
        tracks,
        take=heard.take,
        tell=heard.tell,
        watched=lambda: False,
        clock=lambda: datetime.now(UTC),
        readers=readers,
    )
    reading.start()
    heard.ingest = reading
    try:
        yield heard
    finally:
        reading.stop()
        readers.close()


def at_url(url: str) -> Callable[[], Address]:
    """The address of a simulated camera, judged as a gateway judges it."""
    port = int(url.rpartition(":")[2].partition("/")[0])
    return lambda: admit(url, parse_networks(f"127.0.0.0/8:{port}"))


async def until(holds: Callable[[], object], seconds: float = 15) -> None:
    """Wait until something holds; fail when it does not in time."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not holds():
        assert asyncio.get_running_loop().time() < deadline, "it did not come about in time"
        await asyncio.sleep(0.02)
