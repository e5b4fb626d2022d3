"""What may be expected of one more camera, from margins and from our own sites."""

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.measures.rules.evidence import Crime, Monitoring, Setting, expected_effect
from vaka.measures.rules.expecting import BETWEEN_SITES, expectation
from vaka.measures.rules.pooling import pool

CAR_PARK = expected_effect(
    setting=Setting.CAR_PARK,
    problems={Crime.VEHICLE},
    other_measures=3,
    monitoring=Monitoring.ACTIVE,
).rows
CENTRE = expected_effect(
    setting=Setting.CITY_CENTRE,
    problems={Crime.VIOLENT},
    other_measures=0,
    monitoring=Monitoring.PASSIVE,
).rows


def test_a_guarded_car_park_may_expect_most() -> None:
    found = expectation(CAR_PARK, None)
    assert found.change_percent == pytest.approx(-24.0, abs=0.1)
    assert (found.fall, found.neither, found.rise) == (75, 18, 7)
    assert (found.spread, found.own_sites) == (BETWEEN_SITES, 0)


def test_violence_in_a_centre_with_a_camera_alone_may_expect_nothing() -> None:
    found = expectation(CENTRE, None)
    assert found.mean == 0.0
    below = NormalDist(0, BETWEEN_SITES).cdf(math.log(0.9))
    assert found.fall == round(100 * below) == 34


def test_what_is_only_recalled_is_counted_and_moves_the_mean_by_half() -> None:
    overall, _, vehicle, *_ = CAR_PARK
    assert expectation(CAR_PARK, None).unverified == 3
    drugs = expectation([overall, vehicle], None)
    moved = 23 / 33 * (math.log(0.86) - math.log(0.87))
    assert drugs.mean == pytest.approx(math.log(0.87) + moved)


def test_own_sites_take_over_as_they_become_many() -> None:
    few, many = (expectation(CAR_PARK, pool([0.1, 0.0] * n, [0.02, 0.02] * n)) for n in (1, 20))
    published = expectation(CAR_PARK, None).mean
    assert published < few.mean < many.mean < 0.06
    assert many.own_sites == 40


def test_sites_that_differ_much_spread_the_expectation() -> None:
    found = expectation(CAR_PARK, pool([-1.0, 1.0] * 5, [0.01] * 10))
    assert found.spread > 0.9


@given(st.sampled_from(Setting), st.sets(st.sampled_from(Crime)), st.integers(0, 4))
def test_a_hundred_sites_are_a_hundred(setting: Setting, crimes: set, others: int) -> None:
    rows = expected_effect(setting=setting, problems=crimes, other_measures=others).rows
    found = expectation(rows, None)
    assert found.fall + found.neither + found.rise == 100
    assert min(found.fall, found.neither, found.rise) >= 0
    assert math.log(0.5) < found.mean <= 0
