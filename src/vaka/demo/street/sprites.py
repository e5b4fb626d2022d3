"""Round and flat parts in space, drawn into a small picture: people, cycles, vehicles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from vaka.demo.street.colours import Colour
from vaka.demo.street.view import Array, View, floats

FINE = 3
# An 8-bit channel of a sprite's own light stands for light up to this.
BRIGHTEST = 8.0
Point = tuple[float, float, float]


@dataclass(frozen=True)
class Limb:
    """A rounded part from one point to the other, with a radius at each, in metres."""

    start: Point
    end: Point
    thick: float
    thin: float
    colour: Colour
    glows: bool = False


@dataclass(frozen=True)
class Face:
    """A flat part."""

    points: tuple[Point, ...]
    colour: Colour
    glows: bool = False


Part = Limb | Face


@dataclass(frozen=True)
class Sprite:
    """A drawn thing: where its picture is, its paint, light, cover, and how far ahead."""

    left: int
    top: int
    paint: Array
    glow: Array
    cover: Array
    ahead: float


def ring(middle: Point, radius: float, along: Point, colour: Colour) -> list[Part]:
    """Return a wheel that rolls along a direction."""
    x, y, z = middle
    turns = np.linspace(0, 2 * np.pi, 15)
    points = [
        (
            x + radius * float(np.cos(t)) * along[0],
            y + radius * float(np.sin(t)),
            z + radius * float(np.cos(t)) * along[2],
        )
        for t in turns
    ]
    return [Limb(a, b, 0.022, 0.022, colour) for a, b in pairwise(points)]


def mirrored(parts: Sequence[Part]) -> list[Part]:
    """Return the parts as the wet ground shows them."""
    return [_moved(part, lambda p: (p[0], -p[1], p[2])) for part in parts]


def shadow(parts: Sequence[Part], lamp: Point) -> list[Part]:
    """Return the parts laid on the ground, away from the lamp."""

    def laid(point: Point) -> Point:
        x, y, z = point
        stretch = min(lamp[1] / max(lamp[1] - y, 0.4), 6.0)
        return lamp[0] + (x - lamp[0]) * stretch, 0.0, lamp[2] + (z - lamp[2]) * stretch

    return [_moved(part, laid) for part in parts]


def _moved(part: Part, move: Callable[[Point], Point]) -> Part:
    if isinstance(part, Face):
        return replace(part, points=tuple(move(point) for point in part.points))
    return replace(part, start=move(part.start), end=move(part.end))


def draw(view: View, parts: Sequence[Part]) -> Sprite | None:
    """Return the parts drawn in their order, or None when they are outside the picture."""
    outline, reach, ahead = _outline(view, parts)
    low = np.floor(np.maximum(outline.min(0) - reach - 2, 0)).astype(int)
    limit = [view.width, view.height]
    high = np.ceil(np.minimum(outline.max(0) + reach + 2, limit)).astype(int)
    wide, tall = (high - low).tolist()
    if wide <= 0 or tall <= 0 or ahead < 1:
        return None
    size = (wide * FINE, tall * FINE)
    pictures = [Image.new("RGB", size), Image.new("RGB", size), Image.new("L", size)]
    pens = [ImageDraw.Draw(picture) for picture in pictures]
    for part in parts:
        paint_of, glow_of = ((0, 0, 0), part.colour) if part.glows else (part.colour, (0, 0, 0))
        _put(view, pens[0], part, low, paint_of)
        _put(view, pens[1], part, low, glow_of)
        _put(view, pens[2], part, low, 255)
    small = [picture.resize((wide, tall), Image.Resampling.BOX) for picture in pictures]
    paint, glow, cover = (floats(picture) / np.float32(255) for picture in small)
    light = floats(BRIGHTEST * glow**2.2)
    left, top = low.tolist()
    return Sprite(left, top, floats(paint**2.2), light, floats(cover[..., None]), ahead)


def _outline(view: View, parts: Sequence[Part]) -> tuple[Array, float, float]:
    points: list[Point] = []
    widest = 0.0
    for part in parts:
        if isinstance(part, Face):
            points += part.points
        else:
            points += [part.start, part.end]
            widest = max(widest, part.thick, part.thin)
    pixels, ahead = view.seen(points)
    nearest = float(ahead.min())
    return pixels, widest * view.focal / max(nearest, 1.0), float(ahead.mean())


def _put(
    view: View,
    pen: ImageDraw.ImageDraw,
    part: Part,
    low: NDArray[np.int_],
    fill: Colour | int,
) -> None:
    if isinstance(part, Face):
        pixels, _ = view.seen(part.points)
        pen.polygon([tuple(p) for p in ((pixels - low) * FINE).tolist()], fill=fill)
        return
    pixels, ahead = view.seen([part.start, part.end])
    (ax, ay), (bx, by) = ((pixels - low) * FINE).tolist()
    scale = view.focal / ahead * FINE
    one, other = max(0.5, part.thick * float(scale[0])), max(0.5, part.thin * float(scale[1]))
    long = max(float(np.hypot(bx - ax, by - ay)), 1e-3)
    nx, ny = (by - ay) / long, (ax - bx) / long
    pen.polygon(
        [
            (ax + nx * one, ay + ny * one),
            (bx + nx * other, by + ny * other),
            (bx - nx * other, by - ny * other),
            (ax - nx * one, ay - ny * one),
        ],
        fill=fill,
    )
    for x, y, radius in ((ax, ay, one), (bx, by, other)):
        pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=fill)
