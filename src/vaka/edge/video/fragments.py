"""Fragmented MP4 (ISO/IEC 14496-12, CMAF) from samples, without transcoding."""

import io
from enum import StrEnum
from fractions import Fraction

import av

from vaka.edge.video.ingest import Sample, Source

COMMON = "empty_moov+default_base_moof+negative_cts_offsets"
TICKS = Fraction(1, 90_000)


class Fragments(StrEnum):
    """How often a fragment ends: each frame for a viewer, each group of pictures for a file."""

    EVERY_FRAME = "frag_every_frame"
    EVERY_GROUP = "frag_keyframe"


class Muxer:
    """One MP4 in the making: give it samples, take what came out."""

    def __init__(self, source: Source, *, fragments: Fragments) -> None:
        self._out = io.BytesIO()
        self._container = av.open(
            self._out,
            "w",
            format="mp4",
            options={"movflags": f"{COMMON}+{fragments}", "flush_packets": "1"},
        )
        self._stream = self._container.add_stream_from_template(source.stream)
        self._origin: Fraction | None = None

    def feed(self, sample: Sample) -> bytes:
        """Return the bytes that became ready with this sample; the first sample is time 0."""
        packet = av.Packet(sample.data)
        if self._origin is None:
            self._origin = sample.dts * sample.time_base
        packet.stream = self._stream
        packet.time_base = TICKS
        packet.dts = round((sample.dts * sample.time_base - self._origin) / TICKS)
        packet.pts = round((sample.pts * sample.time_base - self._origin) / TICKS)
        packet.is_keyframe = sample.key
        self._container.mux(packet)
        return self._take()

    def close(self) -> bytes:
        """Return the last bytes; nothing can be fed after this."""
        self._container.close()
        return self._take()

    def _take(self) -> bytes:
        self._out.seek(0)
        ready = self._out.read()
        self._out.seek(0)
        self._out.truncate()
        return ready
