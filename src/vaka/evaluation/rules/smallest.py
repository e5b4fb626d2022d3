"""What an evaluation could see at all, said before anybody decides."""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from vaka.evaluation.rules.placebo import log_changes
from vaka.evaluation.rules.trials import YEAR, Array

POWER = 0.8
# Standard errors between nothing and what is seen four times in five, two-sided 5 %.
REACH = NormalDist().inv_cdf(0.975) + NormalDist().inv_cdf(POWER)
HORIZONS = (12, 24, 36)
# No fall is larger; more would be asked than can be.
NEVER = 1.0
# Between sites, on the log scale, as pooled studies of places have it (evidence.md 0.1).
BETWEEN_SITES = 0.15


@dataclass(frozen=True)
class Smallest:
    """The smallest fall (0–1) seen four times in five after so many months.

    `by_history` is what the controls' own history says; None when it is too short. `by_counts`
    is the floor: chance alone, as if areas had no lives of their own.
    """

    months: int
    by_history: float | None
    by_counts: float

    @property
    def fall(self) -> float:
        """Return the larger of the two."""
        return max(self.by_history or 0.0, self.by_counts)


def smallest_falls(
    history: Array, *, dispersion: float, significance: float
) -> tuple[Smallest, ...]:
    """Return the smallest visible fall at each horizon; row 0 of the history is the place.

    `history` holds counts by area and month before the measure.
    """
    own, others = float(history[0].mean()), float(history[1:].mean(axis=1).sum())
    return tuple(
        Smallest(
            months,
            by_history(history[1:], months=months, significance=significance),
            by_counts(
                own,
                others,
                before=history.shape[1],
                after=months,
                dispersion=dispersion,
            ),
        )
        for months in HORIZONS
    )


def by_history(history: Array, *, months: int, significance: float) -> float | None:
    """Return the smallest fall (0–1) that the placebo test finds, put into each control.

    A fall of x lowers an area's log change by -ln(1 - x), so that the fall which passes the
    test's threshold in four controls of five is known without a search. None when less than a
    year would be left before, or the controls are too few for any p to be small enough.
    """
    areas, length = history.shape
    allowed = math.floor(significance * (areas + 1) + 1e-9) - 1
    if length < months + YEAR or allowed < 0:
        return None
    changes = log_changes(history[:, :-months].sum(axis=1), history[:, -months:].sum(axis=1))
    threshold = np.sort(np.abs(changes))[::-1][allowed]
    needed = float(threshold + np.quantile(changes, POWER, method="higher"))
    return -math.expm1(-needed)


def by_counts(
    own: float, others: float, *, before: float, after: float, dispersion: float
) -> float:
    """Return the smallest fall (0–1) from counts a month of the place and of its controls.

    The fall whose log is 2.8 standard errors (80 % power at two-sided 5 %).
    """
    if not own or not others:
        return NEVER

    def seen(fall: float) -> bool:
        cells = (own * before, own * after * (1 - fall), others * before, others * after)
        error = math.sqrt(dispersion * sum(1 / cell for cell in cells))
        return -math.log1p(-fall) >= REACH * error

    # A fall that leaves nothing after is seen less well again, so the first is sought.
    first = next((percent for percent in range(1, 100) if seen(percent / 100)), None)
    if first is None:
        return NEVER
    low, high = (first - 1) / 100, first / 100
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if seen(middle) else (middle, high)
    return high


def sites_needed(log_effect: float, variance: float) -> int:
    """Return how many sites like this, pooled, would show that effect four times in five."""
    return math.ceil(REACH**2 * (variance + BETWEEN_SITES**2) / log_effect**2)
