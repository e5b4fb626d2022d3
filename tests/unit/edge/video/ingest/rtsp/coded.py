"""Pictures of any size and coding, encoded by a real encoder."""

from dataclasses import dataclass
from functools import cache

import av
import numpy as np

ENCODERS = {"h264": "libx264", "hevc": "libx265"}
QUIET = {"h264": {}, "hevc": {"x265-params": "log-level=none"}}


@dataclass(frozen=True)
class Coded:
    """The configuration record that the encoder's library writes, and its NAL units."""

    configuration: bytes
    pictures: tuple[tuple[bytes, ...], ...]
    parameters: tuple[bytes, ...]


@cache
def coded(
    codec: str, width: int = 320, height: int = 180, *, profile: str = "", count: int = 6
) -> Coded:
    """Return a moving grey square, a new group every third picture."""
    encoder = av.CodecContext.create(ENCODERS[codec], "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.framerate = 15
    encoder.gop_size, encoder.max_b_frames = 3, 0
    encoder.options = {**QUIET[codec], **({"profile": profile} if profile else {})}
    packets = []
    for number in range(count):
        grey = np.full((height * 3 // 2, width), 128, dtype=np.uint8)
        grey[20:60, 10 * number : 10 * number + 40] = 220
        frame = av.VideoFrame.from_ndarray(grey, format="yuv420p")
        frame.pts = number
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    units = [tuple(split(bytes(packet))) for packet in packets]
    sets = {"h264": (7, 8), "hevc": (32, 33, 34)}[codec]
    parameters = tuple(unit for unit in units[0] if kind(codec, unit) in sets)
    return Coded(bytes(encoder.extradata or b""), tuple(units), parameters)


def kind(codec: str, unit: bytes) -> int:
    """Return the type of a NAL unit."""
    return unit[0] & 0x1F if codec == "h264" else unit[0] >> 1 & 0x3F


def split(stream: bytes) -> list[bytes]:
    """Return the NAL units of an Annex B stream."""
    marked = stream.replace(b"\x00\x00\x00\x01", b"\x00\x00\x01")
    return [unit for unit in marked.split(b"\x00\x00\x01") if unit]
