"""Many single cases in rows on one scale, so that what parts from its like is seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar

from vaka.web.charts.axes import Tick


class Shape(IntEnum):
    """What a dot looks like: told by its shape, not by colour alone."""

    FULL = 1
    HOLLOW = 2
    CROSS = 3


@dataclass(frozen=True)
class Dot:
    """One case: its value, its name, and its shape."""

    value: float
    words: str
    shape: Shape


@dataclass(frozen=True)
class Row:
    """Cases that are alike, and what they have in common."""

    label: str
    dots: Sequence[Dot]


@dataclass(frozen=True)
class Spread:
    """Rows of single cases on a scale from nought to `end`; `shapes` says what each means."""

    title: str
    summary: str
    unit: str
    rows: Sequence[Row]
    end: float
    step: float
    shapes: Sequence[tuple[Shape, str]]
    template: ClassVar[str] = "charts/spread.html"

    @property
    def places(self) -> list[tuple[Row, list[tuple[Dot, float]]]]:
        """Return each row with its dots and their places, in percent."""
        return [(row, [(dot, self._at(dot.value)) for dot in row.dots]) for row in self.rows]

    @property
    def axis(self) -> list[Tick]:
        """Return the marks of the scale."""
        steps = int(self.end // self.step)
        return [Tick(f"{self.step * n:g}", self._at(self.step * n)) for n in range(steps + 1)]

    def _at(self, value: float) -> float:
        return round(100 * min(value, self.end) / self.end, 3)
