"""What happens to a camera and before it, done to the pictures of the example's clips.

Every scene is a picture beside the one that was confirmed: the middle four fifths of the clip,
so that there is something beyond its rim to shift into sight.
"""

import functools
from collections.abc import Callable, Iterable
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageFilter

from vaka.demo.clip import DATA
from vaka.edge.video.sight.outline import HEIGHT, WIDTH, Outline, outline

Picture = Image.Image
Scene = Callable[[Picture], Picture]
CLIPS = ("square", "garage")
RIM, MIDDLE = 0.1, 0.8


@functools.cache
def pictures(clip: str) -> list[Picture]:
    """One picture a second of a clip, grey."""
    with av.open(str(DATA / f"{clip}.mp4")) as container:
        frames = container.decode(video=0)
        return [f.to_image().convert("L") for n, f in enumerate(frames) if n % 15 == 0]


def outline_of(picture: Picture) -> Outline:
    small = picture.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    return outline(np.asarray(small))


def framed(
    picture: Picture, left: float = RIM, top: float = RIM, size: float = MIDDLE
) -> Picture:
    """The part of a picture that a camera sees, in shares of its width and height."""
    wide, high = picture.size
    box = (left * wide, top * high, (left + size) * wide, (top + size) * high)
    return picture.crop(box).resize(picture.size, Image.Resampling.BICUBIC)


def values(picture: Picture) -> np.ndarray:
    return np.array(framed(picture), np.float32)


def made(pixels: np.ndarray) -> Picture:
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def noisy(picture: Picture, spread: float) -> Picture:
    pixels = np.array(picture, np.float32)
    return made(pixels + np.random.default_rng(7).normal(0, spread, pixels.shape))


def gamma(power: float, share: float = 1.0) -> Scene:
    return lambda picture: framed(picture).point(
        lambda level: int(min(255, 255 * share * (level / 255) ** power))
    )


def shifted(right: float, down: float = 0.0) -> Scene:
    """Bumped by a share of the picture's width and height."""
    return lambda p: framed(p, RIM - right * MIDDLE, RIM - down * MIDDLE)


def rotated(degrees: float) -> Scene:
    return lambda p: framed(p.rotate(degrees, Image.Resampling.BICUBIC))


def zoomed(size: float) -> Scene:
    return lambda p: framed(p, 0.5 - size / 2, 0.5 - size / 2, size)


def defocused(share: float) -> Scene:
    """Out of focus by a share of the picture's width."""
    return lambda p: framed(p).filter(ImageFilter.GaussianBlur(share * p.size[0]))


def lorry(share: float) -> Scene:
    """A lorry before that share of the picture's width, window and all."""

    def scene(picture: Picture) -> Picture:
        pixels = values(picture)
        high, wide = pixels.shape
        left, right = int(0.2 * wide), int((0.2 + share) * wide)
        pixels[int(0.1 * high) :, left:right] = 120
        pixels[int(0.3 * high) : int(0.5 * high), left + wide // 10 : right - wide // 10] = 200
        return made(pixels)

    return scene


def headlights(picture: Picture) -> Picture:
    pixels = values(picture)
    down, across = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
    far = ((across / pixels.shape[1] - 0.5) / 0.15) ** 2
    far = far + ((down / pixels.shape[0] - 0.6) / 0.2) ** 2
    return made(pixels + 255 * np.exp(-far))


def rain(picture: Picture) -> Picture:
    pixels, chance = values(picture), np.random.default_rng(5)
    high, wide = pixels.shape
    for top, left in zip(
        chance.integers(0, high * 11 // 12, 400), chance.integers(0, wide, 400), strict=True
    ):
        pixels[top : top + high // 12, left] += 60
    return made(pixels)


def hand(picture: Picture) -> Picture:
    """Something uneven right before the lens."""
    coarse = np.random.default_rng(3).random((20, 30)) * 120 + 60
    return made(coarse).resize(picture.size, Image.Resampling.BICUBIC)


# What comes and goes before a camera that stays where it is.
HARMLESS: dict[str, Scene] = {
    "a moment later": framed,
    "noise": lambda p: noisy(framed(p), 8),
    "dusk, noisy": lambda p: noisy(gamma(1, 0.3)(p), 3),
    "darker midtones": gamma(2),
    "brighter midtones": gamma(0.5),
    "infrared (bright and dark change places)": lambda p: framed(p).point(lambda v: 255 - v),
    "headlights": headlights,
    "rain": rain,
    "a lorry before a third": lorry(0.33),
    "a lorry before 65 %": lorry(0.65),
    "trembling by 0.5 %": shifted(0.005),
    "trembling by 1 %": shifted(0.01),
    "slightly out of focus": defocused(0.005),
}
MOVED: dict[str, Scene] = {
    **{f"shifted by {share:.1%}": shifted(share) for share in (0.015, 0.02, 0.03, 0.05, 0.09)},
    "shifted by 15 %": shifted(-0.124),
    "tilted by 3 %": shifted(0, 0.03),
    "tilted by 5 %": shifted(0, 0.05),
    "turned away": lambda p: framed(p, 0.2, 0.2),
    **{f"rolled by {degrees}°": rotated(degrees) for degrees in (3, 5, 10)},
    "zoomed by 14 %": zoomed(0.7),
    "zoomed by 60 %": zoomed(0.5),
    "mirrored": lambda p: framed(p).transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "a hand before the lens": hand,
}
COVERED: dict[str, Scene] = {
    "capped": lambda p: noisy(framed(p).point(lambda _: 2), 1),
    "blinded": lambda p: noisy(framed(p).point(lambda _: 230), 2),
    "painted grey": lambda p: noisy(framed(p).point(lambda _: 90), 2),
    "out of focus by 2 %": defocused(0.02),
    "out of focus by 4 %": defocused(0.04),
}


def write_clip(file: Path, scene: Scene, *, width: int = 640, seconds: int = 2) -> Path:
    """A clip of a scene, 15 pictures a second, two groups of pictures a second."""
    still = scene(pictures("square")[0]).resize((width, width * 9 // 16))
    with av.open(str(file), "w") as container:
        stream = container.add_stream("libx264", rate=15, options={"bf": "0", "g": "8"})
        stream.width, stream.height = still.size
        stream.pix_fmt = "yuv420p"
        for frame in _trembling(still, seconds * 15):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file


def _trembling(still: Picture, count: int) -> Iterable[av.VideoFrame]:
    pixels, chance = np.array(still, np.float32), np.random.default_rng(1)
    for _ in range(count):
        lively = made(pixels + chance.normal(0, 2, pixels.shape))
        yield av.VideoFrame.from_image(lively.convert("RGB"))
