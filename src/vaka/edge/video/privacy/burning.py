"""Burn masks into a stream, in a process of its own: no secrets, no environment, no files.

`python -m vaka.edge.video.privacy.burning MASKS WIDEST` reads fragmented MP4 from standard
input and writes the same pictures, masked and encoded anew, as fragmented MP4 to standard
output, one by one. MASKS is JSON: polygons in image coordinates 0–1, from the upper left
corner. A picture of more pixels across than WIDEST is scaled down to that.
"""

import json
import resource
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction

import av
import numpy as np
import shapely
from av.container import InputContainer, OutputContainer
from av.video.frame import PictureType
from av.video.stream import VideoStream

Polygon = Sequence[tuple[float, float]]
MEMORY_BYTES = 2 * 1024**3
# A pixel that a mask only touches is masked too.
REACH_PIXELS = 1.0
TICKS = Fraction(1, 90_000)
GREY_LUMA, GREY_CHROMA = 60, 128
ENCODER = {"preset": "ultrafast", "tune": "zerolatency", "crf": "23"}
# The header says all: ffmpeg is not to look at pictures first, which it would then leave out.
AS_IT_COMES = {"probesize": "32", "analyzeduration": "1"}
FRAGMENTS = "empty_moov+default_base_moof+frag_every_frame"
# The first picture that comes out is not time 0 when those before it could not be decoded.
IN_ITS_TIME = {
    "movflags": f"{FRAGMENTS}+frag_discont",
    "avoid_negative_ts": "disabled",
    "use_editlist": "0",
}


def covered(
    masks: Sequence[Polygon], width: int, height: int
) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    """Return which pixels (rows of columns) lie under a mask or touch one."""
    under = np.zeros((height, width), dtype=np.bool_)
    across, down = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    for mask in masks:
        corners = [(round(x * width, 3), round(y * height, 3)) for x, y in mask]
        # One so thin that it has no area is a line, and hides what it touches.
        drawn = (
            shapely.make_valid(shapely.Polygon(corners)),
            shapely.LineString([*corners, corners[0]]),
        )
        for shape in drawn:
            under |= shapely.contains_xy(shape.buffer(REACH_PIXELS), across, down)
    return under


class Masker:
    """Masks the pictures of one size, in place."""

    def __init__(self, masks: Sequence[Polygon], width: int, height: int) -> None:
        self.size = width, height
        under = covered(masks, width, height)
        self._luma = under
        # A chroma sample speaks for four pixels: one of them under a mask is enough.
        half = under[: height // 2 * 2, : width // 2 * 2]
        quarters = half.reshape(height // 2, 2, width // 2, 2)
        self._chroma = quarters.any(axis=(1, 3))

    def masked(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Return the picture with its masks, at the same time stamp."""
        width, height = self.size
        whole = frame.reformat(width, height, "yuv420p").to_ndarray()
        luma, chroma = whole[:height], whole[height:].reshape(2, height // 2, width // 2)
        luma[self._luma] = GREY_LUMA
        chroma[:, self._chroma] = GREY_CHROMA
        made = av.VideoFrame.from_ndarray(whole, format="yuv420p")
        made.pts, made.time_base = frame.pts, frame.time_base
        # The groups of pictures stay where the camera began them.
        made.pict_type = PictureType.I if frame.key_frame else PictureType.NONE
        return made


def scaled(width: int, height: int, widest: int) -> tuple[int, int]:
    """Return the size of a picture that is at most so wide; a scaled one has even sides."""
    if width <= widest:
        return width, height
    return widest, max(round(height * widest / width / 2) * 2, 2)


def burn(
    source: InputContainer, out: OutputContainer, masks: Sequence[Polygon], widest: int
) -> None:
    """Mask every picture of a stream; a stream that changes its size is at an end."""
    stream = source.streams.video[0]
    stream.codec_context.thread_count = 1
    masker: Masker | None = None
    size = 0, 0
    encoded: VideoStream | None = None
    for frame in source.decode(stream):
        if masker is None or encoded is None:
            size = frame.width, frame.height
            masker = Masker(masks, *scaled(*size, widest))
            encoded = encoder(out, stream, *masker.size)
        if (frame.width, frame.height) != size:
            return
        out.mux(encoded.encode(masker.masked(frame)))


def encoder(out: OutputContainer, stream: VideoStream, width: int, height: int) -> VideoStream:
    """Return what encodes pictures of a size, at the pace of the stream they came from."""
    made = out.add_stream("libx264", rate=stream.average_rate or 25, options=ENCODER)
    made.width, made.height, made.pix_fmt = width, height, "yuv420p"
    made.codec_context.time_base = stream.time_base or TICKS
    made.codec_context.max_b_frames = 0
    return made


def polygons(text: str) -> Iterator[Polygon]:
    """Yield the masks of a JSON text."""
    for ring in json.loads(text):
        yield [(float(x), float(y)) for x, y in ring]


def main() -> None:
    """Turn standard input into standard output, within limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    masks, widest = list(polygons(sys.argv[1])), int(sys.argv[2])
    options = {**IN_ITS_TIME, "flush_packets": "1"}
    with (
        av.open("pipe:0", "r", format="mp4", options=AS_IT_COMES) as source,
        av.open("pipe:1", "w", format="mp4", options=options) as out,
    ):
        burn(source, out, masks, widest)


if __name__ == "__main__":
    main()
