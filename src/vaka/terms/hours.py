"""The weekly pattern of hours, on the local wall clock.

A time that the clock shows twice (autumn) is inside both times or neither; a time that it skips
(spring) has no instant to be inside. So a night of 21.00-06.00 is nine hours long by the clock
on the wall, and ten or eight by the sun when the clock changes, as a board reads its decision.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import product

from vaka.law.se.holidays import is_public_holiday
from vaka.terms.document import HOLIDAY, MINUTES_A_DAY, WEEKDAYS, Hours, Terms

DAY = timedelta(days=1)
FOLDS = (0, 1)
# Two weeks show every day of the week, also when a moved clock hides an hour of one of them,
# and a day at each end.
WEEKLY = timedelta(days=16)
# Weekdays and dates meet again as before after 400 Gregorian years.
WITH_HOLIDAYS = timedelta(days=146_097)

# Minutes after midnight by the wall clock, half-open.
Stretch = tuple[int, int]


def within_hours(terms: Terms, at: datetime) -> bool:
    """Return whether the wall clock at that instant stands inside the hours."""
    local = at.astimezone(terms.time_zone)
    minute = local.hour * 60 + local.minute
    return any(start <= minute < end for start, end in stretches(terms.hours, local.date()))


def stretches(hours: tuple[Hours, ...], day: date) -> tuple[Stretch, ...]:
    """Return when that day is inside, in order and apart, with what began the day before."""
    return _stretches(hours, _kind(hours, day - DAY), _kind(hours, day))


def repeats_after(hours: tuple[Hours, ...]) -> timedelta:
    """Return how long to watch the pattern until it has shown every change it has."""
    if not _names_holidays(hours):
        return WEEKLY
    days = {_stretches(hours, *pair) for pair in product((*WEEKDAYS, HOLIDAY), repeat=2)}
    return timedelta() if days in ({()}, {((0, MINUTES_A_DAY),)}) else WITH_HOLIDAYS


def changes(terms: Terms, first: date, last: date) -> Iterator[datetime]:
    """Yield the instants (UTC), in order, at which being inside those local days can change."""
    ahead: set[datetime] = set()
    for number in range((last - first).days + 1):
        day = first + number * DAY
        ahead.update(_boundaries(terms, day))
        # A clock moved at midnight mixes the end of one day with the start of the next.
        begins = next(_instants(terms, day + DAY, 0))
        yield from sorted(instant for instant in ahead if instant < begins)
        ahead = {instant for instant in ahead if instant >= begins}
    yield from sorted(ahead)


def _boundaries(terms: Terms, day: date) -> set[datetime]:
    """Return the instants at which a local day, or being inside on it, can begin or end.

    They are its midnight, each wall-clock end of a stretch, both times where the clock shows it
    twice, and the moment the clock itself is moved.
    """
    minutes = {0}.union(*stretches(terms.hours, day))
    found = {instant for minute in minutes for instant in _instants(terms, day, minute)}
    return found.union(_clock_moved(terms, day))


def _instants(terms: Terms, day: date, minute: int) -> Iterator[datetime]:
    """Yield the instants (UTC) at which the wall clock shows that minute of that day."""
    wall = datetime.combine(day, time.min) + timedelta(minutes=minute)
    for fold in FOLDS:
        yield wall.replace(tzinfo=terms.time_zone, fold=fold).astimezone(UTC)


def _kind(hours: tuple[Hours, ...], day: date) -> str:
    """Return which entries the day follows.

    When some entry names `holiday`, a public holiday follows those entries and not its weekday.
    """
    if _names_holidays(hours) and is_public_holiday(day):
        return HOLIDAY
    return WEEKDAYS[day.weekday()]


def _names_holidays(hours: tuple[Hours, ...]) -> bool:
    return any(HOLIDAY in entry.days for entry in hours)


@lru_cache(maxsize=8192)
def _stretches(hours: tuple[Hours, ...], before: str, today: str) -> tuple[Stretch, ...]:
    began = [(0, e.end) for e in hours if before in e.days and _runs_past_midnight(e)]
    begins = [
        (e.start, MINUTES_A_DAY if _runs_past_midnight(e) else e.end)
        for e in hours
        if today in e.days
    ]
    apart: list[Stretch] = []
    for start, end in sorted(s for s in began + begins if s[0] < s[1]):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return tuple(apart)


def _runs_past_midnight(entry: Hours) -> bool:
    return entry.end <= entry.start


def _clock_moved(terms: Terms, day: date) -> Iterator[datetime]:
    """Yield the instant within the day at which the offset from UTC changes, if it does."""
    low = datetime.combine(day, time.min, tzinfo=terms.time_zone).astimezone(UTC)
    high = datetime.combine(day + DAY, time.min, tzinfo=terms.time_zone).astimezone(UTC)
    before = low.astimezone(terms.time_zone).utcoffset()
    if high.astimezone(terms.time_zone).utcoffset() == before:
        return
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        if middle.astimezone(terms.time_zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    yield high.replace(microsecond=0)
