"""Lamps, what they light, and how much light becomes which colour on a screen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageFilter

from vaka.demo.street.surfaces import Hits, Surface
from vaka.demo.street.view import Array, floats, vector

NIGHT_SKY = vector(0.010, 0.014, 0.026)


@dataclass(frozen=True)
class Lamp:
    """A small light: where, its colour, its strength, and whether things shadow it."""

    place: tuple[float, float, float]
    colour: tuple[float, float, float] = (1.0, 0.72, 0.40)
    strength: float = 10.0
    casts: bool = True
    downward: bool = True

    def at(self, places: Array, normals: Array, two_sided: ArrayLike = 0.0) -> Array:
        """Return how much of it falls on each place, nothing in between."""
        towards = vector(*self.place) - places
        square = np.maximum((towards**2).sum(-1), 0.15)
        away = np.sqrt(square)
        facing = (towards * normals).sum(-1) / away
        # Leaves and branches take light from behind as well.
        taken = np.where(np.asarray(two_sided) > 0, 0.35 + 0.4 * np.abs(facing), facing)
        spread = np.clip(towards[..., 1] / away + 0.25, 0.12, 1) if self.downward else 1.0
        return floats(self.strength * np.maximum(taken, 0) * spread / square)


def falling(lamp: Lamp, hits: Hits, surfaces: Sequence[Surface]) -> Array:
    """Return how much of a lamp falls on each place met, shadows left out."""
    light = lamp.at(hits.place, hits.normal, hits.two_sided)
    if not lamp.casts:
        return light
    # Only where it matters: the rest is too dark to show a shadow.
    matters = light > 0.004
    origin = vector(*lamp.place)
    rays = (hits.place[matters] + hits.normal[matters] * 0.02) - origin
    free = np.ones(rays.shape[0], bool)
    for surface in surfaces:
        if surface.casts_shadow:
            far, _, _ = surface.met(origin, rays)
            # Things in the lamp's own head do not shadow it.
            free &= (far > 0.995) | (far < 0.02)
    light[matters] *= np.where(free, 1.0, 0.12)
    return light


def box_blur(picture: Array, size: int, axis: int) -> Array:
    """Return the mean over `size` neighbours along an axis, edges repeated."""
    pad = [(0, 0)] * picture.ndim
    pad[axis] = (size // 2 + 1, size - size // 2 - 1)
    total = np.cumsum(np.pad(picture, pad, mode="edge"), axis=axis, dtype=np.float64)
    ends = np.take(total, np.arange(size, total.shape[axis]), axis=axis)
    starts = np.take(total, np.arange(0, total.shape[axis] - size), axis=axis)
    return ((ends - starts) / size).astype(np.float32)


def bloom(picture: Array) -> Array:
    """Return the light that a lens spreads around what is bright."""
    bright = np.clip(picture - 0.9, 0, 6)
    spread = np.zeros_like(picture)
    for size, part in ((9, 0.20), (41, 0.12), (141, 0.07)):
        soft = bright
        for axis in (0, 1, 0, 1):
            soft = box_blur(soft, size, axis)
        spread += part * soft
    return spread


def film(light: Array, shade: Array) -> NDArray[np.uint8]:
    """Return the picture that the sensor gives: bright light is held back, dark is lifted."""
    shown = light * shade
    curve = shown * (2.51 * shown + 0.03) / (shown * (2.43 * shown + 0.59) + 0.14)
    return (np.clip(curve, 0, 1) ** (1 / 2.2) * 255 + 0.5).astype(np.uint8)


def vignette(width: int, height: int) -> Array:
    """Return how much less light the corners get."""
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    return floats((1.04 - 0.26 * (x**2 * 0.8 + y**2 * 0.5))[..., None])


def sensor(width: int, height: int) -> Array:
    """Return how much more or less each pixel of the sensor takes: all differ a little."""
    random = np.random.default_rng(7)
    return floats(0.022 * random.standard_normal((height, width, 1)))


def noise(height: int, width: int, coarse: int, seed: int) -> Array:
    """Return smooth noise from 0 to 1 whose waves are about `coarse` pixels long."""
    random = np.random.default_rng(seed)
    small = random.random((height // coarse + 3, width // coarse + 3)).astype(np.float32)
    picture = Image.fromarray((small * 255).astype(np.uint8))
    large = picture.resize((width, height), Image.Resampling.BICUBIC)
    return floats(large.filter(ImageFilter.GaussianBlur(coarse / 6))) / np.float32(255)
