"""A clip as a camera would send it: access units of H.264, each with its time."""

from dataclasses import dataclass
from pathlib import Path

import av

DATA = Path(__file__).parent / "data"
LENGTH_BYTES = 4


@dataclass(frozen=True)
class Picture:
    """One access unit: seconds from the start, its NAL units, whether it stands alone."""

    at: float
    units: tuple[bytes, ...]
    key: bool


@dataclass(frozen=True)
class Clip:
    """A clip that can be played round and round."""

    parameters: tuple[bytes, ...]
    pictures: tuple[Picture, ...]
    seconds: float


def read(path: Path) -> Clip:
    """Return the H.264 video of an MP4 file; nothing is decoded."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        rate = stream.average_rate
        assert rate is not None
        assert stream.codec_context.extradata is not None
        pictures = [
            Picture(
                float(packet.pts * packet.time_base), _units(bytes(packet)), packet.is_keyframe
            )
            for packet in container.demux(stream)
            if packet.pts is not None and packet.time_base is not None
        ]
        parameters = _parameter_sets(stream.codec_context.extradata)
    return Clip(parameters, tuple(pictures), pictures[-1].at + float(1 / rate))


def _units(sample: bytes) -> tuple[bytes, ...]:
    """Return the NAL units of an MP4 sample, where each has its length before it."""
    units, place = [], 0
    while place < len(sample):
        length = int.from_bytes(sample[place : place + LENGTH_BYTES], "big")
        units.append(sample[place + LENGTH_BYTES : place + LENGTH_BYTES + length])
        place += LENGTH_BYTES + length
    return tuple(units)


def _parameter_sets(configuration: bytes) -> tuple[bytes, ...]:
    """Return SPS and PPS from an avcC box (ISO/IEC 14496-15 §5.3.3.1)."""
    sets: list[bytes] = []
    place = 5
    for mask in (0x1F, 0xFF):
        count, place = configuration[place] & mask, place + 1
        for _ in range(count):
            length = int.from_bytes(configuration[place : place + 2], "big")
            sets.append(configuration[place + 2 : place + 2 + length])
            place += 2 + length
    return tuple(sets)
