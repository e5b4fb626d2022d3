"""Kept video of a stretch of time as one stream: copied, never decoded.

Only whole groups of pictures are handed on: the first picture is one that stands alone, at or
after the start, and none is from the end or later. A gap stays a gap in the stream's time.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

import av
from av.video.stream import VideoStream

from vaka.core.period import Period
from vaka.edge.video.media.fragments import Fragments, Muxer, source_of
from vaka.edge.video.media.source import TICKS_PER_SECOND, Sample, Source
from vaka.edge.video.recording.index import Segment

Read = Callable[[Segment], Iterable[bytes]]


class Footage:
    """The kept video of one stretch of time, piece by piece, one segment in memory at a time.

    `starts` is when its first picture was taken, time 0 of the stream; None until then. `cut`
    says that it ended where the camera changed what it sends: ask again from there on.
    """

    def __init__(self, segments: Iterable[Segment], read: Read, span: Period) -> None:
        self._segments = [each for each in segments if span.overlaps(_period(each))]
        self._read, self._span = read, span
        self._next_dts = 0
        self.starts: datetime | None = None
        self.cut = False

    def pieces(self) -> Iterator[bytes]:
        """Yield fragmented MP4, a segment at a time, for as long as the camera sends alike."""
        muxer: Muxer | None = None
        first: Source | None = None
        for segment in self._segments:
            ready: list[bytes] = []
            for source, sample in self._pictures(segment):
                if muxer is None or first is None:
                    first, muxer = source, Muxer(source, fragments=Fragments.EVERY_GROUP)
                if not source.describes(first):
                    self.cut = True
                    yield b"".join((*ready, *muxer.close()))
                    return
                ready += muxer.feed(sample)
            if ready:
                yield b"".join(ready)
        if muxer is not None:
            yield b"".join(muxer.close())

    def _pictures(self, segment: Segment) -> Iterator[tuple[Source, Sample]]:
        """Yield the pictures of a segment in the stretch, from one that stands alone."""
        video = io.BytesIO(b"".join(self._read(segment)))
        started = False
        with av.open(video, "r", format="mp4") as container:
            stream = container.streams.video[0]
            source = source_of(stream)
            for packet in container.demux(stream):
                if packet.dts is None or packet.pts is None:
                    continue
                taken = segment.starts + timedelta(seconds=float(packet.pts * packet.time_base))
                if taken not in self._span:
                    continue
                started = started or packet.is_keyframe
                if started:
                    self.starts = self.starts or taken
                    yield source, self._placed(segment, packet, taken)

    def _placed(
        self, segment: Segment, packet: "av.Packet[VideoStream]", taken: datetime
    ) -> Sample:
        """Return a picture on the stretch's time line; decoding times never go back."""
        assert packet.dts is not None
        assert packet.pts is not None
        offset = (segment.starts - self._span.start) / timedelta(seconds=1)
        dts = _ticks(offset + float(packet.dts * packet.time_base))
        shift = max(self._next_dts - dts, 0)
        pts = _ticks(offset + float(packet.pts * packet.time_base)) + shift
        self._next_dts = dts + shift + 1
        return Sample(bytes(packet), pts, dts + shift, packet.is_keyframe, taken)


def _ticks(seconds: float) -> int:
    return round(seconds * TICKS_PER_SECOND)


def _period(segment: Segment) -> Period:
    # A segment of one picture ends where it begins; a period may not be empty.
    return Period(segment.starts, max(segment.ends, segment.starts) + timedelta(milliseconds=1))
