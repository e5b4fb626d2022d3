"""One survey figure over the years: how it stands, and whether its change can be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from vaka.needs.rules.reports import Status, SurveyFigure
from vaka.needs.rules.survey import Change, Interval, Level, change, level, share_interval

PROBLEM_INDEX = "problem-index"


@dataclass(frozen=True)
class Series:
    """The figures of one indicator in one area, the oldest first; never empty."""

    area: str
    indicator: str
    figures: tuple[SurveyFigure, ...]

    @property
    def first(self) -> SurveyFigure:
        """Return the oldest figure."""
        return self.figures[0]

    @property
    def last(self) -> SurveyFigure:
        """Return the newest figure."""
        return self.figures[-1]

    @cached_property
    def interval(self) -> Interval | None:
        """Return the newest share's interval (0–1); none without a share or its answers."""
        if self.last.share is None or self.last.answers is None:
            return None
        return share_interval(self.last.share / 100, self.last.answers)

    @cached_property
    def change(self) -> Change | None:
        """Return the change from the oldest to the newest share; none when it lacks answers."""
        told = [
            (figure.share / 100, figure.answers)
            for figure in (self.first, self.last)
            if figure.share is not None and figure.answers is not None
        ]
        if len(told) < 2 or self.first is self.last:
            return None
        return change(*told[0], *told[1])

    @property
    def level(self) -> Level | None:
        """Return the level that the newest problem index is over, or none."""
        if self.indicator != PROBLEM_INDEX or self.last.score is None:
            return None
        return level(self.last.score)

    @property
    def is_example(self) -> bool:
        """Return whether any of the figures is made up."""
        return any(figure.status is Status.EXAMPLE for figure in self.figures)


def series(figures: Iterable[SurveyFigure]) -> list[Series]:
    """Return the figures by area and indicator, in the order in which they first come."""
    grouped: dict[tuple[str, str], list[SurveyFigure]] = {}
    for figure in figures:
        grouped.setdefault((figure.area, figure.indicator), []).append(figure)
    return [
        Series(area, indicator, tuple(sorted(told, key=lambda figure: figure.year)))
        for (area, indicator), told in grouped.items()
    ]
