"""Ways through a place that begin and end out of sight, and close after the clip."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

SECONDS = 20.0
Spot = tuple[float, float]


@dataclass(frozen=True)
class Step:
    """Where somebody is on a way, which way they face, and how many metres they have gone."""

    place: Spot
    heading: float
    gone: float


Way = Callable[[float], list[Step]]


def way(*spots: Spot, speed: float, begins: float) -> Way:
    """Return a way from spot to spot, begun anew each time the clip is.

    Who takes longer than the clip meets themself, a clip's length behind.
    """
    long = sum(math.dist(a, b) for a, b in pairwise(spots))
    most = math.ceil(long / speed / SECONDS)

    def at(seconds: float) -> list[Step]:
        since = (seconds - begins) % SECONDS
        gone = [(since + lap * SECONDS) * speed for lap in range(most)]
        return [_step(spots, each) for each in gone if each <= long]

    return at


def _step(spots: tuple[Spot, ...], gone: float) -> Step:
    left = gone
    for start, end in pairwise(spots):
        leg = math.dist(start, end)
        if left <= leg:
            part = left / leg
            x, z = (a + (b - a) * part for a, b in zip(start, end, strict=True))
            return Step((x, z), math.atan2(end[1] - start[1], end[0] - start[0]), gone)
        left -= leg
    raise AssertionError(f"{gone} metres are more than the way is long")
