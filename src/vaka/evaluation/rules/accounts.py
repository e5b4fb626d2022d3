"""The time that a yearly or an interim report tells of."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vaka.core.errors import BadInput
from vaka.evaluation.rules.trials import months_later

FIRST_YEAR, LAST_YEAR = 2000, 2100
# So many months lead up to the end of a report's pictures, its own among them.
MONTHS_DRAWN = 24


class Part(StrEnum):
    """How much of its year a report tells of."""

    YEAR = "year"
    INTERIM = "interim"


@dataclass(frozen=True)
class Span:
    """The days of a report, half-open: `end` is the first day after it, at most tomorrow."""

    part: Part
    first: date
    end: date

    @property
    def drawn(self) -> list[date]:
        """Return the first days of the months that its pictures show, the oldest first."""
        last = months_later(self.end, 0) if self.end.day > 1 else months_later(self.end, -1)
        return [months_later(last, n) for n in range(1 - MONTHS_DRAWN, 1)]


def span(year: int, part: Part, *, today: date) -> Span:
    """Return the days of a report on a year, or its first half; what has not been is left out.

    :raises BadInput: when nothing of it has been, or it is no year.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput("year", f"{year} is no year of a report", "Write it with four digits")
    first = date(year, 1, 1)
    if first > today:
        raise BadInput("year", "it has not begun", "Choose this year or an earlier one")
    whole = date(year + 1, 1, 1) if part is Part.YEAR else date(year, 7, 1)
    tomorrow = date.fromordinal(today.toordinal() + 1)
    return Span(part, first, min(whole, tomorrow))
