"""Fragmented MP4 (ISO/IEC 14496-12; CMAF, 23000-19) from samples, without transcoding."""

import struct
from collections.abc import Sequence
from enum import StrEnum

from av.video.stream import VideoStream

from vaka.edge.video.media.source import TICKS_PER_SECOND, Sample, Source
from vaka.signed_video.movie import RUN_TELLS, handler, remade

ENTRIES = {"h264": (b"avc1", b"avcC"), "hevc": (b"hvc1", b"hvcC")}
# ISO/IEC 14496-12 §8.8.3.1: a picture that others lean on not at all, or that leans on others.
STANDS_ALONE, LEANS = 0x0200_0000, 0x0101_0000
BASE_IS_FRAGMENT = 0x02_0000
MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000)
UNDETERMINED = 0x55C4
# The time of a picture before the next has come, and the longest that one is said to last.
USUAL_TICKS, LONGEST_TICKS = TICKS_PER_SECOND // 25, 10 * TICKS_PER_SECOND
# A group of pictures without end is not held in memory for longer.
LONGEST_GROUP_TICKS = 4 * TICKS_PER_SECOND


class Fragments(StrEnum):
    """How often a fragment ends: each frame for a viewer, each group of pictures for a file."""

    EVERY_FRAME = "every-frame"
    EVERY_GROUP = "every-group"


class Muxer:
    """One MP4 in the making: give it samples, take what came out."""

    def __init__(self, source: Source, *, fragments: Fragments) -> None:
        self._source, self._each = source, fragments is Fragments.EVERY_FRAME
        self._held: list[Sample] = []
        self._origin: int | None = None
        self._number = 0
        self._usual = USUAL_TICKS

    def feed(self, sample: Sample) -> list[bytes]:
        """Return the pieces that became ready with this sample; the first sample is time 0."""
        ready: list[bytes] = []
        if self._origin is None:
            self._origin = sample.dts
            ready.append(initial(self._source))
        held = self._held
        if held:
            self._usual = min(max(sample.dts - held[-1].dts, 1), LONGEST_TICKS)
        if held and (self._each or sample.key or self._is_long(sample)):
            ready += self._fragment(sample.dts)
        held.append(sample)
        # A viewer is not to wait for the next picture to hear how long this one lasts.
        return ready + (self._fragment(sample.dts + self._usual) if self._each else [])

    def close(self) -> list[bytes]:
        """Return the last pieces; nothing can be fed after this."""
        return self._fragment(self._held[-1].dts + self._usual) if self._held else []

    def _is_long(self, sample: Sample) -> bool:
        return sample.dts - self._held[0].dts > LONGEST_GROUP_TICKS

    def _fragment(self, until: int) -> list[bytes]:
        """Return what is held as a fragment that lasts until a time stamp."""
        assert self._origin is not None
        self._number += 1
        made = fragment(self._number, self._held, origin=self._origin, until=until)
        self._held.clear()
        return made


def initial(source: Source) -> bytes:
    """Return the header of a file (CMAF §7.3.1) for what a source sends."""
    brands = b"iso6" + struct.pack(">I", 1) + b"iso6cmfcmp41"
    return _box(b"ftyp", brands) + _box(
        b"moov",
        _full(
            b"mvhd",
            0,
            0,
            struct.pack(">4I", 0, 0, TICKS_PER_SECOND, 0)
            + struct.pack(">IH10x", 0x10000, 0x100)
            + MATRIX
            + bytes(24)
            + struct.pack(">I", 2),
        ),
        _box(b"trak", _track_head(source), _media(source)),
        _box(b"mvex", _full(b"trex", 0, 0, struct.pack(">5I", 1, 1, 0, 0, 0))),
    )


def _track_head(source: Source) -> bytes:
    told = struct.pack(">5I8x4H", 0, 0, 1, 0, 0, 0, 0, 0, 0)
    size = struct.pack(">2I", source.width << 16, source.height << 16)
    return _full(b"tkhd", 0, 3, told + MATRIX + size)


def _media(source: Source) -> bytes:
    times = struct.pack(">4I2H", 0, 0, TICKS_PER_SECOND, 0, UNDETERMINED, 0)
    tables = (
        _full(b"stsd", 0, 0, struct.pack(">I", 1) + _entry(source)),
        *(_full(name, 0, 0, bytes(4)) for name in (b"stts", b"stsc")),
        _full(b"stsz", 0, 0, bytes(8)),
        _full(b"stco", 0, 0, bytes(4)),
    )
    here = _full(b"dref", 0, 0, struct.pack(">I", 1) + _full(b"url ", 0, 1, b""))
    return _box(
        b"mdia",
        _full(b"mdhd", 0, 0, times),
        _full(b"hdlr", 0, 0, bytes(4) + b"vide" + bytes(12) + handler(source.remade)),
        _box(
            b"minf",
            _full(b"vmhd", 0, 1, bytes(8)),
            _box(b"dinf", here),
            _box(b"stbl", *tables),
        ),
    )


def _entry(source: Source) -> bytes:
    """Return the sample entry (ISO/IEC 14496-12 §12.1.3, 14496-15)."""
    name, configuration = ENTRIES[source.codec]
    head = struct.pack(
        ">6xH16x2H2I4xH32sHh",
        1,
        source.width,
        source.height,
        0x480000,
        0x480000,
        1,
        b"",
        24,
        -1,
    )
    return _box(name, head, _box(configuration, source.configuration))


def fragment(number: int, samples: Sequence[Sample], *, origin: int, until: int) -> list[bytes]:
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
    starts = samples[0].dts - origin
    head = _moof(number, len(samples), starts, run, offset=0)
    head = _moof(number, len(samples), starts, run, offset=len(head) + 8)
    data = [sample.data for sample in samples]
    return [head, _head(b"mdat", data), *data]


def _moof(number: int, count: int, starts: int, run: bytes, *, offset: int) -> bytes:
    return _box(
        b"moof",
        _full(b"mfhd", 0, 0, struct.pack(">I", number)),
        _box(
            b"traf",
            _full(b"tfhd", 0, BASE_IS_FRAGMENT, struct.pack(">I", 1)),
            _full(b"tfdt", 1, 0, struct.pack(">Q", starts)),
            _full(b"trun", 1, RUN_TELLS, struct.pack(">2I", count, offset) + run),
        ),
    )


def _box(name: bytes, *parts: bytes) -> bytes:
    return b"".join((_head(name, parts), *parts))


def _head(name: bytes, parts: Sequence[bytes]) -> bytes:
    return (8 + sum(map(len, parts))).to_bytes(4, "big") + name


def _full(name: bytes, version: int, flags: int, body: bytes) -> bytes:
    return _box(name, (version << 24 | flags).to_bytes(4, "big"), body)


def source_of(stream: VideoStream) -> Source:
    """Return what a stream of an MP4 that is being read says of itself."""
    codec = stream.codec_context
    told = remade(stream.metadata.get("handler_name", ""))
    return Source(codec.name, codec.width, codec.height, bytes(codec.extradata or b""), told)
