"""Clips that cameras send in tests: made of a shipped one, in another coding or size."""

from fractions import Fraction
from pathlib import Path

import av

from vaka.demo.clip import DATA

RATE = 15
OPTIONS = {
    "libx264": {"preset": "ultrafast", "tune": "zerolatency"},
    "libx265": {"preset": "ultrafast", "tune": "zerolatency", "x265-params": "log-level=none"},
}
TAGS = {"libx264": "avc1", "libx265": "hvc1"}


def made(
    file: Path,
    *,
    coder: str = "libx264",
    size: tuple[int, int] = (640, 360),
    pictures: int = 2 * RATE,
    group: int = RATE,
    black: float = 0.0,
) -> Path:
    """Write that many pictures of the garage, one in each group standing alone.

    A share of each is black, from above, as a camera masks.
    """
    with av.open(str(DATA / "garage.mp4")) as source, av.open(str(file), "w") as target:
        options = {**OPTIONS[coder], "g": str(group), "bf": "0"}
        stream = target.add_stream(coder, rate=RATE, options=options)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.codec_context.codec_tag = TAGS[coder]
        for number, frame in zip(range(pictures), source.decode(video=0), strict=False):
            small = frame.reformat(*size, format="yuv420p")
            small = _blacked(small, black)
            small.pts, small.time_base = number, Fraction(1, RATE)
            target.mux(stream.encode(small))
        target.mux(stream.encode(None))
    return file


def _blacked(frame: av.VideoFrame, share: float) -> av.VideoFrame:
    if not share:
        return frame
    pixels = frame.to_ndarray(format="rgb24")
    pixels[: int(frame.height * share)] = 0
    return av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="yuv420p")
