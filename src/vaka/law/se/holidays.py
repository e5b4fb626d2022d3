"""The named public holidays: lag (1989:253) om allmänna helgdagar, 1-2 §§.

Ordinary Sundays are holidays too (1 § first item) but are not named here: a week's hours
already tell Sunday from other days.
"""

from datetime import date, timedelta
from functools import lru_cache

SATURDAY = 5


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (Meeus, Jones and Butcher's computus)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap_drift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - leap_drift + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """Return the named public holidays of a year, as 2 § places them."""
    easter = easter_sunday(year)
    return frozenset(
        {
            date(year, 1, 1),  # nyårsdagen
            date(year, 1, 6),  # trettondedag jul
            easter - timedelta(days=2),  # långfredagen
            easter,  # påskdagen
            easter + timedelta(days=1),  # annandag påsk
            date(year, 5, 1),  # första maj
            easter + timedelta(days=39),  # Kristi himmelsfärdsdag, the sixth Thursday after
            easter + timedelta(days=49),  # pingstdagen, the seventh Sunday after
            date(year, 6, 6),  # nationaldagen
            _saturday_from(date(year, 6, 20)),  # midsommardagen, 20-26 June
            _saturday_from(date(year, 10, 31)),  # alla helgons dag, 31 October-6 November
            date(year, 12, 25),  # juldagen
            date(year, 12, 26),  # annandag jul
        }
    )


def is_public_holiday(day: date) -> bool:
    """Return whether the day is a named public holiday."""
    return day in public_holidays(day.year)


def _saturday_from(day: date) -> date:
    return day + timedelta(days=(SATURDAY - day.weekday()) % 7)
