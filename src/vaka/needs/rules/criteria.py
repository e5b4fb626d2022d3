"""When a problem is a documented problem, criterion by criterion (evidence.md f1.3)."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from vaka.needs.rules.counts import Occurrence, years_before
from vaka.needs.rules.reports import Flag
from vaka.needs.rules.shrinkage import Standing

YEARS = 3
ENOUGH_INCIDENTS = 12
ENOUGH_SOURCES = 2
ENOUGH_YEARS = 2
# In per cent: how sure it must be that the place is worse than the mean comparable one.
SURE = 90
# A year has the problem when it holds its part of the twelve.
ENOUGH_A_YEAR = ENOUGH_INCIDENTS // YEARS


class Criterion(StrEnum):
    """What a documented problem must be."""

    INCIDENTS = "incidents"
    SOURCES = "sources"
    PERSISTENT = "persistent"
    MORE_THAN_FELT = "more-than-felt"
    COMPARED = "compared"


@dataclass(frozen=True)
class Judged:
    """One criterion, what was found and what was needed."""

    criterion: Criterion
    found: int
    needed: int

    @property
    def holds(self) -> bool:
        """Return whether it is met."""
        return self.found >= self.needed


@dataclass(frozen=True)
class DocumentedProblem:
    """The judgement of a place's problems at an instant.

    `felt` and `detected` count what was left out: feelings, and what was found by looking.
    `standing` is how the place compares; None when there are too few places to compare with,
    and then that criterion is not among the judged.
    """

    judged: tuple[Judged, ...]
    felt: int
    detected: int
    standing: Standing | None = None

    @property
    def holds(self) -> bool:
        """Return whether every criterion is met."""
        return all(judged.holds for judged in self.judged)


def documented_problem(
    occurrences: Collection[Occurrence],
    *,
    at: datetime,
    zone: ZoneInfo,
    standing: Standing | None = None,
) -> DocumentedProblem:
    """Return whether the problems of the 36 months before `at` are documented, and why.

    Counted is what victims reported and others observed. Feelings never count: a camera board
    that sends only a survey has shown no problem. What was found by looking does not count
    either, since it measures the looking.
    """
    ends = _year_ends(at.astimezone(zone))
    middles = [(one.middle, one) for one in occurrences]
    recent = [(middle, one) for middle, one in middles if ends[-1] <= middle < at]
    incidents = [(middle, one) for middle, one in recent if counts(one)]
    a_year = Counter(
        next(year for year in range(YEARS) if middle >= ends[year + 1])
        for middle, _ in incidents
    )
    persistent = sum(count >= ENOUGH_A_YEAR for count in a_year.values())
    sources = {one.source.casefold() for _, one in incidents}
    felt = sum(one.is_felt for _, one in recent)
    judged = [
        Judged(Criterion.INCIDENTS, len(incidents), ENOUGH_INCIDENTS),
        Judged(Criterion.SOURCES, len(sources), ENOUGH_SOURCES),
        Judged(Criterion.PERSISTENT, persistent, ENOUGH_YEARS),
        Judged(Criterion.MORE_THAN_FELT, min(len(incidents), 1), 1),
    ]
    if standing is not None:
        # Cut off, not rounded: 89.9 is not 90.
        judged.append(Judged(Criterion.COMPARED, int(100 * standing.above), SURE))
    looked_for = len(recent) - len(incidents) - felt
    return DocumentedProblem(tuple(judged), felt, looked_for, standing)


def counts(one: Occurrence) -> bool:
    """Return whether a report counts toward a documented problem."""
    return not one.is_felt and one.flag is not Flag.DETECTION_DRIVEN


def _year_ends(now: datetime) -> list[datetime]:
    return [years_before(now, years).astimezone(UTC) for years in range(YEARS + 1)]
