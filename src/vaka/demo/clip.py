"""A clip as a camera would send it: access units of H.264 or H.265, each with its time."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import av

from vaka.signed_video.units import split

DATA = Path(__file__).parent / "data"


class Codec(StrEnum):
    """How pictures are coded, by its name in a session description."""

    H264 = "H264"
    H265 = "H265"


CODECS = {"h264": Codec.H264, "hevc": Codec.H265}


@dataclass(frozen=True)
class Picture:
    """One access unit: seconds from the start, its NAL units, whether it stands alone."""

    at: float
    units: tuple[bytes, ...]
    key: bool


@dataclass(frozen=True)
class Clip:
    """A clip that can be played round and round."""

    codec: Codec
    parameters: tuple[bytes, ...]
    pictures: tuple[Picture, ...]
    seconds: float


def read(path: Path) -> Clip:
    """Return the video of an MP4 file; nothing is decoded."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        rate = stream.average_rate
        assert rate is not None
        assert stream.codec_context.extradata is not None
        pictures = [
            Picture(
                float(packet.pts * packet.time_base),
                tuple(split(bytes(packet))),
                packet.is_keyframe,
            )
            for packet in container.demux(stream)
            if packet.pts is not None and packet.time_base is not None
        ]
        codec = CODECS[stream.codec_context.name]
        parameters = tuple(SETS[codec](stream.codec_context.extradata))
    return Clip(codec, parameters, tuple(pictures), pictures[-1].at + float(1 / rate))


def _sets_of_h264(configuration: bytes) -> Iterator[bytes]:
    """Yield SPS and PPS of an avcC box (ISO/IEC 14496-15 §5.3.3.1)."""
    place = 5
    for mask in (0x1F, 0xFF):
        count, place = configuration[place] & mask, place + 1
        for _ in range(count):
            unit = _counted(configuration, place)
            yield unit
            place += 2 + len(unit)


def _sets_of_h265(configuration: bytes) -> Iterator[bytes]:
    """Yield VPS, SPS and PPS of an hvcC box (ISO/IEC 14496-15 §8.3.3.1); no messages (SEI)."""
    place = 23
    for _ in range(configuration[22]):
        kind = configuration[place] & 0x3F
        count = int.from_bytes(configuration[place + 1 : place + 3], "big")
        place += 3
        for _ in range(count):
            unit = _counted(configuration, place)
            if kind in (32, 33, 34):
                yield unit
            place += 2 + len(unit)


def _counted(configuration: bytes, place: int) -> bytes:
    """Return the unit that has its length, two bytes, before it."""
    length = int.from_bytes(configuration[place : place + 2], "big")
    return configuration[place + 2 : place + 2 + length]


SETS = {Codec.H264: _sets_of_h264, Codec.H265: _sets_of_h265}
