"""Counts by month: bars of one place, lines of several."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import ClassVar

from vaka.web.charts.axes import Tick, nice_top, ticks


@dataclass(frozen=True)
class Month:
    """One month: its name in words, its value; None where nothing was counted."""

    label: str
    value: float | None


@dataclass(frozen=True)
class Mark:
    """Something that happened between two months: before the month of that place."""

    before: int
    words: str


@dataclass(frozen=True)
class Series:
    """One line of months."""

    name: str
    months: Sequence[Month]


@dataclass(frozen=True)
class Column:
    """A month's place in percent of the picture; `seldom` months carry their name."""

    month: Month
    left: float
    width: float
    middle: float
    height: float
    seldom: bool

    @property
    def top(self) -> float:
        """Return where the bar begins, from above."""
        return round(100 - self.height, 3)


def most_of(months: Sequence[Month]) -> float:
    """Return the highest value; nought when nothing was counted."""
    return max((month.value or 0 for month in months), default=0)


def placed(marks: Sequence[Mark], *, months: int) -> list[Tick]:
    """Return what happened, each at its place between the months."""
    return [Tick(mark.words, round(100 * mark.before / months, 3)) for mark in marks]


@dataclass(frozen=True)
class Months:
    """Counts by month as bars, from nought, with marks for what happened."""

    title: str
    summary: str
    unit: str
    months: Sequence[Month]
    marks: Sequence[Mark] = ()
    template: ClassVar[str] = "charts/months.html"

    @property
    def axis(self) -> list[Tick]:
        """Return the marks of the value axis."""
        return ticks(most_of(self.months))

    @property
    def columns(self) -> list[Column]:
        """Return each month's place and height."""
        top, _ = nice_top(most_of(self.months))
        share = 100 / max(len(self.months), 1)
        return [
            Column(
                month=month,
                left=round(n * share + share * 0.14, 3),
                width=round(share * 0.72, 3),
                middle=round((n + 0.5) * share, 3),
                height=round(100 * (month.value or 0) / top, 3),
                seldom=n % label_every(len(self.months)) == 0,
            )
            for n, month in enumerate(self.months)
        ]

    @property
    def events(self) -> list[Tick]:
        """Return what happened, with its place."""
        return placed(self.marks, months=len(self.months))


def label_every(months: int) -> int:
    """Return how many months apart names can stand and still be read on a phone."""
    return max(1, ceil(months / 6))


@dataclass(frozen=True)
class Lines:
    """Several series by month on one plane, from nought: a place and its control."""

    title: str
    summary: str
    unit: str
    series: Sequence[Series]
    marks: Sequence[Mark] = ()
    template: ClassVar[str] = "charts/lines.html"

    @property
    def months(self) -> Sequence[Month]:
        """Return the months of the first series: all share them."""
        return self.series[0].months

    @property
    def axis(self) -> list[Tick]:
        """Return the marks of the value axis."""
        return ticks(self._most)

    @property
    def _most(self) -> float:
        return max((most_of(one.months) for one in self.series), default=0)

    @property
    def paths(self) -> list[tuple[str, list[str]]]:
        """Return each series' name and its unbroken stretches as polyline points, 0–100."""
        return [(one.name, self._stretches(one)) for one in self.series]

    def _stretches(self, one: Series) -> list[str]:
        top, _ = nice_top(self._most)
        share = 100 / max(len(one.months), 1)
        found: list[list[str]] = [[]]
        for n, month in enumerate(one.months):
            if month.value is None:
                found.append([])
                continue
            x, y = (n + 0.5) * share, 100 - 100 * month.value / top
            found[-1].append(f"{x:.2f},{y:.2f}")
        return [" ".join(points) for points in found if points]

    @property
    def columns(self) -> list[Column]:
        """Return the months' places, for their names."""
        return Months(self.title, self.summary, self.unit, self.months).columns

    @property
    def events(self) -> list[Tick]:
        """Return what happened, with its place."""
        return placed(self.marks, months=len(self.months))

    @property
    def rows(self) -> list[tuple[str, list[float | None]]]:
        """Return the months as rows of a table, one value a series."""
        return [
            (month.label, [one.months[n].value for one in self.series])
            for n, month in enumerate(self.months)
        ]
