"""What moves before a camera that does not: every cell that is not as the place itself is.

Three views at once, so that who walks, who stops and who goes on after standing are found: how
a cell differs from the background (the median over the whole stretch, those who pass gone),
from what it was shortly before, and from what it will be shortly after.
"""

from collections import deque
from collections.abc import Sequence

import cv2
import numpy as np

from vaka.edge.video.privacy.redaction.cells import Cells, Grid
from vaka.terms.redaction import CELL_PIXELS

Picture = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
# Rows of columns of a `small` picture.
Differing = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
# Pictures are looked at in half their size: it takes noise away, not people.
HALF_CELL = CELL_PIXELS // 2
MOST_SAMPLES = 75
# Of 255 in the colour that differs most; and so many times the noise of the scene.
LEAST_DIFFERENCE, TIMES_NOISE = 14, 6.0
SHORTLY_SECONDS = 0.4
CHANNELS = 3


def small(picture: Picture, grid: Grid) -> Picture:
    """Return a picture (rows of columns of blue, green, red) in half its size, whole cells."""
    below = grid.rows * CELL_PIXELS - grid.height
    beside = grid.columns * CELL_PIXELS - grid.width
    whole = cv2.copyMakeBorder(picture, 0, below, 0, beside, cv2.BORDER_REPLICATE)
    size = grid.columns * HALF_CELL, grid.rows * HALF_CELL
    halved = cv2.resize(whole, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.blur(halved, (3, 3)), np.uint8)


class Motion:
    """Finds what moves, picture by picture in order, against samples of the whole stretch."""

    def __init__(self, samples: Sequence[Picture], grid: Grid, *, shortly: int) -> None:
        """Take samples as `small` makes them, and how many pictures shortly before is."""
        stacked = np.stack(samples)
        self._background = np.median(stacked, axis=0).astype(np.uint8)
        self.threshold = _threshold(stacked, self._background)
        self._grid, self._before = grid, deque[Picture](maxlen=max(shortly, 1))
        self.moving: list[Cells] = []

    def take(self, picture: Picture) -> Differing:
        """Return where a `small` picture is not the background.

        The list `moving` is complete when the last picture was taken.
        """
        differing = self._differing(self._even(picture), self._background)
        found = self._cells(differing)
        if len(self._before) == self._before.maxlen:
            changed = self._cells(self._differing(picture, self._before[0]))
            found |= changed
            self.moving[-len(self._before)] |= changed
        self._before.append(picture)
        self.moving.append(found)
        return differing

    def _even(self, picture: Picture) -> Picture:
        """Return a picture in the light of the background: a cloud is no person."""
        apart = picture.astype(np.int16) - self._background
        light = np.median(apart[::4, ::4].reshape(-1, CHANNELS), axis=0)
        return np.asarray(np.clip(picture - light, 0, 255), np.uint8)

    def _differing(self, one: Picture, other: Picture) -> Differing:
        differs: Differing = np.asarray(cv2.absdiff(one, other)).max(axis=2) > self.threshold
        return differs

    def _cells(self, differing: Differing) -> Cells:
        """Return the cells of which any pixel differs."""
        squares = differing.reshape(self._grid.rows, HALF_CELL, self._grid.columns, HALF_CELL)
        return np.asarray(squares.any(axis=(1, 3)), np.bool_)


def _threshold(samples: Picture, background: Picture) -> float:
    """Return what differs more than the scene's own noise: the half of it that is still."""
    apart = np.abs(samples[:, ::4, ::4].astype(np.int16) - background[::4, ::4])
    return max(LEAST_DIFFERENCE, TIMES_NOISE * 1.4826 * float(np.median(apart)))
