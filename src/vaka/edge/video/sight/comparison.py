"""Does a camera still see what it saw? Plain arithmetic on outlines: no clock, no I/O.

The picture is judged block by block, so that a lorry before half of it hides half of the
blocks and no more. A block is kept when its edges are where they were, displaced when they are
clearly elsewhere; when the edges are gone altogether the camera sees nothing (the edge
disappearance of Lee, Lim and Lim, Unified Camera Tamper Detection, Sensors 15, 2015).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from vaka.edge.video.sight.outline import COLUMNS, ROWS, Outline

Blocks = NDArray[np.float64]
Cells = NDArray[np.bool_]
Polygon = Sequence[tuple[float, float]]
Step = tuple[int, int]

ACROSS, DOWN = 4, 3
CELLS_A_BLOCK = (COLUMNS // ACROSS) * (ROWS // DOWN)
# With fewer blocks that have edges there is nothing to hold on to.
FEWEST_BLOCKS = 3
# Mean squared magnitude from which a block has edges enough.
STRUCTURE = 0.01
# Cosine from which edges are the same ones.
ALIKE = 0.35
# How much better edges must fit elsewhere to be called displaced.
CLEARLY = 1.25
# Cells that a picture may tremble; from the next one on its edges are elsewhere.
TREMBLE, FARTHEST = 1, 6
NEAR = [(right, lower) for lower in (-1, 0, 1) for right in (-1, 0, 1)]
SHARE_KEPT, SHARE_DISPLACED = 1 / 3, 1 / 2
# With less than this share of the edges left there is nothing to see.
SHARE_LEFT = 0.25
MASK_EDGE_CELLS = 2
# Squared magnitude from which a cell under a mask has an edge, and the share of such cells from
# which that is no noise.
EDGE_UNDER_MASK, SHARE_BARE = 0.05, 0.02


class Sight(StrEnum):
    """What a camera sees, beside what it saw."""

    UNKNOWN = "unknown"
    SAME = "same"
    MOVED = "moved"
    COVERED = "covered"


@dataclass(frozen=True)
class Comparison:
    """Blocks with edges in the reference; how many are where they were, and elsewhere."""

    blocks: int
    kept: int
    displaced: int
    left: float

    @property
    def is_same(self) -> bool:
        """Return whether enough is where it was."""
        return self.kept >= self.blocks * SHARE_KEPT

    @property
    def is_displaced(self) -> bool:
        """Return whether most of it is elsewhere."""
        return self.displaced >= self.blocks * SHARE_DISPLACED


def has_structure(reference: Outline, seen: Cells) -> bool:
    """Return whether an outline has edges enough to recognise a view by."""
    return int(_structured(_energy(reference * seen)).sum()) >= FEWEST_BLOCKS


def compare(reference: Outline, found: Outline, seen: Cells, *, farthest: int) -> Comparison:
    """Compare an outline with a reference, as far as `seen`, looking so many cells around."""
    before, now = reference * seen, found * seen
    had = _energy(before)
    strong = _structured(had)
    near = _fit(before, now, had, NEAR)
    # Nothing fits better than 1: when most blocks fit so well here, looking around is in vain.
    in_vain = (strong & (near * CLEARLY >= 1)).sum() > strong.sum() / 2
    far = near if in_vain else _fit(before, now, had, _around(farthest))
    displaced = strong & (far >= ALIKE) & (far > near * CLEARLY)
    kept = strong & (near >= ALIKE) & ~displaced
    left = float(_energy(now)[strong].sum() / max(had[strong].sum(), STRUCTURE))
    return Comparison(int(strong.sum()), int(kept.sum()), int(displaced.sum()), left)


def judge(anchor: Outline, recent: Outline, found: Outline, seen: Cells) -> Sight:
    """Return what a camera sees.

    `anchor` is what was confirmed; `recent` has followed the light since then. Both may know
    the view again; that it crept away is judged by the anchor alone.
    """
    confirmed = compare(anchor, found, seen, farthest=FARTHEST)
    if confirmed.blocks < FEWEST_BLOCKS:
        return Sight.UNKNOWN
    if confirmed.is_displaced:
        return Sight.MOVED
    if confirmed.is_same or compare(recent, found, seen, farthest=TREMBLE).is_same:
        return Sight.SAME
    return Sight.COVERED if confirmed.left < SHARE_LEFT else Sight.MOVED


def unmasked(masks: Sequence[Polygon]) -> Cells:
    """Return the cells that lie under no mask nor beside its edge.

    A mask that the camera itself puts in the picture stays where it is when the camera moves.
    """
    under = np.zeros((ROWS, COLUMNS), np.bool_)
    for mask in masks:
        under |= _inside(mask)
    return ~_spread(np.pad(under, MASK_EDGE_CELLS))


def is_bare(found: Outline, masks: Sequence[Polygon]) -> bool:
    """Return whether there is something to see where a mask should be.

    A camera that masks by itself leaves no edges there; a scene has edges in an eighth of the
    cells at least (`tests/unit/edge/video/sight`). A wall or the dark may have none either.
    """
    edges = np.abs(found) ** 2 > EDGE_UNDER_MASK
    return any(
        edges[cells].mean() > SHARE_BARE for cells in map(_well_inside, masks) if cells.any()
    )


def _well_inside(mask: Polygon) -> Cells:
    """Return the cells under a mask that lie neither beside its edge nor the picture's."""
    beside = np.pad(~_inside(mask), MASK_EDGE_CELLS, constant_values=True)
    return ~_spread(beside)


