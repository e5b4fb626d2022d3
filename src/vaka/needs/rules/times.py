"""When something was, as registers write it: an instant, or all of a day, a week or a month."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# The first and the last instant at which it may have been, UTC.
Span = tuple[datetime, datetime]

MONTH = re.compile(r"(\d{4})-(\d{1,2})")
WEEK = re.compile(r"(\d{4})[ -]*[WwVv]\.? ?(\d{1,2})")
DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./ ](\d{4})(?!\d)")
CLOCK_FIRST = re.compile(r"(\d{1,2}[:.]\d{2}(?:[:.]\d{2})?) +(\S.*)")
# Also 22.10, kl. 22:10 and 9:05, which ISO 8601 does not know.
CLOCK = re.compile(r"^(\S+?)[ T]+(?:[Kk]l\.? ?)?(\d{1,2})[:.](\d{2})(?=$|[:.+Z -])")


class SkippedHour(ValueError):
    """The clocks were put forward over that time, so that it never was."""


def span(value: str, zone: ZoneInfo) -> Span:
    """Return when something was; what has no offset is local, a day alone is the whole day.

    Taken as people write them: `2025-03-14 22:10`, `14/3 2025 22.10`, `22:10 2025-03-14`,
    `2025-03-14`, `2025-W11` or `2025 v. 11`, `2025-03`.

    :raises ValueError: when it is no time.
    :raises SkippedHour: when the local clocks never showed it.
    """
    try:
        return _span(" ".join(value.split()), zone)
    except OverflowError:
        raise ValueError(f"{value} is beyond the calendar") from None


def _span(value: str, zone: ZoneInfo) -> Span:
    if found := MONTH.fullmatch(value):
        return _month(int(found[1]), int(found[2]), zone)
    if found := WEEK.fullmatch(value):
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return _days(monday, monday + timedelta(days=7), zone)
    told = _iso(value)
    try:
        day = date.fromisoformat(told)
    except ValueError:
        at = _instant(datetime.fromisoformat(told), zone)
        return at, at
    return _days(day, day + timedelta(days=1), zone)


def _iso(value: str) -> str:
    """Return it with the day first as ISO 8601 writes it, then the clock."""
    if found := CLOCK_FIRST.fullmatch(value):
        value = f"{found[2]} {found[1]}"
    if found := DAY_FIRST.match(value):
        day, month, year = map(int, found.groups())
        value = f"{year:04}-{month:02}-{day:02}{value[found.end() :]}"
    if found := CLOCK.match(value):
        value = f"{found[1]} {int(found[2]):02}:{found[3]}{value[found.end() :]}"
    return value


def _month(year: int, month: int, zone: ZoneInfo) -> Span:
    first = date(year, month, 1)
    return _days(first, (first + timedelta(days=31)).replace(day=1), zone)


def _days(first: date, after: date, zone: ZoneInfo) -> Span:
    """Return all from one local midnight to another: no Swedish clock skips midnight."""
    start, end = (datetime.combine(day, time(), zone) for day in (first, after))
    return _utc(start), _utc(end)


def _instant(told: datetime, zone: ZoneInfo) -> datetime:
    if told.tzinfo is not None:
        return _utc(told)
    local = told.replace(tzinfo=zone)
    there_and_back = datetime.fromtimestamp(local.timestamp(), zone).replace(tzinfo=None)
    if there_and_back != told:
        raise SkippedHour
    return _utc(local)


def _utc(at: datetime) -> datetime:
    """Return the instant, UTC: only there is a difference the time that passed."""
    return at.astimezone(UTC)
