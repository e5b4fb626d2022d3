"""Pictures as the ingest hands them on, from the simulated camera's clip."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import av

from vaka.demo.clip import DATA
from vaka.edge.video.media.fragments import source_of
from vaka.edge.video.media.source import TICKS_PER_SECOND, Sample, Source

RATE = 15


@dataclass(frozen=True)
class Stream:
    """A source and its first pictures, taken one after the other from an instant on."""

    source: Source
    samples: list[Sample]

    def again(self, *, at: datetime) -> list[Sample]:
        """The same pictures, taken from another instant on."""
        later = at - self.samples[0].at
        return [replace(sample, at=sample.at + later) for sample in self.samples]


@contextmanager
def stream(count: int, *, at: datetime) -> Iterator[Stream]:
    with av.open(str(DATA / "square.mp4")) as container:
        video = container.streams.video[0]
        source, samples = source_of(video), []
        for packet in container.demux(video):
            if len(samples) == count:
                break
            assert packet.pts is not None
            assert packet.dts is not None
            taken = at + timedelta(seconds=len(samples) / RATE)
            pts, dts = (
                round(each * packet.time_base * TICKS_PER_SECOND)
                for each in (packet.pts, packet.dts)
            )
            samples.append(Sample(bytes(packet), pts, dts, packet.is_keyframe, taken))
        yield Stream(source, samples)
