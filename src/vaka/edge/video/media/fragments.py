"""Fragmented MP4 (ISO/IEC 14496-12; CMAF, 23000-19) from samples, without transcoding."""

import struct
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from av.audio.stream import AudioStream
from av.video.stream import VideoStream

from vaka.edge.video.media.boxes import box, full, head
from vaka.edge.video.media.header import PICTURES, SOUND, initial
from vaka.edge.video.media.sound import A_LAW, MU_LAW, Sound, aac
from vaka.edge.video.media.source import TICKS_PER_SECOND, Sample, Source
from vaka.signed_video.movie import RUN_TELLS, remade

# ISO/IEC 14496-12 §8.8.3.1: a picture that others lean on not at all, or that leans on others.
STANDS_ALONE, LEANS = 0x0200_0000, 0x0101_0000
BASE_IS_FRAGMENT = 0x02_0000
# The time of a picture before the next has come, and the longest that one is said to last.
USUAL_TICKS, LONGEST_TICKS = TICKS_PER_SECOND // 25, 10 * TICKS_PER_SECOND
# A group of pictures without end is not held in memory for longer.
LONGEST_GROUP_TICKS = 4 * TICKS_PER_SECOND
# Between two pieces of sound so much is missing that the first is not said to last so long.
HOLE_TICKS = TICKS_PER_SECOND // 10
# G.711 by the names of its decoders.
G711 = {"pcm_alaw": A_LAW, "pcm_mulaw": MU_LAW}


class Fragments(StrEnum):
    """How often a fragment ends: each frame for a viewer, each group of pictures for a file."""

    EVERY_FRAME = "every-frame"
    EVERY_GROUP = "every-group"


class Muxer:
    """One MP4 in the making: give it samples, take what came out.

    The sound that comes with them goes in when the source has sound, and is left out otherwise.
    """

    def __init__(self, source: Source, *, fragments: Fragments) -> None:
        self._source, self._each = source, fragments is Fragments.EVERY_FRAME
        self._held: list[Sample] = []
        self._heard: list[Sample] = []
        self._origin: int | None = None
        self._number = 0
        self._usual = USUAL_TICKS

    def feed(self, sample: Sample) -> list[bytes]:
        """Return the pieces that became ready with this sample; the first sample is time 0."""
        ready: list[bytes] = []
        if self._origin is None:
            self._origin = sample.dts
            ready.append(initial(self._source))
        if self._source.sound and sample.sound:
            self._hear(sample.sound)
        held = self._held
        if held:
            self._usual = min(max(sample.dts - held[-1].dts, 1), LONGEST_TICKS)
        if held and (self._each or sample.key or self._is_long(sample)):
            ready += self._fragment(sample.dts)
        held.append(sample)
        # A viewer is not to wait for the next picture to hear how long this one lasts.
        return ready + (self._fragment(sample.dts + self._usual) if self._each else [])

    def close(self, before: Sample | None = None) -> list[bytes]:
        """Return the last pieces; nothing can be fed after this.

        When a picture follows, in another file, the sound from before it is of this one.
        """
        if before and self._source.sound:
            self._hear(piece for piece in before.sound if piece.dts < before.dts)
        return self._fragment(self._held[-1].dts + self._usual) if self._held else []

    def _hear(self, pieces: Iterable[Sample]) -> None:
        """Take in sound; what began before the first picture has no place in this file."""
        assert self._origin is not None
        self._heard += (piece for piece in pieces if piece.dts >= self._origin)

    def _is_long(self, sample: Sample) -> bool:
        return sample.dts - self._held[0].dts > LONGEST_GROUP_TICKS

    def _fragment(self, until: int) -> list[bytes]:
        """Return what is held as fragments, that of the pictures lasting until a time stamp."""
        made = self._made(PICTURES, self._held, until)
        if self._heard and self._source.sound:
            for run, ends in _runs(self._heard, self._source.sound):
                made += self._made(SOUND, run, ends)
        self._held.clear()
        self._heard.clear()
        return made

    def _made(self, track: int, held: Sequence[Sample], until: int) -> list[bytes]:
        assert self._origin is not None
        self._number += 1
        return fragment(self._number, track, held, origin=self._origin, until=until)


def _runs(pieces: Iterable[Sample], sound: Sound) -> Iterator[tuple[list[Sample], int]]:
    """Yield sound in stretches without a hole, each with when it ends."""
    run: list[Sample] = []
    ends = 0
    for piece in pieces:
        if run and piece.dts - ends > HOLE_TICKS:
            yield run, ends
            run = []
        run.append(piece)
        ends = piece.dts + round(sound.seconds(piece.data) * TICKS_PER_SECOND)
    yield run, ends


def fragment(
    number: int, track: int, samples: Sequence[Sample], *, origin: int, until: int
) -> list[bytes]:
    """Return samples as one fragment (`moof` and `mdat`); stamps count from `origin`.

    In pieces: to put a group of pictures together costs more than to write it.
    """
    ends = [*(sample.dts for sample in samples[1:]), until]
    run = b"".join(
        struct.pack(
            ">3Ii",
            min(max(end - sample.dts, 1), LONGEST_TICKS),
            len(sample.data),
            STANDS_ALONE if sample.key else LEANS,
            sample.pts - sample.dts,
        )
        for sample, end in zip(samples, ends, strict=True)
    )
    place = track, samples[0].dts - origin, len(samples)
    length = len(_moof(number, *place, run, offset=0))
    data = [sample.data for sample in samples]
    return [_moof(number, *place, run, offset=length + 8), head(b"mdat", data), *data]


def _moof(
    number: int, track: int, starts: int, count: int, run: bytes, *, offset: int
) -> bytes:
    return box(
        b"moof",
        full(b"mfhd", 0, 0, struct.pack(">I", number)),
        box(
            b"traf",
            full(b"tfhd", 0, BASE_IS_FRAGMENT, struct.pack(">I", track)),
            full(b"tfdt", 1, 0, struct.pack(">Q", starts)),
            full(b"trun", 1, RUN_TELLS, struct.pack(">2I", count, offset), run),
        ),
    )


def source_of(stream: VideoStream) -> Source:
    """Return what a stream of an MP4 that is being read says of itself, its sound apart."""
    codec = stream.codec_context
    told = remade(stream.metadata.get("handler_name", ""))
    return Source(codec.name, codec.width, codec.height, bytes(codec.extradata or b""), told)


def sound_of(stream: AudioStream) -> Sound | None:
    """Return what the sound of an MP4 that is being read says of itself."""
    codec = stream.codec_context
    if kind := G711.get(codec.name):
        return Sound(kind, codec.sample_rate, codec.channels)
    return aac(bytes(codec.extradata or b""))
