"""Flat surfaces with a picture on them, and what a ray meets first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from vaka.demo.street.view import Array, floats, vector

FAR = 1e4
Whole = NDArray[np.intp]


def linear(picture: Image.Image) -> Array:
    """Return a picture's light as numbers that add up; a fourth channel stays as it is."""
    told = floats(picture) / np.float32(255)
    told[..., :3] **= 2.2
    return floats(told)


@dataclass(frozen=True)
class Surface:
    """A rectangle: its lower corner, its two sides, its paint and its own light."""

    corner: Array
    along: Array
    upward: Array
    paint: Array
    glow: Array
    casts_shadow: bool = True
    two_sided: bool = False

    @property
    def normal(self) -> Array:
        """Return the direction in which it looks."""
        across = np.cross(self.along, self.upward)
        return (across / np.linalg.norm(across)).astype(np.float32)

    def met(self, origin: ArrayLike, rays: Array) -> tuple[Array, Whole, Whole]:
        """Return how far along each ray it lies (far: never), and where in its picture."""
        normal = self.normal
        with np.errstate(divide="ignore", invalid="ignore"):
            far = ((self.corner - floats(origin)) @ normal) / (rays @ normal)
        far = np.where((far > 1e-3) & (far < FAR), far, FAR).astype(np.float32)
        # The place on the surface, without making a point of each pixel.
        start = np.asarray(origin, np.float32) - self.corner
        sides = [side / (side @ side) for side in (self.along, self.upward)]
        u, v = (start @ side + far * (rays @ side) for side in sides)
        rows, columns = self.paint.shape[:2]
        inside = (u >= 0) & (u < 1) & (v >= 0) & (v < 1) & (far < FAR)
        column = np.where(inside, u * columns, 0).astype(np.intp)
        row = np.where(inside, (1 - v) * rows, 0).astype(np.intp).clip(0, rows - 1)
        covers = inside & (self.paint[row, column, 3] > 0.5)
        return floats(np.where(covers, far, FAR)), row, column


def board(
    corner: ArrayLike,
    along: ArrayLike,
    upward: ArrayLike,
    paint: Image.Image,
    *,
    glow: Image.Image | None = None,
    bright: float = 1.0,
) -> Surface:
    """Return a surface with a drawn picture, and light of its own where `glow` is."""
    painted = linear(paint.convert("RGBA"))
    light = linear(glow.convert("RGB")) * bright if glow else np.zeros_like(painted[..., :3])
    return Surface(floats(corner), floats(along), floats(upward), painted, floats(light))


@dataclass
class Hits:
    """What each ray met: how far, where, facing where, with which paint and light."""

    far: Array
    place: Array
    normal: Array
    paint: Array
    glow: Array
    two_sided: Array


Ground = Callable[[Array], Array]
Sky = Callable[[Array], Array]


def trace(
    origin: ArrayLike, rays: Array, surfaces: Sequence[Surface], ground: Ground, sky: Sky
) -> Hits:
    """Return what the rays meet: a surface, the ground at height 0, or the sky."""
    start = np.asarray(origin, np.float32)
    below = (rays[..., 1] * start[1]) < 0
    far = np.where(below, -start[1] / np.where(below, rays[..., 1], 1), FAR).astype(np.float32)
    far = np.minimum(far, FAR)
    hits = Hits(
        far,
        start + rays * far[..., None],
        np.broadcast_to(vector(0, 1, 0), rays.shape).copy(),
        np.zeros_like(rays),
        sky(rays),
        np.zeros(far.shape, np.float32),
    )
    on_ground = far < FAR
    hits.paint[on_ground] = ground(hits.place[on_ground])
    hits.glow[on_ground] = 0
    for surface in surfaces:
        _meet(surface, start, rays, hits)
    return hits


def _meet(surface: Surface, start: Array, rays: Array, hits: Hits) -> None:
    far, row, column = surface.met(start, rays)
    nearer = far < hits.far
    if not nearer.any():
        return
    hits.far[nearer] = far[nearer]
    hits.place[nearer] = start + rays[nearer] * far[nearer][..., None]
    away = np.sign(rays[nearer] @ surface.normal)[..., None]
    hits.normal[nearer] = -away * surface.normal
    hits.paint[nearer] = surface.paint[row[nearer], column[nearer], :3]
    hits.glow[nearer] = surface.glow[row[nearer], column[nearer]]
    hits.two_sided[nearer] = float(surface.two_sided)
