"""How a place stands among others, without being fooled by small counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.needs.rules.shrinkage import Standing, standing_of

YEARS = 3.0


def standings(counts: list[int]) -> list[Standing]:
    return [standing_of(place, counts, YEARS) for place in range(len(counts))]


def test_a_place_with_little_is_drawn_toward_the_others() -> None:
    nothing, usual, *_, much = standings([0, 6, 7, 5, 6, 8, 5, 9, 60])
    assert 0 < nothing.low < nothing.middle < 5 / YEARS
    assert much.low < much.middle < much.high
    assert much.middle == pytest.approx(20, rel=0.1)
    assert much.above > 0.99
    assert (much.rank_low, much.rank_high) == (1, 1)
    assert 1 < usual.rank_low < usual.rank_high < 9


def test_places_that_differ_by_chance_alone_are_as_one() -> None:
    found = standings([10, 11, 9, 10, 10, 10])
    assert all(0.3 < each.above < 0.7 for each in found)
    assert all(each.places == 6 for each in found)
    assert max(each.middle for each in found) - min(each.middle for each in found) < 0.5


def test_places_without_anything_have_nothing_above_them() -> None:
    found = standings([0, 0, 0, 0, 0])
    assert all(each.low <= each.middle <= each.high < 0.5 for each in found)
    assert standings([4])[0].places == 1


def test_the_same_places_have_the_same_ranks() -> None:
    counts = [3, 8, 1, 20, 7, 2]
    assert standings(counts) == standings(counts)


def test_nine_intervals_of_ten_hold_the_rate() -> None:
    """Sixty places whose rates spread as the model has them: gamma of shape 2, five a year."""
    random = np.random.default_rng(9)
    held, sims = 0, 400
    for _ in range(sims):
        rates = random.gamma(2.0, 2.5, 60)
        found = standing_of(0, random.poisson(rates * YEARS).tolist(), YEARS)
        held += found.low <= rates[0] <= found.high
    assert 0.88 <= held / sims <= 0.92


@given(st.lists(st.integers(0, 2000), min_size=5, max_size=30))
def test_a_standing_is_in_order(counts: list) -> None:
    found = standing_of(0, counts, YEARS)
    assert 0 <= found.low <= found.middle <= found.high
    assert 1 <= found.rank_low <= found.rank_high <= len(counts)
    assert 0 <= found.above <= 1
