"""When a problem is a documented problem, criterion by criterion (evidence.md f1.3).

The comparison with similar places (P(rate > reference) ≥ 0.90) needs places to compare with,
and is not judged here; the page says so.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from vaka.needs.rules.counts import Occurrence, years_before
from vaka.needs.rules.reports import Flag

YEARS = 3
ENOUGH_INCIDENTS = 12
ENOUGH_SOURCES = 2
ENOUGH_YEARS = 2
# A year has the problem when it holds its part of the twelve.
ENOUGH_A_YEAR = ENOUGH_INCIDENTS // YEARS


class Criterion(StrEnum):
    """What a documented problem must be."""

    INCIDENTS = "incidents"
    SOURCES = "sources"
    PERSISTENT = "persistent"
    MORE_THAN_FELT = "more-than-felt"


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
    """

    judged: tuple[Judged, ...]
    felt: int
    detected: int

    @property
    def holds(self) -> bool:
        """Return whether every criterion is met."""
        return all(judged.holds for judged in self.judged)


def documented_problem(
    occurrences: Collection[Occurrence], *, at: datetime, zone: ZoneInfo
) -> DocumentedProblem:
    """Return whether the problems of the 36 months before `at` are documented, and why.

    Counted is what victims reported and others observed. Feelings never count: a camera board
    that sends only a survey has shown no problem. What was found by looking does not count
    either, since it measures the looking.
    """
    now = at.astimezone(zone)
    ends = [years_before(now, years).astimezone(UTC) for years in range(YEARS + 1)]
    recent = [one for one in occurrences if ends[-1] <= one.middle < at]
    incidents = [
        one for one in recent if not one.is_felt and one.flag is not Flag.DETECTION_DRIVEN
    ]
    a_year = Counter(
        year
        for one in incidents
        for year in range(YEARS)
        if ends[year + 1] <= one.middle < ends[year]
    )
    persistent = sum(count >= ENOUGH_A_YEAR for count in a_year.values())
    sources = {one.source.casefold() for one in incidents}
    felt = sum(one.is_felt for one in recent)
    return DocumentedProblem(
        judged=(
            Judged(Criterion.INCIDENTS, len(incidents), ENOUGH_INCIDENTS),
            Judged(Criterion.SOURCES, len(sources), ENOUGH_SOURCES),
            Judged(Criterion.PERSISTENT, persistent, ENOUGH_YEARS),
            Judged(Criterion.MORE_THAN_FELT, min(len(incidents), 1), 1),
        ),
        felt=felt,
        detected=len(recent) - len(incidents) - felt,
    )
