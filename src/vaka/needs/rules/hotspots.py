"""Where on a site problems gather: Getis and Ord's G*, with a limit on false discoveries.

Getis and Ord 1992, Geogr Anal 24:189-206, the local statistic with the cell itself, as a
standard score; Benjamini and Hochberg 1995 on one-sided p. A second opinion beside the map:
where people were and looked is in it too.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
CELL_M = 25.0
# A cell's neighbours are those whose middles are no further away: the eight around it.
REACH_M = 36.0
DISCOVERY_RATE = 0.10
# Fewer positions than these make no pattern; more cells than these are no one site.
FEWEST, MOST_CELLS = 20, 3600
METRES_A_DEGREE = 111_320.0
NORMAL = NormalDist()


@dataclass(frozen=True)
class Cell:
    """A square of the site that holds more than chance would put there, WGS 84."""

    count: int
    score: float
    west: float
    south: float
    east: float
    north: float


def g_star(values: Array, near: NDArray[np.bool_]) -> Array:
    """Return the score of each value with its neighbours; `near` has each near itself."""
    count = len(values)
    weights = near.sum(axis=1)
    spread = float(values.std())
    if spread == 0:
        return np.zeros(count)
    expected = values.mean() * weights
    error = spread * np.sqrt((count * weights - weights**2) / (count - 1))
    scores: Array = np.divide(
        near @ values - expected, error, out=np.zeros(count), where=error > 0
    )
    return scores


def discovered(p: Sequence[float], rate: float = DISCOVERY_RATE) -> list[bool]:
    """Return which are discoveries, of which on average no more than that rate is false."""
    order = sorted(range(len(p)), key=lambda i: p[i])
    last = max(
        (rank for rank, i in enumerate(order, 1) if p[i] <= rate * rank / len(p)), default=0
    )
    found = set(order[:last])
    return [i in found for i in range(len(p))]


def hot_cells(positions: Sequence[tuple[float, float]]) -> list[Cell]:
    """Return the cells where problems gather, of positions as longitude and latitude.

    None when the positions are few, or spread over more than one place.
    """
    if len(positions) < FEWEST:
        return []
    grid = _Grid.around(np.array(positions, dtype=float))
    across, up = grid.shape
    if across * up > MOST_CELLS or across * up < 4:
        return []
    counts = grid.counts()
    scores = g_star(counts, grid.near())
    hot = discovered([1 - NORMAL.cdf(score) for score in scores.tolist()])
    return [
        grid.cell(n, int(counts[n]), float(scores[n]))
        for n, found in enumerate(hot)
        if found and counts[n]
    ]


@dataclass(frozen=True)
class _Grid:
    """Squares of 25 m over positions; x is east, y north, in metres from the corner."""

    west: float
    south: float
    wide: float
    metres: Array

    @classmethod
    def around(cls, positions: Array) -> "_Grid":
        west, south = (float(each) for each in positions.min(axis=0))
        wide = METRES_A_DEGREE * math.cos(math.radians(float(positions[:, 1].mean())))
        metres = (positions - [west, south]) * [wide, METRES_A_DEGREE]
        return cls(west, south, wide, metres)

    @property
    def shape(self) -> tuple[int, int]:
        across, up = (int(each) + 1 for each in self.metres.max(axis=0) // CELL_M)
        return across, up

    def counts(self) -> Array:
        across, up = self.shape
        x, y = (self.metres // CELL_M).astype(int).T
        return np.bincount(y * across + x, minlength=across * up).astype(float)

    def near(self) -> NDArray[np.bool_]:
        across, up = self.shape
        y, x = np.divmod(np.arange(across * up), across)
        apart = np.hypot(x[:, None] - x, y[:, None] - y) * CELL_M
        near: NDArray[np.bool_] = apart <= REACH_M
        return near

    def cell(self, n: int, count: int, score: float) -> Cell:
        y, x = divmod(n, self.shape[0])
        return Cell(
            count=count,
            score=score,
            west=self.west + x * CELL_M / self.wide,
            south=self.south + y * CELL_M / METRES_A_DEGREE,
            east=self.west + (x + 1) * CELL_M / self.wide,
            north=self.south + (y + 1) * CELL_M / METRES_A_DEGREE,
        )
