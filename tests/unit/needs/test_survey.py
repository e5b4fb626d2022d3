import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.needs.rules.survey import (
    change,
    indicator_code,
    indicator_name,
    indicators,
    level,
    levels,
    share_interval,
    smallest_change,
)

SHARES = st.floats(0, 1)
ANSWERS = st.integers(1, 20_000)


def test_an_index_over_2_10_is_a_high_problem_level_and_2_10_is_not():
    found = level(2.11)
    assert found is not None
    assert found.code == "high"
    assert "STK-2025-626" in found.source
    assert found.name("sv") == "Hög generell problemnivå"
    assert found.name("en") == "High general problem level"
    assert level(2.10) is None
    assert [one.over for one in levels()] == [2.10]


def test_wilsons_interval_is_that_of_the_published_example():
    # 81 of 263: Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
    interval = share_interval(81 / 263, 263)
    assert interval.low == pytest.approx(0.2553, abs=5e-5)
    assert interval.high == pytest.approx(0.3662, abs=5e-5)


def test_the_change_of_two_shares_is_that_of_the_published_example():
    # 56/70 against 48/80: Newcombe 1998, Statistics in Medicine 17:873, table II, method 10.
    found = change(48 / 80, 80, 56 / 70, 70)
    assert found.difference == pytest.approx(0.2)
    assert found.interval.low == pytest.approx(0.0524, abs=5e-5)
    assert found.interval.high == pytest.approx(0.3339, abs=5e-5)
    assert found.told_from_chance


def test_malmo_felt_safer_in_2024_than_in_2020_and_that_is_no_chance():
    # STK-2025-626: 52 % 2020, 59 % 2024; about 3,500 answers (evidence.md c).
    found = change(0.52, 3500, 0.59, 3500)
    assert found.told_from_chance
    half = (share_interval(0.59, 3500).high - share_interval(0.59, 3500).low) / 2
    assert half == pytest.approx(0.016, abs=0.001)


def test_the_same_change_in_one_of_136_sub_areas_cannot_be_told_from_chance():
    assert not change(0.52, 28, 0.59, 28).told_from_chance


def test_a_sub_area_of_28_answers_cannot_show_fourteen_points_and_the_city_shows_three():
    # evidence.md c: 28 answers are ±14.8 points for a share of 20 %; 3,500 are ±1.3.
    interval = share_interval(0.20, 28)
    assert interval.high - interval.low == pytest.approx(0.29, abs=0.01)
    assert smallest_change(0.20, 28, 28) > 0.148
    assert smallest_change(0.20, 380, 380) == pytest.approx(0.06, abs=0.005)
    assert change(0.12, 3500, 0.09, 3500).told_from_chance
    assert smallest_change(0.12, 3500, 3500) < 0.03


@given(st.integers(0, 1000), st.integers(1, 5000), st.integers(1, 5000))
def test_what_is_larger_than_the_smallest_change_is_told_from_chance(share, before, after):
    seen = smallest_change(share / 1000, before, after)
    ends = (share / 1000 - seen, share / 1000 + seen)
    if seen < 1:
        for end in ends:
            assert (
                not 0 <= end <= 1 or change(share / 1000, before, end, after).told_from_chance
            )


def test_a_fall_is_told_as_well_as_a_rise():
    assert change(0.59, 3500, 0.52, 3500).told_from_chance


@given(SHARES, ANSWERS)
def test_an_interval_holds_its_share_and_stays_a_share(share, answers):
    interval = share_interval(share, answers)
    assert 0 <= interval.low <= share <= interval.high <= 1


@given(SHARES, ANSWERS, ANSWERS)
def test_no_change_is_never_told_as_a_change(share, before, after):
    assert not change(share, before, share, after).told_from_chance


def test_an_indicator_is_known_by_its_names_and_another_keeps_its_own():
    assert indicator_code("Kvinnor som antastas") == "women-accosted"
    assert indicator_code("SAFE_LATE") == "safe-at-night"
    assert indicator_code("Nedskräpning") == "Nedskräpning"
    assert indicator_name("women-accosted", "sv") == "Kvinnor som antastas"
    assert indicator_name("women-accosted", "en") == "Women accosted"
    assert indicator_name("Nedskräpning", "en") == "Nedskräpning"
    assert set(indicators()) == {"problem-index", "safe-at-night", "women-accosted"}
