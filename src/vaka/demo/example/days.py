"""When each step of the example was taken: the order of the law, on plausible days.

The self-made balancing test came with Lag (2025:220) on 1 April 2025; the board meets after the
summer; the cameras are there from 1 October, and the effect is told a year and a month later.
"""

from datetime import UTC, date, datetime


def _noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 11, 0, tzinfo=UTC)


FOUNDED = _noon(2025, 1, 13)
PROBLEMS = _noon(2025, 4, 14)
MEASURES = _noon(2025, 5, 2)
CASE_OPENED = _noon(2025, 5, 5)
REFERRED = _noon(2025, 5, 6)
ROUTINE = _noon(2025, 5, 27)
OPINION = _noon(2025, 6, 10)
PLANNED = _noon(2025, 6, 23)
DECIDED = _noon(2025, 9, 26)
INSTALLED = _noon(2025, 9, 30)
CENTRE = _noon(2025, 10, 6)
FOLLOWED_UP = _noon(2026, 2, 16)
ROUTINE_AGAIN = _noon(2026, 4, 20)
PROBLEMS_AGAIN = _noon(2026, 7, 6)
COUNTED = _noon(2026, 11, 2)
REPORTED = _noon(2026, 11, 3)


class Square:
    """The days of weighing the square."""

    DRAFTED = _noon(2025, 5, 28)
    ANSWERED = _noon(2025, 5, 30)
    ADVISED = _noon(2025, 6, 2)
    MENDED = _noon(2025, 6, 3)
    ADVISED_AGAIN = _noon(2025, 6, 4)
    FINAL = _noon(2025, 6, 5)


class Garage:
    """The days of weighing the garage."""

    DRAFTED = _noon(2025, 6, 11)
    ANSWERED = _noon(2025, 6, 12)
    ADVISED = _noon(2025, 6, 18)
    FINAL = _noon(2025, 6, 19)


MEASURE_STARTS = date(2025, 10, 1)
MONTHS = 12
REVIEW_ON = date(2026, 11, 1)
