"""What a year of incidents was: how many, how quickly handled, how many of them false."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from vaka.law.eu.alarm_receiving import BY_PRIORITY
from vaka.response.rules.incidents import Outcome

SHARES = (0.5, 0.9, 0.99)


@dataclass(frozen=True)
class Handled:
    """One incident, as far as figures need it; `sources` are what sent its alarms."""

    board: str
    kind: str
    priority: int
    opened_at: datetime
    acknowledged_at: datetime | None
    verified_at: datetime | None
    closed_at: datetime | None
    outcome: str
    sources: tuple[str, ...]

    @property
    def is_false(self) -> bool:
        """Return whether it turned out to be a false alarm."""
        return self.outcome == Outcome.FALSE_ALARM


@dataclass(frozen=True)
class Times:
    """How long something took from when the incident opened, where it was done."""

    count: int
    half: timedelta
    most: timedelta
    nearly_all: timedelta


@dataclass(frozen=True)
class Kept:
    """What share was begun on within a time, and what share the standard asks for."""

    within: timedelta
    asked: float
    share: float

    @property
    def holds(self) -> bool:
        """Return whether it was enough."""
        return self.share >= self.asked


@dataclass(frozen=True)
class Handling:
    """How incidents of one priority were handled; None where nothing was."""

    priority: int
    count: int
    acknowledged: Times | None
    verified: Times | None
    closed: Times | None
    kept: tuple[Kept, ...]


@dataclass(frozen=True)
class Source:
    """What sent alarms: of how many closed incidents, and how many of them were false."""

    name: str
    closed: int
    false: int

    @property
    def percent(self) -> int:
        """Return how many of a hundred were false."""
        return round(100 * self.false / self.closed)


@dataclass(frozen=True)
class Statistics:
    """The figures of one period."""

    count: int
    closed: int
    false: int
    by_kind: Mapping[str, int]
    by_board: Mapping[str, int]
    by_outcome: Mapping[str, int]
    by_hour: Sequence[Sequence[int]]
    handling: tuple[Handling, ...]
    sources: tuple[Source, ...]


def statistics(incidents: Iterable[Handled], *, zone: ZoneInfo, at: datetime) -> Statistics:
    """Return the figures at an instant; hours are those of the wall clock in that zone."""
    rows = list(incidents)
    priorities = sorted({row.priority for row in rows})
    return Statistics(
        count=len(rows),
        closed=sum(row.closed_at is not None for row in rows),
        false=sum(row.is_false for row in rows),
        by_kind=dict(Counter(row.kind for row in rows).most_common()),
        by_board=dict(Counter(row.board for row in rows).most_common()),
        by_outcome=dict(Counter(row.outcome for row in rows if row.outcome).most_common()),
        by_hour=_by_hour(rows, zone),
        handling=tuple(
            _handling(p, [r for r in rows if r.priority == p], at) for p in priorities
        ),
        sources=_sources(rows),
    )


def times(waits: Iterable[timedelta]) -> Times | None:
    """Return the percentiles (nearest rank) of how long something took; None of nothing."""
    ordered = sorted(waits)
    if not ordered:
        return None
    half, most, nearly_all = (ordered[ceil(share * len(ordered)) - 1] for share in SHARES)
    return Times(len(ordered), half, most, nearly_all)


def _by_hour(rows: Iterable[Handled], zone: ZoneInfo) -> list[list[int]]:
    week = [[0] * 24 for _ in range(7)]
    for row in rows:
        local = row.opened_at.astimezone(zone)
        week[local.weekday()][local.hour] += 1
    return week


def _handling(priority: int, rows: Sequence[Handled], at: datetime) -> Handling:
    begun = [r.acknowledged_at - r.opened_at for r in rows if r.acknowledged_at]
    waiting = [at - r.opened_at for r in rows if not r.acknowledged_at]
    return Handling(
        priority=priority,
        count=len(rows),
        acknowledged=times(begun),
        verified=times(r.verified_at - r.opened_at for r in rows if r.verified_at),
        closed=times(r.closed_at - r.opened_at for r in rows if r.closed_at),
        kept=tuple(
            Kept(one.within, one.share, share)
            for one in BY_PRIORITY[priority]
            if (share := _share_within(one.within, begun, waiting)) is not None
        ),
    )


def _share_within(
    within: timedelta, begun: Sequence[timedelta], waiting: Sequence[timedelta]
) -> float | None:
    """Return what share was begun on in that time; None when it has yet to show of all."""
    # What still waits is late once the time is over, and neither late nor in time before.
    late = sum(wait > within for wait in (*begun, *waiting))
    in_time = sum(wait <= within for wait in begun)
    return in_time / (in_time + late) if in_time + late else None


def _sources(rows: Iterable[Handled]) -> tuple[Source, ...]:
    """Return what sent alarms, those with the most false ones first."""
    closed: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for row in rows:
        if row.closed_at:
            closed.update(row.sources)
            false.update(row.sources if row.is_false else ())
    found = [Source(name, count, false[name]) for name, count in closed.items()]
    return tuple(sorted(found, key=lambda one: (-one.false, -one.closed, one.name)))
