"""Figures of single years with their uncertainty, area by area on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from vaka.web.charts.axes import Tick


@dataclass(frozen=True)
class Reading:
    """One year's figure with the ends of its interval; None where no interval can be told."""

    year: int
    value: float
    words: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Place:
    """An area's readings, the oldest first."""

    name: str
    readings: Sequence[Reading]


@dataclass(frozen=True)
class Dot:
    """Where a reading stands, in percent of the panel."""

    reading: Reading
    x: float
    y: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Years:
    """Readings by year, a panel for each place, all on one scale from nought to `top`.

    `rule` is a line across, such as where a level begins, with `rule_words` for it.
    """

    title: str
    summary: str
    unit: str
    places: Sequence[Place]
    top: float
    rule: float | None = None
    rule_words: str = ""
    template: ClassVar[str] = "charts/years.html"

    @property
    def years(self) -> list[int]:
        """Return every year from the first to the last of any place."""
        told = [each.year for place in self.places for each in place.readings]
        return list(range(min(told), max(told) + 1)) if told else []

    @property
    def line(self) -> float | None:
        """Return where the rule stands, in percent from above."""
        return None if self.rule is None else self._y(self.rule)

    @property
    def names(self) -> list[Tick]:
        """Return the first and the last year, at their places."""
        years = self.years
        return [Tick(str(year), self._x(year)) for year in dict.fromkeys((years[0], years[-1]))]

    @property
    def panels(self) -> list[tuple[str, str, list[Dot]]]:
        """Return each place with its line, as points 0–100, and its dots."""
        found = []
        for place in self.places:
            dots = [self._dot(each) for each in place.readings]
            line = " ".join(f"{dot.x:.2f},{dot.y:.2f}" for dot in dots)
            found.append((place.name, line, dots))
        return found

    @property
    def rows(self) -> list[tuple[str, Reading]]:
        """Return every reading with its place, for the table."""
        return [(place.name, each) for place in self.places for each in place.readings]

    def _dot(self, reading: Reading) -> Dot:
        ends = (reading.low, reading.high)
        low, high = (None if end is None else self._y(end) for end in ends)
        return Dot(reading, self._x(reading.year), self._y(reading.value), low, high)

    def _x(self, year: int) -> float:
        years = self.years
        return round(100 * (year - years[0] + 0.5) / len(years), 3)

    def _y(self, value: float) -> float:
        return round(100 * (1 - min(max(value, 0.0), self.top) / self.top), 3)
