"""A period is half-open, has a length, and knows its time zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.core.period import Period

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)


def hours(start: int, end: int) -> Period:
    return Period(MIDNIGHT + start * HOUR, MIDNIGHT + end * HOUR)


def test_its_start_is_in_it_and_its_end_is_not() -> None:
    period = hours(8, 9)
    assert period.start in period
    assert period.end - MICROSECOND in period
    assert period.end not in period
    assert period.start - MICROSECOND not in period


def test_an_instant_is_the_same_in_another_zone() -> None:
    assert datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Europe/Stockholm")) in hours(8, 9)


def test_one_that_begins_when_another_ends_does_not_overlap_it() -> None:
    assert not hours(8, 9).overlaps(hours(9, 10))
    assert not hours(9, 10).overlaps(hours(8, 9))
    assert hours(8, 9).overlaps(hours(8, 10))
    assert hours(8, 12).overlaps(hours(9, 10))


@given(st.integers(0, 9), st.integers(1, 9), st.integers(0, 9), st.integers(1, 9))
def test_they_overlap_when_they_share_an_hour(a: int, along: int, b: int, blong: int) -> None:
    first, second = hours(a, a + along), hours(b, b + blong)
    shared = set(range(a, a + along)) & set(range(b, b + blong))
    assert first.overlaps(second) == second.overlaps(first) == bool(shared)


def test_periods_sort_by_their_start() -> None:
    assert sorted([hours(9, 10), hours(8, 12), hours(8, 9)]) == [
        hours(8, 9),
        hours(8, 12),
        hours(9, 10),
    ]


@pytest.mark.parametrize(("start", "end"), [(8, 8), (9, 8)])
def test_an_empty_period_is_refused(start: int, end: int) -> None:
    with pytest.raises(BadInput, match="ends before it starts"):
        hours(start, end)


def test_a_time_without_zone_is_refused() -> None:
    naive = MIDNIGHT.replace(tzinfo=None)
    for start, end in [(naive, MIDNIGHT + HOUR), (MIDNIGHT, naive + HOUR)]:
        with pytest.raises(BadInput, match="no time zone"):
            Period(start, end)
