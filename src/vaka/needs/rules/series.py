"""One survey figure over the years: how it stands, and whether its change can be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from vaka.needs.rules.reports import Status, SurveyFigure
from vaka.needs.rules.survey import (
    Change,
    Interval,
    Level,
    change,
    level,
    share_interval,
    smallest_change,
)

PROBLEM_INDEX = "problem-index"


@dataclass(frozen=True)
class Turn:
    """How a figure went from one survey to a later one: by so much, in per cent or points.

    `change` tells a share's from chance, `visible` (0-1) is the smallest that could be; both
    None for an index, and where the answers are not given.
    """

    before: SurveyFigure
    after: SurveyFigure
    difference: float
    change: Change | None
    visible: float | None


def turn(before: SurveyFigure, after: SurveyFigure) -> Turn | None:
    """Return how a figure went; None when one is a share and the other a score."""
    if before.share is not None and after.share is not None:
        difference = after.share - before.share
        if not before.answers or not after.answers:
            return Turn(before, after, difference, None, None)
        first, second = before.share / 100, after.share / 100
        return Turn(
            before,
            after,
            difference,
            change(first, before.answers, second, after.answers),
            smallest_change(first, before.answers, after.answers),
        )
    if before.score is None or after.score is None:
        return None
    return Turn(before, after, after.score - before.score, None, None)


def interval_of(figure: SurveyFigure) -> Interval | None:
    """Return a share's interval (0-1); none without a share or its answers."""
    if figure.share is None or not figure.answers:
        return None
    return share_interval(figure.share / 100, figure.answers)


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
        """Return the newest share's interval."""
        return interval_of(self.last)

    @cached_property
    def since_first(self) -> Turn | None:
        """Return how it went from the oldest to the newest figure; none of one alone."""
        return turn(self.first, self.last) if len(self.figures) > 1 else None

    @cached_property
    def since_before(self) -> Turn | None:
        """Return how it went from the survey before to the newest; none of one alone."""
        return turn(self.figures[-2], self.last) if len(self.figures) > 1 else None

    def around(self, year: int) -> Turn | None:
        """Return how it went from the last survey before a year to the newest after it.

        A survey of the year itself tells of both, and is left out.
        """
        before = [figure for figure in self.figures if figure.year < year]
        after = [figure for figure in self.figures if figure.year > year]
        return turn(before[-1], after[-1]) if before and after else None

    @property
    def is_scored(self) -> bool:
        """Return whether its newest figure is a score from 0 to 6, and no share."""
        return self.last.share is None

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
