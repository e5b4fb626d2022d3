"""How a place's rate stands among comparable ones, without being fooled by small counts.

Rates are gamma-distributed among places, counts are Poisson: what a place shows is drawn toward
the others as far as its own counts are few. The prior is estimated of the places themselves by
moments (Clayton and Kaldor 1987, Biometrics 43:671-681).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vaka.core.distributions import gamma_cdf, gamma_quantile

# Fewer places than these are no company to be compared in.
ENOUGH_PLACES = 5
LOW, HIGH = 0.05, 0.95
# Ranks are of draws; the same places give the same draws.
DRAWS, SEED = 1000, 20_261_126
# Where places differ no more than chance, the prior is narrow, not endless.
MOST_SHAPE = 1e4


@dataclass(frozen=True)
class Standing:
    """A place's rate, in problems a year: its middle, 90 % interval, and rank from the top.

    `above` is the probability that the rate is higher than that of the mean place, `reference`.
    """

    middle: float
    low: float
    high: float
    reference: float
    above: float
    rank_low: int
    rank_high: int
    places: int


@dataclass(frozen=True)
class _Prior:
    shape: float
    rate: float


def standing_of(place: int, counts: Sequence[int], years: float) -> Standing:
    """Return how a place stands among all, by its index; all counted over the same years."""
    prior = _prior(counts, years)
    shape, rate = prior.shape + counts[place], prior.rate + years
    reference = prior.shape / prior.rate
    low, high = _ranks(np.array(counts) + prior.shape, place)
    return Standing(
        middle=gamma_quantile(0.5, shape) / rate,
        low=gamma_quantile(LOW, shape) / rate,
        high=gamma_quantile(HIGH, shape) / rate,
        reference=reference,
        above=1 - gamma_cdf(reference * rate, shape),
        rank_low=low,
        rank_high=high,
        places=len(counts),
    )


def _prior(counts: Sequence[int], years: float) -> _Prior:
    """Return the gamma prior whose mean and variance the places show, less Poisson noise."""
    rates = np.array(counts, dtype=float) / years
    mean = max(float(rates.mean()), 0.5 / (years * len(counts)))
    between = float(rates.var(ddof=1)) - mean / years if len(counts) > 1 else 0.0
    shape = mean**2 / between if between > 0 else MOST_SHAPE
    shape = min(shape, MOST_SHAPE)
    return _Prior(shape, shape / mean)


def _ranks(shapes: NDArray[np.float64], place: int) -> tuple[int, int]:
    """Return the 90 % interval of a place's rank; 1 is the highest rate."""
    draws = np.random.default_rng(SEED).gamma(shapes, size=(DRAWS, len(shapes)))
    ranks = 1 + (draws > draws[:, [place]]).sum(axis=1)
    low, high = np.quantile(ranks, [LOW, HIGH], method="inverted_cdf")
    return int(low), int(high)
