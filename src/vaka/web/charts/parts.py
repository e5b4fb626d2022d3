"""The parts of the day through the week, where a count may be hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from vaka.web.charts.axes import Tick
from vaka.web.charts.week import HEATS, heat, span


@dataclass(frozen=True)
class Stretch:
    """One part of one day: its count (None: hidden), its heat 0–6, its place in percent."""

    part: str
    count: int | None
    heat: int
    left: float
    width: float


@dataclass(frozen=True)
class PartsOfWeek:
    """How many in each part of the day, a row for each day from Monday; None is hidden."""

    title: str
    summary: str
    unit: str
    parts: Sequence[str]
    counts: Sequence[Sequence[int | None]]
    hidden_words: str
    template: ClassVar[str] = "charts/parts_of_week.html"

    @property
    def most(self) -> int:
        """Return the busiest part's count, of those that are shown."""
        return max((count or 0 for day in self.counts for count in day), default=0)

    @property
    def days(self) -> list[list[Stretch]]:
        """Return the parts, one list a day."""
        return [self._day(day) for day in self.counts]

    def _day(self, counts: Sequence[int | None]) -> list[Stretch]:
        width = round(100 / len(self.parts), 3)
        return [
            Stretch(part, count, heat(count or 0, most=self.most), round(n * width, 3), width)
            for n, (part, count) in enumerate(zip(self.parts, counts, strict=True))
        ]

    @property
    def names(self) -> list[Tick]:
        """Return the parts' names, where each begins."""
        return [Tick(part, 100 * n / len(self.parts)) for n, part in enumerate(self.parts)]

    @property
    def legend(self) -> list[tuple[int, str]]:
        """Return each heat with the counts it stands for, such as "3–5"."""
        return [(h, words) for h in range(HEATS + 1) if (words := span(h, most=self.most))]
