"""The named public holidays of lag (1989:253), against a second opinion over a century."""

from datetime import date, timedelta

import holidays
import pytest

from vaka.law.se.holidays import easter_sunday, is_public_holiday, public_holidays

# 6 June took the place of annandag pingst with lag (2004:1320), in force 1 January 2005.
AS_IT_STANDS_SINCE = 2005
BEFORE_IT = range(2000, 2005)


def second_opinion(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("SE", years=year))


@pytest.mark.parametrize("year", range(AS_IT_STANDS_SINCE, 2101))
def test_every_holiday_of_the_year(year: int) -> None:
    assert public_holidays(year) == second_opinion(year)


@pytest.mark.parametrize("year", BEFORE_IT)
def test_earlier_years_are_read_by_the_law_as_it_stands(year: int) -> None:
    whit_monday = easter_sunday(year) + timedelta(days=50)
    assert public_holidays(year) ^ second_opinion(year) == {date(year, 6, 6), whit_monday}


@pytest.mark.parametrize("year", range(1990, 2101))
def test_there_are_thirteen_names_whose_days_the_law_places(year: int) -> None:
    days = public_holidays(year)
    # Two names may fall on one day: första maj and Kristi himmelsfärdsdag, as in 2008.
    easter = easter_sunday(year)
    shared = {date(year, 5, 1), date(year, 6, 6)} & {
        easter + timedelta(days=39),
        easter + timedelta(days=49),
    }
    assert len(days) == 13 - len(shared)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 4, 3), "långfredagen"),
        (date(2026, 4, 5), "påskdagen"),
        (date(2026, 4, 6), "annandag påsk"),
        (date(2026, 5, 14), "Kristi himmelsfärdsdag"),
        (date(2026, 5, 24), "pingstdagen"),
        (date(2026, 6, 20), "midsommardagen"),
        (date(2026, 10, 31), "alla helgons dag"),
        (date(2027, 11, 6), "alla helgons dag"),
    ],
)
def test_movable_holidays(day: date, name: str) -> None:
    assert is_public_holiday(day), name


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 12, 24), "julafton"),
        (date(2026, 12, 31), "nyårsafton"),
        (date(2026, 6, 19), "midsommarafton"),
        (date(2026, 4, 4), "påskafton"),
        (date(2026, 4, 30), "valborgsmässoafton"),
        (date(2026, 5, 25), "annandag pingst"),
        (date(2026, 3, 1), "an ordinary Sunday"),
    ],
)
def test_days_that_only_feel_like_holidays(day: date, name: str) -> None:
    assert not is_public_holiday(day), name


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1818, (3, 22)),  # the earliest there can be
        (1943, (4, 25)),  # the latest
        (1954, (4, 18)),  # where simpler rules go wrong
        (1981, (4, 19)),
        (2000, (4, 23)),
        (2038, (4, 25)),
        (2100, (3, 28)),
    ],
)
def test_easter_of_years_that_are_hard(year: int, day: tuple[int, int]) -> None:
    assert easter_sunday(year) == date(year, *day)


@pytest.mark.parametrize("year", [1, 1582, 9999])
def test_every_year_of_the_calendar_has_its_holidays(year: int) -> None:
    assert easter_sunday(year).weekday() == 6
    assert date(year, 12, 25) in public_holidays(year)
