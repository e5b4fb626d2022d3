"""When a problem is a documented problem, criterion by criterion (evidence.md f1.3)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
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


@dataclass
class Tally:
    """What is counted of a place over the 36 months: toward a problem by year, and beside it.

    Year 0 is the last; `sources` are those of what counts, in small letters.
    """

    a_year: Counter[int] = field(default_factory=Counter)
    sources: set[str] = field(default_factory=set)
    felt: int = 0
    detected: int = 0

    def add(self, year: int, told: Occurrence) -> None:
        """Count what a report tells of in that year."""
        if told.is_felt:
            self.felt += told.count
        elif told.flag is Flag.DETECTION_DRIVEN:
            self.detected += told.count
        else:
            self.a_year[year] += told.count
            self.sources.add(told.source.casefold())


def documented_problem(
    occurrences: Iterable[Occurrence],
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
    ends, tally = year_ends(at, zone), Tally()
    for one in occurrences:
        if (year := year_of(one.middle, ends)) is not None:
            tally.add(year, one)
    return judgement(tally, standing)


def judgement(tally: Tally, standing: Standing | None = None) -> DocumentedProblem:
    """Return what a tally amounts to, held against other places where there are enough."""
    incidents = tally.a_year.total()
    persistent = sum(count >= ENOUGH_A_YEAR for count in tally.a_year.values())
    judged = [
        Judged(Criterion.INCIDENTS, incidents, ENOUGH_INCIDENTS),
        Judged(Criterion.SOURCES, len(tally.sources), ENOUGH_SOURCES),
        Judged(Criterion.PERSISTENT, persistent, ENOUGH_YEARS),
        Judged(Criterion.MORE_THAN_FELT, min(incidents, 1), 1),
    ]
    if standing is not None:
        # Cut off, not rounded: 89.9 is not 90.
        judged.append(Judged(Criterion.COMPARED, int(100 * standing.above), SURE))
    return DocumentedProblem(tuple(judged), tally.felt, tally.detected, standing)


def year_ends(at: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return when the three years end, the last first, and when the earliest begins."""
    now = at.astimezone(zone)
    return [years_before(now, years).astimezone(UTC) for years in range(YEARS + 1)]


def year_of(instant: datetime, ends: Sequence[datetime]) -> int | None:
    """Return in which of the years an instant lies; None outside them."""
    for year in range(YEARS):
        if ends[year + 1] <= instant < ends[year]:
            return year
    return None


def counts(one: Occurrence) -> bool:
    """Return whether a report counts toward a documented problem."""
    return not one.is_felt and one.flag is not Flag.DETECTION_DRIVEN
