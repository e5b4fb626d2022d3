from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.needs.rules.hours import (
    WEEK_HOURS,
    HourBand,
    hour_of_week,
    suggested_hours,
    week_matrix,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
START = datetime(2020, 1, 1, tzinfo=UTC)
# Shares of reports: nothing, or a part that a person would write down.
COUNTS = st.just(0.0) | st.floats(0.001, 50)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def at(day: int, hour: int) -> int:
    return day * 24 + hour


def test_a_problem_at_an_instant_counts_in_its_hour_on_the_local_clock():
    matrix = week_matrix([(datetime(2025, 3, 14, 21, 10, tzinfo=UTC),) * 2], STOCKHOLM)
    assert matrix[at(4, 22)] == 1
    assert sum(matrix) == 1


def test_a_bicycle_gone_between_22_30_and_00_30_is_half_in_the_hour_before_midnight():
    matrix = week_matrix([(local("2025-03-14 22:30"), local("2025-03-15 00:30"))], STOCKHOLM)
    assert matrix[at(4, 22)] == pytest.approx(0.25)
    assert matrix[at(4, 23)] == pytest.approx(0.5)
    assert matrix[at(5, 0)] == pytest.approx(0.25)


def test_the_hour_that_the_clocks_skip_in_march_gets_nothing():
    matrix = week_matrix([(local("2025-03-30 01:00"), local("2025-03-30 04:00"))], STOCKHOLM)
    assert matrix[at(6, 1)] == pytest.approx(0.5)
    assert matrix[at(6, 2)] == 0
    assert matrix[at(6, 3)] == pytest.approx(0.5)


def test_the_hour_that_the_clocks_repeat_in_october_gets_both():
    matrix = week_matrix([(local("2025-10-26 01:00"), local("2025-10-26 04:00"))], STOCKHOLM)
    assert matrix[at(6, 2)] == pytest.approx(0.5)
    assert matrix[at(6, 1)] == pytest.approx(0.25)


def test_a_problem_of_some_week_says_nothing_about_the_hour():
    start = local("2025-03-03 00:00")
    matrix = week_matrix([(start, start + timedelta(days=9))], STOCKHOLM)
    assert matrix == [1 / WEEK_HOURS] * WEEK_HOURS


@given(
    st.lists(
        st.tuples(
            st.integers(0, 10 * 365 * 24 * 60).map(lambda n: START + n * timedelta(minutes=1)),
            st.timedeltas(timedelta(0), timedelta(days=31)),
        ),
        max_size=6,
    )
)
def test_every_problem_counts_once_whatever_the_clocks_do(told):
    intervals = [
        (start.astimezone(STOCKHOLM), (start + long).astimezone(STOCKHOLM))
        for start, long in told
    ]
    matrix = week_matrix(intervals, STOCKHOLM)
    assert sum(matrix) == pytest.approx(len(intervals))
    assert all(weight >= 0 for weight in matrix)


def test_the_hour_of_week_is_monday_first():
    assert hour_of_week(local("2025-03-10 00:59"), STOCKHOLM) == 0
    assert hour_of_week(local("2025-03-16 23:00"), STOCKHOLM) == WEEK_HOURS - 1


def matrix_of(days: range, hours: list[int], weight: float = 1) -> list[float]:
    matrix = [0.0] * WEEK_HOURS
    for day in days:
        for hour in hours:
            matrix[(day * 24 + hour) % WEEK_HOURS] += weight
    return matrix


def test_no_hours_are_suggested_where_nothing_happened():
    assert suggested_hours([0.0] * WEEK_HOURS, share=0.8) is None


def test_a_problem_of_weekend_nights_suggests_weekend_nights_only():
    matrix = matrix_of(range(4, 6), [21, 22, 23, 24, 25, 26])
    suggested = suggested_hours(matrix, share=1)
    assert suggested is not None
    assert suggested.bands == (HourBand(("fri", "sat"), 21, 3),)
    assert suggested.hours_a_week == 12
    assert suggested.share == pytest.approx(1)


def test_the_same_hours_every_night_are_one_band():
    suggested = suggested_hours(matrix_of(range(7), [20, 21]), share=1)
    assert suggested is not None
    assert suggested.bands == (
        HourBand(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 20, 22),
    )


def test_hours_after_midnight_alone_belong_to_the_day_on_which_they_begin():
    suggested = suggested_hours(matrix_of(range(4, 6), [26, 27]), share=1)
    assert suggested is not None
    assert suggested.bands == (HourBand(("sat", "sun"), 2, 4),)


def test_working_days_and_weekends_may_differ():
    matrix = [
        a + b
        for a, b in zip(
            matrix_of(range(4), [17, 18]), matrix_of(range(4, 6), [22, 23]), strict=True
        )
    ]
    matrix[at(6, 17)] = matrix[at(6, 18)] = 1
    suggested = suggested_hours(matrix, share=1)
    assert suggested is not None
    assert suggested.bands == (
        HourBand(("mon", "tue", "wed", "thu", "sun"), 17, 19),
        HourBand(("fri", "sat"), 22, 24 % 24),
    )


def test_a_problem_at_all_hours_suggests_all_hours():
    suggested = suggested_hours([1.0] * WEEK_HOURS, share=1)
    assert suggested is not None
    assert suggested.hours_a_week == WEEK_HOURS


@given(
    st.lists(COUNTS, min_size=WEEK_HOURS, max_size=WEEK_HOURS).filter(any),
    st.floats(0.05, 1),
)
def test_the_suggested_hours_hold_what_was_asked(matrix, share):
    suggested = suggested_hours(matrix, share=share)
    assert suggested is not None
    assert suggested.share >= share - 1e-6
    assert suggested.hours_a_week <= WEEK_HOURS
