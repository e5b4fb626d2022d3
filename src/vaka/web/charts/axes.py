"""Axes: round numbers, and their places in percent of the picture."""

from dataclasses import dataclass
from math import ceil, floor, log10


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: its words and its place, in percent."""

    words: str
    at: float


def nice_top(most: float, *, steps: int = 4) -> tuple[float, float]:
    """Return an axis' end and its step: 1, 2 or 5 times a power of ten, end ≥ most > 0."""
    if most <= 0:
        return 1.0, 1.0
    rough = most / steps
    power = 10.0 ** floor(log10(rough))
    step = next(power * m for m in (1, 2, 5, 10) if power * m >= rough * (1 - 1e-9))
    step = max(step, 1.0) if most >= 1 else step
    return step * ceil(round(most / step, 9)), step


def ticks(most: float) -> list[Tick]:
    """Return the marks of an axis from nought to past the most."""
    top, step = nice_top(most)
    return [Tick(f"{step * n:g}", 100 * step * n / top) for n in range(round(top / step) + 1)]
