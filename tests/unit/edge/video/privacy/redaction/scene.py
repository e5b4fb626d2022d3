"""A synthetic place before a camera: textured ground, figures that walk, and what is them."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np

WIDE, HIGH, PACE = 320, 192, 10
Place = Callable[[int], tuple[int, int] | None]


@dataclass(frozen=True)
class Figure:
    """A figure of one colour: where its upper left corner is in a picture, if it is there."""

    place: Place
    colour: tuple[int, int, int]
    wide: int = 20
    high: int = 48

    def drawn(self, number: int) -> np.ndarray:
        """The pixels that are it in a picture."""
        under = np.zeros((HIGH, WIDE), bool)
        if where := self.place(number):
            left, top = where
            under[max(top, 0) : top + self.high, max(left, 0) : max(left + self.wide, 0)] = True
        return under


def walks(start: int, top: int, speed: float, *, first: int = 0, last: int = 10_000) -> Place:
    """Walk across the picture, from one picture to another."""
    return lambda n: (round(start + speed * (n - first)), top) if first <= n <= last else None


def ground() -> np.ndarray:
    """The place without anybody: paving in soft squares."""
    down, across = np.mgrid[:HIGH, :WIDE]
    light = 120 + 14 * np.sin(across / 9) + 10 * np.cos(down / 7)
    return np.stack([light, light * 0.97, light * 1.03], axis=2)


def pictures(figures: Sequence[Figure], count: int, *, noise: float = 1.5) -> list[np.ndarray]:
    """The pictures (blue, green, red), with a camera's noise."""
    chance, empty, made = np.random.default_rng(7), ground(), []
    for number in range(count):
        picture = empty.copy()
        for figure in figures:
            picture[figure.drawn(number)] = figure.colour
        picture += chance.normal(0, noise, picture.shape)
        made.append(np.clip(picture, 0, 255).astype(np.uint8))
    return made


def video(shown: Sequence[np.ndarray]) -> bytes:
    """Fragmented MP4, as the gateway hands recordings out."""
    out = io.BytesIO()
    options = {"movflags": "empty_moov+default_base_moof+frag_keyframe"}
    with av.open(out, "w", format="mp4", options=options) as container:
        stream = container.add_stream("libx264", rate=PACE, options={"crf": "18", "g": "10"})
        stream.width, stream.height, stream.pix_fmt = WIDE, HIGH, "yuv420p"
        stream.codec_context.time_base = Fraction(1, PACE)
        stream.codec_context.max_b_frames = 0
        for picture in shown:
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def decoded(made: bytes) -> list[np.ndarray]:
    """The pictures of a video: rows of luma, then of chroma."""
    with av.open(io.BytesIO(made)) as container:
        return [frame.to_ndarray(format="yuv420p") for frame in container.decode(video=0)]
