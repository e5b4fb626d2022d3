"""Hours of the terms as hours of the week."""

from hypothesis import given
from hypothesis import strategies as st

from vaka.balancing.rules.proposal import DAYS, hours_of_week


def entry(days: list[str], start: str, end: str) -> dict[str, object]:
    return {"days": days, "from": start, "to": end}


def test_the_night_belongs_to_the_evening_it_began() -> None:
    friday = 4 * 24
    assert hours_of_week([entry(["fri"], "20:00", "02:00")]) == set(
        range(friday + 20, friday + 26)
    )


def test_sunday_night_runs_into_monday() -> None:
    assert hours_of_week([entry(["sun"], "23:00", "01:00")]) == {167, 0}


def test_a_begun_hour_counts_whole_and_a_day_may_end_at_24() -> None:
    assert hours_of_week([entry(["mon"], "21:30", "22:15")]) == {21, 22}
    assert hours_of_week([entry(["mon"], "23:00", "24:00")]) == {23}


def test_holidays_are_no_hours_of_the_week_and_nothing_is_never() -> None:
    assert hours_of_week([entry(["holiday"], "00:00", "24:00")]) == frozenset()
    assert hours_of_week([]) == frozenset()


@given(start=st.integers(0, 23), length=st.integers(1, 24), day=st.sampled_from(DAYS))
def test_whole_hours_are_counted_one_by_one(start: int, length: int, day: str) -> None:
    end = f"{(start + length) % 24:02}:00"
    assert len(hours_of_week([entry([day], f"{start:02}:00", end)])) == length
