"""Public holidays as lag (1989:253) places them, against a second opinion."""

from datetime import date

import holidays
import pytest

from vaka.law.se.holidays import easter_sunday, is_public_holiday, public_holidays


@pytest.mark.parametrize("year", range(2005, 2101))
def test_every_year_has_the_holidays_of_the_law(year: int) -> None:
    """The national day became a holiday in 2005 (Lag 2004:1320); the library ends in 2100."""
    assert public_holidays(year) == set(holidays.country_holidays("SE", years=year))


def test_the_year_2026_by_name() -> None:
    named = {
        "nyårsdagen": date(2026, 1, 1),
        "trettondedag jul": date(2026, 1, 6),
        "långfredagen": date(2026, 4, 3),
        "påskdagen": date(2026, 4, 5),
        "annandag påsk": date(2026, 4, 6),
        "första maj": date(2026, 5, 1),
        "Kristi himmelsfärdsdag": date(2026, 5, 14),
        "pingstdagen": date(2026, 5, 24),
        "nationaldagen": date(2026, 6, 6),
        "midsommardagen": date(2026, 6, 20),
        "alla helgons dag": date(2026, 10, 31),
        "juldagen": date(2026, 12, 25),
        "annandag jul": date(2026, 12, 26),
    }
    assert public_holidays(2026) == set(named.values())


@pytest.mark.parametrize(
    ("year", "day"), [(1818, (3, 22)), (1943, (4, 25)), (2000, (4, 23)), (2038, (4, 25))]
)
def test_easter_at_its_earliest_and_latest(year: int, day: tuple[int, int]) -> None:
    assert easter_sunday(year) == date(year, *day)


def test_eves_and_ordinary_sundays_are_not_named() -> None:
    for day in (date(2026, 6, 19), date(2026, 12, 24), date(2026, 12, 31), date(2026, 3, 1)):
        assert not is_public_holiday(day)
    assert is_public_holiday(date(2026, 6, 20))


@pytest.mark.parametrize("year", [1, 9999])
def test_every_year_that_has_a_calendar_has_holidays(year: int) -> None:
    assert len(public_holidays(year)) in {12, 13}  # two may fall on one day
