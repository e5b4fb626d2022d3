"""Whether one problem is soon followed by another nearby: Knox's test.

Pairs that are near in space and in time are counted, and held against what there would be if
the times were dealt out anew among the places (Knox 1964, Appl Stat 13:25-29).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
# Near is nearer than this, and sooner.
NEAR_M, NEAR_DAYS = 50.0, 7.0
DEALS, SEED = 199, 20_261_126
# Fewer say nothing; of more the newest are taken, which keeps a page within its second.
FEWEST, MOST = 20, 400
METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True)
class NearRepeat:
    """How many pairs were near in both, against what chance gives, and the p of as many."""

    pairs: int
    expected: float
    p: float

    @property
    def ratio(self) -> float:
        """Return how many times as often as by chance."""
        return self.pairs / self.expected if self.expected else 1.0


def near_repeat(
    events: Sequence[tuple[float, float, float]],
    *,
    metres: float = NEAR_M,
    days: float = NEAR_DAYS,
) -> NearRepeat | None:
    """Return the near-repeat pattern of events: longitude, latitude, day, the newest last.

    None when there are too few.
    """
    told = np.array(events[-MOST:], dtype=float)
    if len(told) < FEWEST:
        return None
    east = told[:, 0] * METRES_A_DEGREE * np.cos(np.radians(told[:, 1].mean()))
    north = told[:, 1] * METRES_A_DEGREE
    first, second = np.triu_indices(len(told), 1)
    apart = np.hypot(east[first] - east[second], north[first] - north[second])
    close = apart < metres
    first, second, apart = first[close], second[close], apart[close]
    random = np.random.default_rng(SEED)
    dealt = [told[:, 2], *(random.permutation(told[:, 2]) for _ in range(DEALS))]
    pairs = [
        pairs_by_band(apart, np.abs(day[first] - day[second]), (0, metres), (0, days))[0][0]
        for day in dealt
    ]
    as_many = sum(count >= pairs[0] for count in pairs[1:])
    return NearRepeat(pairs[0], float(np.mean(pairs[1:])), (1 + as_many) / (DEALS + 1))


def pairs_by_band(
    apart: Array, later: Array, metres: Sequence[float], days: Sequence[float]
) -> list[list[int]]:
    """Return how many pairs lie in each band of distance (a row) and of time (a column).

    Bands run from one end to the next, the first end in and the last out: what programs that
    include both ends call 0 to 7 days is eight.
    """
    told, _, _ = np.histogram2d(apart, later, bins=(_open(metres), _open(days)))
    return [[int(count) for count in row] for row in told]


def _open(ends: Sequence[float]) -> list[float]:
    """Return the ends with the last just below itself: a histogram would take it in."""
    return [*ends[:-1], float(np.nextafter(ends[-1], 0))]
