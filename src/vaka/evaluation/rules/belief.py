"""What to believe of one site, with what was known before it was counted."""

import math
from dataclasses import dataclass
from statistics import NormalDist

# Nine times in ten.
Z90 = NormalDist().inv_cdf(0.95)


@dataclass(frozen=True)
class Prior:
    """What was expected: a normal distribution of the logarithm of the ratio of rates."""

    mean: float
    spread: float


@dataclass(frozen=True)
class Belief:
    """A change in per cent with its 90 % interval."""

    change: float
    low: float
    high: float


def updated(prior: Prior, log_change: float, error: float) -> Belief:
    """Return the belief after the site's log change, seen with that standard error.

    Normal prior, normal likelihood: each weighs by its precision (empirical Bayes when the
    prior is of pooled sites).
    """
    own, known = error**-2, prior.spread**-2
    mean = (log_change * own + prior.mean * known) / (own + known)
    reach = Z90 / math.sqrt(own + known)
    return Belief(*(100 * math.expm1(end) for end in (mean, mean - reach, mean + reach)))
