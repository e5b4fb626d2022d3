"""What could be seen at all, before anybody decides."""

import math

import numpy as np
import pytest

from tests.unit.evaluation.lives import lives
from vaka.evaluation.rules.smallest import (
    NEVER,
    REACH,
    by_counts,
    by_history,
    sites_needed,
    smallest_falls,
)


@pytest.mark.parametrize(
    ("a_month", "printed"),
    [
        (5, (51, 40, 36)),
        (10, (37, 29, 26)),
        (20, (27, 21, 19)),
        (50, (17, 14, 12)),
        (100, (12, 10, 9)),
    ],
)
def test_the_table_of_smallest_falls(a_month: int, printed: tuple[int, ...]) -> None:
    # evidence.md e: 36 months before, control five times, dispersion 1.5; after 12, 24, 36.
    told = [
        by_counts(a_month, 5 * a_month, before=36, after=after, dispersion=1.5)
        for after in (12, 24, 36)
    ]
    assert tuple(round(100 * fall) for fall in told) == printed


@pytest.mark.parametrize(("before", "fall"), [(1679, 13), (169, 37), (78, 51)])
def test_how_many_problems_a_published_fall_needs(before: int, fall: int) -> None:
    # evidence.md 0.1: as many before in the treated area and in the control, equal periods.
    found = by_counts(before, before, before=1, after=1, dispersion=1.0)
    assert round(100 * found) == fall
    fewer = by_counts(0.8 * before, 0.8 * before, before=1, after=1, dispersion=1.0)
    assert fewer > found


def test_where_nothing_is_counted_nothing_can_be_seen() -> None:
    assert by_counts(0, 10, before=12, after=12, dispersion=1.0) == NEVER
    assert by_counts(1e-12, 10, before=1, after=1, dispersion=1.0) == NEVER


def test_history_says_nothing_when_it_is_short_or_of_few_places() -> None:
    calm = np.full((25, 36), 10.0)
    assert by_history(calm, months=24, significance=0.05) == 0.0
    assert by_history(calm, months=36, significance=0.05) is None
    assert by_history(calm[:18], months=12, significance=0.05) is None
    assert by_history(calm[:19], months=12, significance=0.05) == 0.0


def test_lively_places_hide_more_than_chance_alone_does() -> None:
    random = np.random.default_rng(3)
    (rates,) = np.exp(lives(random, sims=1, areas=25, months=48))
    year, two, three = smallest_falls(
        random.poisson(100 * rates).astype(float), dispersion=1.0, significance=0.05
    )
    assert (year.months, two.months, three.months) == (12, 24, 36)
    assert year.by_history is not None
    assert year.fall == year.by_history > 2 * year.by_counts
    assert three.by_counts < two.by_counts < year.by_counts


def test_pooled_sites_show_what_one_cannot() -> None:
    # evidence.md 0.1: 18 sites of 10 crimes a month, tau .15, 12 months after, phi 1.5.
    variance = 1.5 * (1 / 360 + 1 / (120 * 0.87) + 1 / 3600 + 1 / 1200)
    assert sites_needed(math.log(0.87), variance) == pytest.approx(18, abs=1)
    assert pytest.approx(2.8016, abs=1e-4) == REACH
