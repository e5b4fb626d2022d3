"""What the numbers promise over many invented places: evidence.md f6, a line each."""

import math

import numpy as np
import pytest

from tests.unit.evaluation.lives import counted, lives
from vaka.evaluation.rules.belief import Prior, updated
from vaka.evaluation.rules.judging import effect
from vaka.evaluation.rules.placebo import log_changes
from vaka.evaluation.rules.smallest import by_counts, by_history
from vaka.measures.rules.ratios import Counts, Ruling, relative_effect

SIMS = 2000


@pytest.fixture(scope="module")
def nothing_happened() -> list:
    """Two thousand evaluations of a square among 39 others where nothing was done."""
    random = np.random.default_rng(20261126)
    months = random.poisson(20 * np.exp(lives(random, sims=SIMS, areas=40, months=36)))
    return [effect(counted(each[:, :24], each[:, 24:])) for each in months]


def test_a_fall_is_shown_where_there_is_none_in_at_most_one_of_twenty(nothing_happened) -> None:
    fell = sum(each.ruling is Ruling.DECREASE for each in nothing_happened)
    rose = sum(each.ruling is Ruling.INCREASE for each in nothing_happened)
    assert fell / SIMS <= 0.055
    assert (fell + rose) / SIMS <= 0.055


def test_the_usual_interval_would_have_cried_wolf_in_a_third(nothing_happened) -> None:
    """Why the verdict is a placebo test: the counts' own interval rejects far too often."""
    plain = [relative_effect(*(each.arms[a] for a in each.arms)) for each in nothing_happened]
    wolves = sum(not each.low <= 1 <= each.high for each in plain)
    assert 0.25 < wolves / SIMS < 0.6


def test_nine_intervals_of_ten_hold_the_truth(nothing_happened) -> None:
    held = sum(
        each.placebo_percent[0] <= 0 <= each.placebo_percent[1] for each in nothing_happened
    )
    assert 0.88 <= held / SIMS <= 0.92


def test_the_worst_of_sixty_places_has_not_got_better_by_itself() -> None:
    """The place with most in its last year falls by 23 per cent with no camera at all; held
    against the years that did not choose it, by nothing."""
    random = np.random.default_rng(7)
    years = random.poisson(5 * 12, (4000, 60, 3)).astype(float)
    earlier, chosen_for, after = (years[:, :, year] for year in range(3))
    rows = np.arange(len(years))
    worst = chosen_for.argmax(axis=1)

    def change(before) -> float:
        rest = (after.sum(axis=1) - after[rows, worst]) / (
            before.sum(axis=1) - before[rows, worst]
        )
        return float(np.median(after[rows, worst] / before[rows, worst] / rest)) - 1

    assert change(chosen_for) < -0.15
    assert abs(change(earlier)) <= 0.02


def test_nine_beliefs_of_ten_hold_the_truth() -> None:
    """Sites that spread as the prior says, ten problems a month, two years and one."""
    random = np.random.default_rng(11)
    prior = Prior(math.log(0.87), 0.25)
    held = 0
    for true in random.normal(prior.mean, prior.spread, SIMS):
        place = Counts(random.poisson(240), random.poisson(120 * math.exp(true)))
        rest = Counts(random.poisson(2400), random.poisson(1200))
        seen = relative_effect(place, rest)
        belief = updated(prior, -math.log(seen.value), seen.standard_error)
        held += belief.low <= 100 * math.expm1(true) <= belief.high
    assert 0.88 <= held / SIMS <= 0.92


def test_the_power_of_the_counts_is_as_the_formula_says() -> None:
    """Where areas have no lives of their own, the smallest visible fall is seen as often."""
    random = np.random.default_rng(5)
    fall = by_counts(20, 200, before=24, after=24, dispersion=1.0)
    place = random.poisson(480, 20_000), random.poisson(480 * (1 - fall), 20_000)
    rest = random.poisson(4800, 20_000), random.poisson(4800, 20_000)
    logs = np.log(place[1] / place[0]) - np.log(rest[1] / rest[0])
    errors = np.sqrt(sum(1 / cells for cells in (*place, *rest)))
    seen = (logs / errors < -1.96).mean()
    assert abs(seen - 0.8) <= 0.02


def test_the_smallest_fall_by_history_is_found_in_four_of_five() -> None:
    """The plan's promise, kept by the test itself in places that live on as they did."""
    random = np.random.default_rng(13)
    promised, found = [], []
    for months in random.poisson(30 * np.exp(lives(random, sims=300, areas=41, months=72))):
        history, coming = months[1:, :36].astype(float), months[:, 36:].astype(float)
        fall = by_history(history, months=12, significance=0.05)
        assert fall is not None
        promised.append(fall)
        sums = coming[:, :24].sum(axis=1), coming[:, 24:].sum(axis=1)
        changes = log_changes(*sums)
        lowered = changes[0] + math.log1p(-fall)
        found.append((np.abs(changes[1:]) >= abs(lowered)).sum() <= 1)
    assert 0.25 < float(np.median(promised)) < 0.6
    assert 0.7 <= np.mean(found) <= 0.9


def test_a_single_site_can_almost_never_show_thirteen_per_cent() -> None:
    """evidence.md 0.1: 12-13 % power for -13 %, 24 months, 39 controls, at 20 as at 100."""
    random = np.random.default_rng(17)
    rates = np.exp(lives(random, sims=SIMS, areas=40, months=48))
    rates[:, 0, 24:] *= 0.87
    shown = 0
    for months in random.poisson(20 * rates):
        changes = log_changes(months[:, :24].sum(axis=1), months[:, 24:].sum(axis=1))
        shown += changes[0] < 0 and (np.abs(changes[1:]) >= abs(changes[0])).sum() <= 1
    assert 0.09 <= shown / SIMS <= 0.20
