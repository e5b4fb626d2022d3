"""Whether problems lie where they lay: Andresen's test of point patterns."""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from vaka.geometry import sweref

SQUARE_M = 50.0
# So much of the later points is drawn, and so much left out at each end of what is drawn.
DRAWN, TAIL = 0.85, 0.025


@dataclass(frozen=True)
class Pattern:
    """How many parts hold any of the problems, and in how many their share fell or rose.

    Shares of all, so that fewer problems everywhere are no other pattern.
    """

    parts: int
    fell: int
    rose: int

    @property
    def alike(self) -> float:
        """Return the share of the parts that are as before (0-1), Andresen's S."""
        return 1 - (self.fell + self.rose) / self.parts if self.parts else 1.0


def squares(positions: Iterable[tuple[float, float]]) -> Mapping[tuple[int, int], int]:
    """Return how many positions (longitude, latitude) lie in each square of 50 metres."""
    found: Counter[tuple[int, int]] = Counter()
    for each in positions:
        there = sweref.point(*each)
        found[int(there.x // SQUARE_M), int(there.y // SQUARE_M)] += 1
    return found


def pattern(
    before: Mapping[tuple[int, int], int], after: Mapping[tuple[int, int], int]
) -> Pattern:
    """Return how the later pattern differs from the earlier one, square by square."""
    parts = sorted({*before, *after})
    told = shifts([before.get(p, 0) for p in parts], [after.get(p, 0) for p in parts])
    return Pattern(len(parts), told.count(-1), told.count(1))


def shifts(before: Sequence[int], after: Sequence[int]) -> list[int]:
    """Return for each part whether its share fell (-1), stayed (0) or rose (1).

    A share stayed when that before lies within what 95 of 100 draws of 85 per cent of the later
    points give; how they fall is hypergeometric, so that none need be drawn. At least one point
    each time.
    Source: Andresen 2009, Applied Geography 29:333-345.
    """
    drawn = round(DRAWN * sum(after))
    found = []
    for base, test in zip(before, after, strict=True):
        share = base / sum(before)
        low, high = (end / drawn for end in _ends(sum(after), test, drawn))
        found.append(-1 if share > high + 1e-12 else 1 if share < low - 1e-12 else 0)
    return found


def _ends(points: int, there: int, drawn: int) -> tuple[int, int]:
    """Return how many of those there are among the drawn, at each end of what is likely."""
    ways = math.comb(points, drawn)
    cumulated = list(
        accumulate(
            math.comb(there, count) * math.comb(points - there, drawn - count)
            for count in range(min(there, drawn) + 1)
        )
    )
    return bisect_left(cumulated, TAIL * ways), bisect_left(cumulated, (1 - TAIL) * ways)
