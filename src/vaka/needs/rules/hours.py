"""At which hours of the week the problems are, and which hours would hold most of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)
WEEK_HOURS = 168
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Nights before a working day, and nights before a free one.
NIGHTS = (("sun", "mon", "tue", "wed", "thu"), ("fri", "sat"))

# One occurrence: the first and the last instant at which it may have been.
Interval = tuple[datetime, datetime]


@dataclass(frozen=True)
class HourBand:
    """Hours of some days, local wall clock; when `end` ≤ `start` it runs past midnight.

    Written as in the terms: a band past midnight belongs to the day it began.
    """

    days: tuple[str, ...]
    start: int
    end: int

    @property
    def hours_a_week(self) -> int:
        """Return how many of the week's 168 hours it holds."""
        return len(self.days) * _length(self.start, self.end)


@dataclass(frozen=True)
class SuggestedHours:
    """Bands that hold a share (0–1) of the problem in few hours."""

    bands: tuple[HourBand, ...]
    share: float

    @property
    def hours_a_week(self) -> int:
        """Return how many of the week's 168 hours the bands hold."""
        return sum(band.hours_a_week for band in self.bands)


def hour_of_week(at: datetime, zone: ZoneInfo) -> int:
    """Return the hour of the week, 0 (Monday 00–01) to 167, on the local wall clock."""
    local = at.astimezone(zone)
    return local.weekday() * 24 + local.hour


def week_matrix(intervals: Iterable[Interval], zone: ZoneInfo) -> list[float]:
    """Return how many occurrences fall in each of the 168 hours of the week.

    Aoristic: who finds the bicycle gone at seven knows only that it was taken in the night, so
    that each occurrence is spread evenly over its interval. The hours are those that passed,
    shown by the wall clock: the hour that the clocks skip in March gets nothing, the one that
    they repeat in October gets both. For zones whose offset is whole hours.
    """
    matrix = [0.0] * WEEK_HOURS
    for start, end in intervals:
        for hour, weight in _spread(start, end, zone):
            matrix[hour] += weight
    return matrix


def _spread(start: datetime, end: datetime, zone: ZoneInfo) -> Iterable[tuple[int, float]]:
    # In UTC, since a difference of local times is that of the wall clocks.
    at, last = start.astimezone(UTC), end.astimezone(UTC)
    whole = last - at
    if not whole:
        return [(hour_of_week(start, zone), 1.0)]
    # A longer interval knows nothing about the hour.
    if whole >= WEEK_HOURS * HOUR:
        return [(hour, 1 / WEEK_HOURS) for hour in range(WEEK_HOURS)]
    parts = []
    while at < last:
        turn = min(last, at.replace(minute=0, second=0, microsecond=0) + HOUR)
        parts.append((hour_of_week(at, zone), (turn - at) / whole))
        at = turn
    return parts


def suggested_hours(matrix: Sequence[float], *, share: float) -> SuggestedHours | None:
    """Return the fewest hours that hold at least that share (0–1) of the problem, or none.

    One band for the nights before working days and one for the nights before free days: what a
    board can decide, a sign can say and a passer-by can remember. None when nothing happened.
    A proposal from the numbers; the board decides, and says why when it decides otherwise.
    """
    total = sum(matrix)
    if not total:
        return None
    turn = _quietest_hour(matrix)
    # A hair less than asked for, so that rounding never demands a whole hour more.
    enough = share * total * (1 - 1e-9)
    chosen = min(
        (
            windows
            for windows in product(*(_best_windows(matrix, nights, turn) for nights in NIGHTS))
            if sum(window.weight for window in windows) >= enough
        ),
        key=lambda windows: (
            sum(window.hours_a_week for window in windows),
            -sum(window.weight for window in windows),
        ),
    )
    bands = tuple(window.band(turn) for window in chosen if window.length)
    return SuggestedHours(_merged(bands), sum(window.weight for window in chosen) / total)


@dataclass(frozen=True)
class _Window:
    """Some hours in a row, `offset` hours after the turn of the day, on some days."""

    days: tuple[str, ...]
    offset: int
    length: int
    weight: float

    @property
    def hours_a_week(self) -> int:
        return len(self.days) * self.length

    def band(self, turn: int) -> HourBand:
        start = turn + self.offset
        days = self.days if start < 24 else tuple(map(_day_after, self.days))
        return HourBand(days, start % 24, (start + self.length) % 24)


def _best_windows(
    matrix: Sequence[float], days: tuple[str, ...], turn: int
) -> Iterable[_Window]:
    """Return, for each length, the window that holds most on those days."""
    starts = [DAYS.index(day) * 24 + turn for day in days]
    by_offset = [
        sum(matrix[(start + offset) % WEEK_HOURS] for start in starts) for offset in range(24)
    ]
    for length in range(25):
        weights = [sum(by_offset[o : o + length]) for o in range(25 - length)]
        offset = weights.index(max(weights))
        yield _Window(days, offset, length, weights[offset])


def _quietest_hour(matrix: Sequence[float]) -> int:
    """Return the hour of the day with least in it, so that no night is cut in two.

    Of equally quiet hours the one nearest noon, when a night has been and none has begun.
    """
    return min(range(24), key=lambda hour: (sum(matrix[hour::24]), abs(hour - 12)))


def _day_after(day: str) -> str:
    return DAYS[(DAYS.index(day) + 1) % len(DAYS)]


def _length(start: int, end: int) -> int:
    return (end - start) % 24 or 24


def _merged(bands: tuple[HourBand, ...]) -> tuple[HourBand, ...]:
    """Return one band when both nights have the same hours; the days in the week's order."""
    if len({(band.start, band.end) for band in bands}) == 1:
        days = {day for band in bands for day in band.days}
        bands = (HourBand(tuple(days), bands[0].start, bands[0].end),)
    return tuple(
        HourBand(tuple(sorted(band.days, key=DAYS.index)), band.start, band.end)
        for band in bands
    )
