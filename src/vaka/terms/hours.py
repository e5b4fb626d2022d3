"""The weekly pattern of hours, on the local wall clock.

A time that the clock shows twice (autumn) is inside both times or neither; a time that it skips
(spring) has no instant to be inside. So a night of 21.00-06.00 is nine hours long by the clock
on the wall, and ten or eight by the sun when the clock changes, as a board reads its decision.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from vaka.law.se.holidays import is_public_holiday
from vaka.terms.document import HOLIDAY, MINUTES_A_DAY, WEEKDAYS, Hours, Terms

DAY = timedelta(days=1)
FOLDS = (0, 1)


def on_day(terms: Terms, day: date) -> tuple[Hours, ...]:
    """Return the entries whose stretch begins on that day.

    When some entry names `holiday`, a public holiday follows those entries and not its weekday.
    """
    kind = WEEKDAYS[day.weekday()]
    if is_public_holiday(day) and any(HOLIDAY in entry.days for entry in terms.hours):
        kind = HOLIDAY
    return tuple(entry for entry in terms.hours if kind in entry.days)


def within_hours(terms: Terms, at: datetime) -> bool:
    """Return whether the wall clock at that instant stands inside the hours."""
    local = at.astimezone(terms.time_zone)
    today = local.date()
    second = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
    now = (second + timedelta(microseconds=local.microsecond)) / timedelta(minutes=1)
    return any(_covers_evening(entry, now) for entry in on_day(terms, today)) or any(
        _runs_past_midnight(entry) and now < entry.end for entry in on_day(terms, today - DAY)
    )


def _runs_past_midnight(entry: Hours) -> bool:
    return entry.end <= entry.start


def _covers_evening(entry: Hours, now: float) -> bool:
    end = MINUTES_A_DAY if _runs_past_midnight(entry) else entry.end
    return entry.start <= now < end


def boundaries(terms: Terms, day: date) -> Iterator[datetime]:
    """Yield the instants (UTC) of that local day at which being inside can change.

    They are its midnight, each wall-clock end of a stretch, both times where the clock shows it
    twice, and the moment the clock itself is moved.
    """
    minutes = {0}
    for entry in on_day(terms, day):
        minutes |= {entry.start} if _runs_past_midnight(entry) else {entry.start, entry.end}
    minutes |= {e.end for e in on_day(terms, day - DAY) if _runs_past_midnight(e)}
    for minute in minutes:
        yield from instants(terms, day, minute)
    yield from _clock_moved(terms, day)


def instants(terms: Terms, day: date, minute: int) -> Iterator[datetime]:
    """Yield the instants (UTC) at which the wall clock shows that minute of that day."""
    wall = datetime.combine(day, time.min) + timedelta(minutes=minute)
    for fold in FOLDS:
        yield wall.replace(tzinfo=terms.time_zone, fold=fold).astimezone(UTC)


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
