"""The time that a report tells of."""

from datetime import date

import pytest

from vaka.core.errors import BadInput
from vaka.evaluation.rules.accounts import Part, span

TODAY = date(2026, 3, 2)


def test_a_year_that_is_over_is_told_whole_and_its_half_to_the_end_of_june() -> None:
    assert span(2025, Part.YEAR, today=TODAY).end == date(2026, 1, 1)
    assert span(2025, Part.INTERIM, today=TODAY).end == date(2025, 7, 1)


def test_what_has_not_been_is_left_out() -> None:
    told = span(2026, Part.INTERIM, today=TODAY)
    assert (told.first, told.end) == (date(2026, 1, 1), date(2026, 3, 3))
    assert (told.drawn[0], told.drawn[-1]) == (date(2024, 4, 1), date(2026, 3, 1))
    assert span(2025, Part.YEAR, today=TODAY).drawn[-1] == date(2025, 12, 1)


@pytest.mark.parametrize("year", [2027, 26, 1999])
def test_a_year_that_cannot_be_is_refused(year: int) -> None:
    with pytest.raises(BadInput):
        span(year, Part.YEAR, today=TODAY)
