"""A time that a law sets: how long from what, and whether at least or at most."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from vaka.law.templates import Words


class Bound(StrEnum):
    """Whether something must last so long, or be done before."""

    AT_LEAST = "at-least"
    AT_MOST = "at-most"


@dataclass(frozen=True)
class Deadline:
    """A time from an event, with its source; months, days by the calendar, hours by the sun."""

    code: str
    text: Words
    bound: Bound
    source: str
    months: int = 0
    days: int = 0
    hours: int = 0

    def after(self, event: datetime) -> datetime:
        """Return when the time is over, at the same time of day in the event's time zone.

        A day that the last month lacks is doubt: what must last then lasts to the day after,
        what must be done is due the day before.
        """
        year, month = divmod(event.year * 12 + event.month - 1 + self.months, 12)
        month += 1
        last = monthrange(year, month)[1]
        end = event.replace(year=year, month=month, day=min(event.day, last))
        if event.day > last and self.bound == Bound.AT_LEAST:
            end += timedelta(days=1)
        end += timedelta(days=self.days)
        if not self.hours:
            return end
        return (end.astimezone(UTC) + timedelta(hours=self.hours)).astimezone(event.tzinfo)

    def day_after(self, event: date) -> date:
        """Return the day on which the time is over, for what a law counts in days."""
        return self.after(datetime.combine(event, time(), UTC)).date()
