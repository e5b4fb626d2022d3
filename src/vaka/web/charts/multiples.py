"""Small multiples: many places side by side on one scale, so that the eye compares."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from vaka.web.charts.months import Series, most_of


@dataclass(frozen=True)
class Panel:
    """One place: its line as stretches of points, 0–100, and its sums before and after."""

    name: str
    stretches: list[str]
    before: float
    after: float
    first: bool


@dataclass(frozen=True)
class Multiples:
    """Lines of many places, each in a panel of its own, all on one scale from nought.

    The first series is the one that the others are held against; `before` says how many months
    there are before the mark.
    """

    title: str
    summary: str
    unit: str
    series: Sequence[Series]
    before: int
    template: ClassVar[str] = "charts/multiples.html"

    @property
    def top(self) -> float:
        """Return the end of the common scale."""
        return max((most_of(one.months) for one in self.series), default=0) or 1.0

    @property
    def mark(self) -> float:
        """Return where the mark stands, in percent."""
        months = len(self.series[0].months)
        return round(100 * self.before / months, 3) if months else 0.0

    @property
    def panels(self) -> list[Panel]:
        """Return every place, in the order given."""
        return [self._panel(one, first=n == 0) for n, one in enumerate(self.series)]

    def _panel(self, one: Series, *, first: bool) -> Panel:
        share = 100 / max(len(one.months), 1)
        found: list[list[str]] = [[]]
        for n, month in enumerate(one.months):
            if month.value is None:
                found.append([])
                continue
            found[-1].append(
                f"{(n + 0.5) * share:.2f},{100 - 100 * month.value / self.top:.2f}"
            )
        return Panel(
            name=one.name,
            stretches=[" ".join(points) for points in found if points],
            before=sum(month.value or 0 for month in one.months[: self.before]),
            after=sum(month.value or 0 for month in one.months[self.before :]),
            first=first,
        )
