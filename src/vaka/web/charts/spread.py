"""Many single cases in rows on one scale, so that what parts from its like is seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar

from vaka.web.charts.axes import Tick

# So near each other, in percent, dots would hide one another.
NEAR = 2.0
LEVELS = (24, 9, 39)


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
class Place:
    """Where a dot stands: along the scale in percent, and in the row's height in pixels."""

    dot: Dot
    at: float
    level: int


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
    def places(self) -> list[tuple[Row, list[Place]]]:
        """Return each row with its dots where they stand."""
        return [(row, self._places(row)) for row in self.rows]

    def _places(self, row: Row) -> list[Place]:
        """Return the dots of a row; those that would hide each other stand above each other."""
        placed: list[Place] = []
        for dot in row.dots:
            at = self._at(dot.value)
            near = sum(abs(other.at - at) < NEAR for other in placed)
            placed.append(Place(dot, at, LEVELS[near % len(LEVELS)]))
        return placed

    @property
    def axis(self) -> list[Tick]:
        """Return the marks of the scale."""
        steps = int(self.end // self.step)
        return [Tick(f"{self.step * n:g}", self._at(self.step * n)) for n in range(steps + 1)]

    def _at(self, value: float) -> float:
        return round(100 * min(value, self.end) / self.end, 3)
