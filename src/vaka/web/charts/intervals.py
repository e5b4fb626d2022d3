"""Ratios with their intervals, against the line of no effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import ClassVar

from vaka.web.charts.axes import Tick


@dataclass(frozen=True)
class Interval:
    """An estimate with its 95 % interval; a `summary` row is drawn as a diamond."""

    label: str
    estimate: float
    low: float
    high: float
    note: str = ""
    summary: bool = False


@dataclass(frozen=True)
class IntervalPlace:
    """Where an interval stands, in percent; cut ends go on beyond the picture."""

    row: Interval
    at: float
    low: float
    high: float
    cut_low: bool
    cut_high: bool
    words: str

    @property
    def width(self) -> float:
        """Return how much of the picture the interval takes."""
        return round(self.high - self.low, 3)


@dataclass(frozen=True)
class Intervals:
    """Ratios with intervals on a log scale, against the line of no effect at 1."""

    title: str
    summary: str
    rows: Sequence[Interval]
    below: str
    above: str
    template: ClassVar[str] = "charts/intervals.html"

    @property
    def reach(self) -> float:
        """Return how far the axis goes from 1, both ways alike: 2, 4 or 8 times."""
        ends = [end for row in self.rows for end in (row.low, row.high) if end > 0]
        far = max((abs(log(end)) for end in ends), default=0)
        return next((r for r in (2.0, 4.0) if log(r) >= far), 8.0)

    def place(self, ratio: float) -> float:
        """Return where a ratio stands, in percent, held inside the picture."""
        if ratio <= 0:
            return 0.0
        return round(min(100.0, max(0.0, 50 + 50 * log(ratio) / log(self.reach))), 3)

    @property
    def places(self) -> list[IntervalPlace]:
        """Return every row with its place."""
        reach = self.reach
        return [
            IntervalPlace(
                row,
                self.place(row.estimate),
                self.place(row.low),
                self.place(row.high),
                cut_low=row.low < 1 / reach,
                cut_high=row.high > reach,
                words=f"{row.estimate:.2f} ({row.low:.2f}–{row.high:.2f})".replace(".", ","),
            )
            for row in self.rows
        ]

    @property
    def axis(self) -> list[Tick]:
        """Return the marks of the ratio axis."""
        reach = self.reach
        named = [r for r in (0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0) if 1 / reach <= r <= reach]
        return [Tick(f"{r:g}".replace(".", ","), self.place(r)) for r in named]
