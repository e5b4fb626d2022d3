"""The hours of the week, as a heat map of 7 by 24."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import ClassVar

from vaka.web.charts.axes import Tick

HOURS = 24
DAYS = 7
# The steps of the heat scale in tokens.css: 0 is nothing at all, 6 the most.
HEATS = 6


@dataclass(frozen=True)
class Cell:
    """One hour of the week: its count, its heat 0–6, and whether it is outlined."""

    day: int
    hour: int
    count: int
    heat: int
    marked: bool

    @property
    def until(self) -> int:
        """Return the hour at which the cell ends."""
        return self.hour + 1

    @property
    def left(self) -> float:
        """Return its place in percent."""
        return round(100 * self.hour / HOURS, 3)


@dataclass(frozen=True)
class HourOfWeek:
    """How many in each hour of the week: 7 rows from Monday, 24 hours, local wall clock.

    `marked` outlines hours, such as those a decision covers, as (day, hour); `marked_words`
    says what the outline means.
    """

    title: str
    summary: str
    unit: str
    counts: Sequence[Sequence[int]]
    marked: frozenset[tuple[int, int]] = frozenset()
    marked_words: str = ""
    template: ClassVar[str] = "charts/hour_of_week.html"

    def __post_init__(self) -> None:
        """Refuse what is not a week.

        :raises ValueError: when there are not seven days of 24 hours.
        """
        if [len(day) for day in self.counts] != [HOURS] * DAYS:
            raise ValueError("A week has seven days of 24 hours")

    @property
    def most(self) -> int:
        """Return the busiest hour's count."""
        return max(max(day) for day in self.counts)

    @property
    def days(self) -> list[list[Cell]]:
        """Return the cells, one list a day."""
        most = self.most
        return [
            [
                Cell(day, hour, n, heat(n, most=most), (day, hour) in self.marked)
                for hour, n in enumerate(row)
            ]
            for day, row in enumerate(self.counts)
        ]

    @property
    def by_hour(self) -> list[tuple[Cell, ...]]:
        """Return the same cells, one tuple an hour from Monday to Sunday, for the table."""
        return list(zip(*self.days, strict=True))

    @property
    def legend(self) -> list[tuple[int, str]]:
        """Return each heat with the counts it stands for, such as "3–5"."""
        return [(h, words) for h in range(HEATS + 1) if (words := span(h, most=self.most))]

    @property
    def hours(self) -> list[Tick]:
        """Return the hours that are named: every third."""
        return [Tick(f"{hour:02}", 100 * hour / HOURS) for hour in range(0, HOURS, 3)]


def heat(count: int, *, most: int) -> int:
    """Return 0 for nothing, else 1–6 in equal steps up to the most."""
    return 0 if count == 0 else max(1, ceil(HEATS * count / most))


def span(step: int, *, most: int) -> str:
    """Return the counts that have this heat, in words; empty when none can have it."""
    counts = [n for n in range(most + 1) if heat(n, most=most) == step]
    if not counts:
        return ""
    first, last = counts[0], counts[-1]
    return f"{first}" if first == last else f"{first}–{last}"
