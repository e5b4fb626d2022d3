"""How many problems of each kind there were, and when: what the pictures are drawn from."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import repeat
from zoneinfo import ZoneInfo

from vaka.needs.rules.categories import FELT
from vaka.needs.rules.reports import Flag


@dataclass(frozen=True)
class Occurrence:
    """What one report tells, as far as counting is concerned: so many problems."""

    occurred_from: datetime
    occurred_to: datetime
    category: str
    source: str
    flag: Flag
    count: int = 1

    @property
    def middle(self) -> datetime:
        """Return the middle of the interval, which says in which month and year it counts."""
        start = self.occurred_from.astimezone(UTC)
        if self.occurred_to == self.occurred_from:
            return start
        return start + (self.occurred_to.astimezone(UTC) - start) / 2

    @property
    def is_felt(self) -> bool:
        """Return whether it tells of a feeling, not of something that happened."""
        return self.category == FELT


@dataclass
class ByFlag:
    """Counts that must not be summed into one: how each came to be known."""

    flags: Counter[Flag] = field(default_factory=Counter)

    @property
    def reported(self) -> int:
        """Return what victims reported and people observed."""
        return self.flags[Flag.VICTIM_REPORTED] + self.flags[Flag.OBSERVED]

    @property
    def victim_reported(self) -> int:
        """Return what those who were hit reported."""
        return self.flags[Flag.VICTIM_REPORTED]

    @property
    def observed(self) -> int:
        """Return what others saw."""
        return self.flags[Flag.OBSERVED]

    @property
    def detected(self) -> int:
        """Return what was found by looking for it, which rises with the looking."""
        return self.flags[Flag.DETECTION_DRIVEN]


def intervals(occurrences: Iterable[Occurrence]) -> Iterator[tuple[datetime, datetime]]:
    """Return when each problem was, at the earliest and the latest; a feeling has no hour."""
    for one in occurrences:
        if not one.is_felt:
            yield from repeat((one.occurred_from, one.occurred_to), one.count)


def by_category(occurrences: Iterable[Occurrence]) -> Mapping[str, ByFlag]:
    """Return the counts of each category, the most reported first."""
    counts: dict[str, ByFlag] = {}
    for one in occurrences:
        counts.setdefault(one.category, ByFlag()).flags[one.flag] += one.count
    return dict(
        sorted(counts.items(), key=lambda item: (-item[1].reported, -item[1].detected, item[0]))
    )


def by_source(occurrences: Iterable[Occurrence]) -> Mapping[str, ByFlag]:
    """Return the counts of each source, the most reports first."""
    counts: dict[str, ByFlag] = {}
    for one in occurrences:
        counts.setdefault(one.source, ByFlag()).flags[one.flag] += one.count
    return dict(
        sorted(counts.items(), key=lambda item: (-item[1].flags.total(), item[0].casefold()))
    )


def by_month(
    occurrences: Iterable[Occurrence], zone: ZoneInfo
) -> Mapping[tuple[int, int], ByFlag]:
    """Return the counts of each local month (year, month) in order; months without are 0.

    A gap in a picture must be seen as a month without problems, not be left out.
    """
    counts: dict[tuple[int, int], ByFlag] = {}
    for one in occurrences:
        local = one.middle.astimezone(zone)
        counts.setdefault((local.year, local.month), ByFlag()).flags[one.flag] += one.count
    if not counts:
        return {}
    return {month: counts.get(month, ByFlag()) for month in _months(min(counts), max(counts))}


def _months(first: tuple[int, int], last: tuple[int, int]) -> Iterable[tuple[int, int]]:
    year, month = first
    while (year, month) <= last:
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def years_before(at: datetime, years: int) -> datetime:
    """Return the same wall clock so many years before; 28 February for a leap day."""
    try:
        return at.replace(year=at.year - years)
    except ValueError:
        return (at - timedelta(days=1)).replace(year=at.year - years)
