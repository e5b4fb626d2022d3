"""What the terms mask, as a camera is asked to mask it, and whether it does.

The terms write image coordinates from 0 to 1, from the upper left corner; ONVIF from -1 to 1,
from the lower left (tr2:Mask, tt:Polygon). A camera rounds to its own grid: it is asked for a
little more, so that what it has covers what the terms say also when it is rounded.
"""

from collections.abc import Sequence

import shapely

from vaka.edge.video.onvif.wire import CameraMask, MaskOptions, Ring

# In parts of the picture's width and height: how much more is asked for, and how much more than
# the terms say a camera may cover.
MARGIN, FARTHEST = 0.005, 0.03
# What rounding in its figures may take away.
GRAIN = 1e-4
OPAQUE = "Color"
PICTURE = shapely.box(0, 0, 1, 1)
RECTANGLE_CORNERS = 4


class CannotMask(Exception):
    """A camera cannot mask what the terms say; `code` says why in a word."""

    def __init__(self, code: str, told: str) -> None:
        super().__init__(told)
        self.code = code


def rings(masks: Sequence[Sequence[tuple[float, float]]], options: MaskOptions) -> list[Ring]:
    """Return what a camera is asked for: one polygon for each mask, in its coordinates.

    :raises CannotMask: when it has too few masks or corners, or none that hide.
    """
    if OPAQUE not in options.kinds:
        raise CannotMask("not-opaque", "its masks do not hide what is under them")
    if len(masks) > options.most:
        told = f"it has {options.most} masks, and the terms {len(masks)}"
        raise CannotMask("too-few-masks", told)
    return [_ring(each, options) for each in masks]


def _ring(mask: Sequence[tuple[float, float]], options: MaskOptions) -> Ring:
    said = _shape(mask)
    grown = said.buffer(MARGIN, join_style="mitre").intersection(PICTURE)
    if not isinstance(grown, shapely.Polygon) or grown.is_empty or grown.interiors:
        raise CannotMask("no-polygon", "a mask of the terms is no polygon that it knows")
    if options.rectangles_only and said.envelope.difference(said).area > GRAIN**2:
        told = "it masks rectangles only, and a mask of the terms is none"
        raise CannotMask("rectangles-only", told)
    corners = list(shapely.simplify(grown, 1e-9).exterior.coords)[:-1]
    if len(corners) > max(options.most_points, RECTANGLE_CORNERS):
        told = f"its masks have {options.most_points} corners at most"
        raise CannotMask("too-few-corners", told)
    return tuple((2 * x - 1, 1 - 2 * y) for x, y in corners)


def covers(found: CameraMask, mask: Sequence[tuple[float, float]]) -> bool:
    """Return whether a camera's mask hides all that the terms mask there, and little more."""
    if not found.enabled or found.kind != OPAQUE or len(found.ring) < 3:
        return False
    there = _shape([((x + 1) / 2, (1 - y) / 2) for x, y in found.ring])
    said = _shape(mask).intersection(PICTURE)
    return bool(
        there.buffer(GRAIN).covers(said)
        and said.buffer(FARTHEST, join_style="mitre").covers(there.intersection(PICTURE))
    )


def missing(
    found: Sequence[CameraMask], masks: Sequence[Sequence[tuple[float, float]]]
) -> list[int]:
    """Return which masks of the terms, by their place, no mask of the camera is there for."""
    return [
        place
        for place, mask in enumerate(masks)
        if not any(covers(each, mask) for each in found)
    ]


def _shape(ring: Sequence[tuple[float, float]]) -> shapely.Geometry:
    return shapely.make_valid(shapely.Polygon(ring))
