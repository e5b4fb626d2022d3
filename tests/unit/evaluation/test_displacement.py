"""Next door: the worked examples of the literature, to the printed digits."""

import math

import pytest

from vaka.evaluation.rules.displacement import (
    displacement,
    weighted_displacement_difference,
)
from vaka.evaluation.rules.trials import Arm
from vaka.measures.rules.ratios import Counts

# Wheeler and Ratcliffe 2018, Crime Science 7:11: treated, control, and what lies next to each.
ARMS = {
    Arm.TREATED: Counts(207, 110),
    Arm.CONTROL: Counts(308, 318),
    Arm.BUFFER: Counts(178, 157),
    Arm.BUFFER_CONTROL: Counts(150, 140),
}
AREAS = {Arm.TREATED: 1.2, Arm.CONTROL: 0.9, Arm.BUFFER: 1.5, Arm.BUFFER_CONTROL: 1.6}


def test_the_difference_of_the_paper_as_printed() -> None:
    found = weighted_displacement_difference(ARMS)
    assert found.value == -118
    assert found.standard_error == pytest.approx(math.sqrt(1568))
    assert round(found.value / found.standard_error, 2) == -2.98
    assert (round(found.low), round(found.high)) == (-196, -40)


def test_areas_of_different_size_as_printed() -> None:
    # Wheeler's ptools, wdd() with area_weights: -91.9 (31.5) for the areas alone.
    local = {arm: ARMS[arm] for arm in (Arm.TREATED, Arm.CONTROL)}
    found = weighted_displacement_difference(local, areas=AREAS)
    assert (round(found.value, 1), round(found.standard_error, 1)) == (-91.9, 31.5)


def test_two_years_before_and_one_after_are_told_a_year() -> None:
    arms = {Arm.TREATED: Counts(200, 60), Arm.CONTROL: Counts(400, 190)}
    found = weighted_displacement_difference(arms, periods=(2.0, 1.0))
    assert found.value == (60 - 100) - (190 - 200)
    assert found.standard_error == pytest.approx(math.sqrt(600 / 4 + 250))


def test_several_controls_count_as_one() -> None:
    """Ten controls of 50 to 40 weigh as one such, with a tenth of the variance of their sum."""
    arms = {Arm.TREATED: Counts(50, 30), Arm.CONTROL: Counts(500, 400)}
    found = weighted_displacement_difference(arms, areas={Arm.CONTROL: 10})
    assert found.value == pytest.approx(-20 + 10)
    assert found.standard_error == pytest.approx(math.sqrt(80 + 900 / 100))


def test_the_quotient_and_the_net_effect_of_the_same_counts() -> None:
    # No published figures were found; these follow from the two definitions by hand.
    found = displacement(*(ARMS[arm] for arm in (Arm.TREATED, Arm.CONTROL, Arm.BUFFER)))
    assert found.quotient == pytest.approx((157 / 318 - 178 / 308) / (110 / 318 - 207 / 308))
    assert round(found.quotient, 3) == 0.258
    assert round(found.net, 1) == 130.5


def test_the_surroundings_are_held_against_their_own_controls() -> None:
    calm = Counts(100, 50)
    found = displacement(Counts(50, 30), Counts(100, 100), Counts(20, 10), calm)
    assert found.net == 20 + 0


@pytest.mark.parametrize("control", [Counts(0, 9), Counts(9, 0)])
def test_empty_controls_give_no_figure(control: Counts) -> None:
    found = displacement(Counts(5, 5), control, Counts(5, 5))
    assert (found.quotient, found.net) == (None, None)


def test_where_nothing_changed_there_is_no_quotient() -> None:
    found = displacement(Counts(5, 5), Counts(9, 9), Counts(5, 8))
    assert (found.quotient, found.net) == (None, -3)