def _inside(ring: Polygon) -> Cells:
    """Return which cells lie inside a ring: a ray to the right crosses it an odd number."""
    across, down = np.meshgrid(
        (np.arange(COLUMNS) + 0.5) / COLUMNS, (np.arange(ROWS) + 0.5) / ROWS
    )
    inside = np.zeros(across.shape, np.bool_)
    for (x, y), (next_x, next_y) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if y == next_y:
            continue
        passes = (y > down) != (next_y > down)
        inside ^= passes & (across < (next_x - x) * (down - y) / (next_y - y) + x)
    return inside


def _spread(wide: Cells) -> Cells:
    """Return which cells have one of these near; they are padded by how near that is."""
    reach = range(2 * MASK_EDGE_CELLS + 1)
    parts = [wide[y : y + ROWS, x : x + COLUMNS] for y in reach for x in reach]
    return np.asarray(np.any(parts, axis=0), np.bool_)


def _energy(cells: Outline) -> Blocks:
    return _by_block(np.abs(cells) ** 2)


def _structured(energy: Blocks) -> NDArray[np.bool_]:
    return energy > STRUCTURE * CELLS_A_BLOCK


def _by_block(values: NDArray[np.float32]) -> Blocks:
    parts = values.reshape(DOWN, ROWS // DOWN, ACROSS, COLUMNS // ACROSS)
    return np.asarray(np.einsum("abcd->ac", parts), np.float64)


def _around(farthest: int) -> list[Step]:
    """Return the steps that lead farther than a picture trembles."""
    reach = range(-farthest, farthest + 1)
    steps = [(right, lower) for lower in reach for right in reach]
    return [step for step in steps if max(map(abs, step)) > TREMBLE]


def _fit(before: Outline, now: Outline, had: Blocks, steps: Iterable[Step]) -> Blocks:
    """Return how well each block fits at best after one of these steps (cosines)."""
    best = np.full(had.shape, -1.0)
    parts = np.stack([now.real, now.imag, np.abs(now) ** 2])
    for right, lower in steps:
        real, imaginary, power = np.roll(parts, (-lower, -right), (1, 2))
        alike = _by_block(before.real * real + before.imag * imaginary)
        np.maximum(best, alike / np.sqrt(np.maximum(had * _by_block(power), 1e-9)), out=best)
    return best
