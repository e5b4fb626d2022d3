"""Kept video of a stretch of time as one stream: copied, never decoded.

Only whole groups of pictures are handed on: the first picture is one that stands alone, at or
after the start, and none is from the end or later. So is their sound: what began before the
first picture, or ended after the last, is left out. A gap stays a gap in the stream's time.
"""

import contextlib
import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

from vaka.core.errors import Absent
from vaka.core.period import Period
from vaka.edge.video.media.fragments import Fragments, Muxer, sound_of, source_of
from vaka.edge.video.media.sound import Tracks
from vaka.edge.video.media.source import TICKS_PER_SECOND, Sample, Source
from vaka.edge.video.recording.following import LONGEST, Following
from vaka.edge.video.recording.index import Segment
from vaka.signed_video.announcing import announced, announcement
from vaka.signed_video.units import Coding

Read = Callable[[Segment], Iterable[bytes]]


class Footage:
    """The kept video of one stretch of time, piece by piece, one segment in memory at a time.

    `starts` is when its first picture was taken, time 0 of the stream; None until then. `cut`
    says that it ended where the camera changed what it sends: ask again from there on. With
    `follows`, which says of an instant whether its pictures may be handed out, come those after
    the stretch in which the last signatures lie, without sound; `lacking` is why they did not.
    `sound` says whether it can be heard.
    """

    def __init__(
        self,
        segments: Iterable[Segment],
        read: Read,
        span: Period,
        tracks: Tracks,
        *,
        follows: Callable[[datetime], bool] | None = None,
    ) -> None:
        kept = list(segments)
        after = Period(span.end, span.end + LONGEST)
        self._segments = [each for each in kept if span.overlaps(_period(each))]
        self._later = [each for each in kept if after.overlaps(_period(each))]
        self._read, self._span, self._after = read, span, after
        self._tracks = tracks
        # Sound that no picture has come after yet, each piece with when it ended.
        self._heard: deque[tuple[datetime, Sample]] = deque()
        self._follows = follows
        self._following: Following | None = None
        self._next_dts = self._next_sound = 0
        self.starts: datetime | None = None
        self.cut = self.sound = False
        self.lacking = ""

    def pieces(self) -> Iterator[bytes]:
        """Yield fragmented MP4, a segment at a time, for as long as the camera sends alike."""
        muxer: Muxer | None = None
        first: Source | None = None
        for segment in self._segments:
            ready: list[bytes] = []
            for source, sample in self._pictures(segment):
                if muxer is None or first is None:
                    first, muxer = source, self._begun(source)
                if not source.describes(first):
                    self.cut = True
                    yield b"".join((*ready, *muxer.close()))
                    return
                ready += muxer.feed(sample)
                if self._following:
                    self._following.given(segment, sample)
            if ready:
                yield b"".join(ready)
        if muxer is not None:
            added = [piece for each in self._added() for piece in muxer.feed(each)]
            yield b"".join((*added, *muxer.close()))

    def _begun(self, source: Source) -> Muxer:
        self.sound = source.sound is not None
        if self._follows:
            self._following = Following(source, self._follows)
        return Muxer(source, fragments=Fragments.EVERY_GROUP)

    def _added(self) -> Iterator[Sample]:
        """Yield the pictures after the stretch in which its last signatures lie."""
        if self._following:
            for segment, sample in self._following.found(self._coming()):
                yield self._placed(segment, sample)
            self.lacking = self._following.lacking

    def _coming(self) -> Iterator[tuple[Segment, Source, Sample]]:
        """Yield the pictures that come after the stretch."""
        for segment in self._later:
            # Its time may have come since.
            with contextlib.suppress(Absent):
                for source, sample in self._kept(segment):
                    if sample.at in self._after:
                        yield segment, source, sample

    def _pictures(self, segment: Segment) -> Iterator[tuple[Source, Sample]]:
        """Yield the pictures of a segment in the stretch, from one that stands alone."""
        started, signer = False, b""
        for source, sample in self._kept(segment):
            coding = Coding(source.codec)
            if sample.key:
                signer = announcement(sample.data, coding) or signer
            started = sample.at in self._span and (started or sample.key)
            if not started:
                continue
            data = sample.data if self.starts else announced(sample.data, signer, coding)
            self.starts = self.starts or sample.at
            heard = tuple(self._heard_until(sample.at))
            yield source, self._placed(segment, replace(sample, data=data, sound=heard))

    def _kept(self, segment: Segment) -> Iterator[tuple[Source, Sample]]:
        """Yield every picture of a segment, its stamps counted from the segment's first."""
        video = io.BytesIO(b"".join(self._read(segment)))
        with av.open(video, "r", format="mp4") as container:
            source = _source(container).only(self._tracks)
            if source.sound:
                self._hear(segment, container.demux(container.streams.audio[0]), source)
                container.seek(0)
            for packet in container.demux(container.streams.video[0]):
                if packet.dts is None or packet.pts is None:
                    continue
                shown = float(packet.pts * packet.time_base)
                yield (
                    source,
                    Sample(
                        bytes(packet),
                        _ticks(shown),
                        _ticks(float(packet.dts * packet.time_base)),
                        packet.is_keyframe,
                        segment.starts + timedelta(seconds=shown),
                    ),
                )

    def _hear(
        self, segment: Segment, packets: "Iterable[av.Packet[AudioStream]]", source: Source
    ) -> None:
        """Take in the sound of a segment, on the stretch's time line."""
        assert source.sound is not None
        offset = (segment.starts - self._span.start) / timedelta(seconds=1)
        for packet in packets:
            if packet.pts is None:
                continue
            piece, begins = bytes(packet), float(packet.pts * packet.time_base)
            at = segment.starts + timedelta(seconds=begins)
            if at not in self._span:
                continue
            ends = at + timedelta(seconds=source.sound.seconds(piece))
            dts = max(_ticks(offset + begins), self._next_sound)
            self._next_sound = dts + 1
            self._heard.append((ends, Sample(piece, dts, dts, key=True, at=at)))

    def _heard_until(self, taken: datetime) -> Iterator[Sample]:
        """Yield the sound that had ended when a picture was taken."""
        while self._heard and self._heard[0][0] <= taken:
            yield self._heard.popleft()[1]

    def _placed(self, segment: Segment, sample: Sample) -> Sample:
        """Return a picture on the stretch's time line; decoding times never go back."""
        offset = _ticks((segment.starts - self._span.start) / timedelta(seconds=1))
        dts = offset + sample.dts
        shift = max(self._next_dts - dts, 0)
        self._next_dts = dts + shift + 1
        return replace(sample, pts=offset + sample.pts + shift, dts=dts + shift)


def _source(container: InputContainer) -> Source:
    """Return what a segment says of what it holds."""
    source = source_of(container.streams.video[0])
    heard = container.streams.audio
    return replace(source, sound=sound_of(heard[0])) if heard else source


def _ticks(seconds: float) -> int:
    return round(seconds * TICKS_PER_SECOND)


def _period(segment: Segment) -> Period:
    # A segment of one picture ends where it begins; a period may not be empty.
    return Period(segment.starts, max(segment.ends, segment.starts) + timedelta(milliseconds=1))
