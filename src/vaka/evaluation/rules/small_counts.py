"""Whether two small counts differ by more than chance: the E-test."""

import math

import numpy as np

from vaka.evaluation.rules.trials import Array

# Below so many the normal approximation behind a counts' interval is not to be trusted.
SMALL = 20
# Standard deviations beyond which a Poisson count is as good as never.
BEYOND = 12


def e_test(first: int, second: int, *, exposures: tuple[float, float] = (1.0, 1.0)) -> float:
    """Return the two-sided p of two Poisson counts under one rate; each over its exposure.

    Exact but for the rate, which is estimated of both together.
    Source: Krishnamoorthy and Thomson 2004, J Stat Plan Inference 119:23-35.
    """
    if first + second == 0:
        return 1.0
    rate = (first + second) / sum(exposures)
    one, other = (_likely(rate * exposure) for exposure in exposures)
    apart = _apart(np.arange(float(len(one)))[:, None], np.arange(float(len(other))), exposures)
    seen = _apart(np.array([[float(first)]]), np.array([float(second)]), exposures)[0, 0]
    return min(1.0, float(np.outer(one, other)[apart >= seen - 1e-9].sum()))


def _likely(mean: float) -> Array:
    """Return the probability of each count from nought to what never comes."""
    counts = np.arange(math.ceil(mean + BEYOND * math.sqrt(mean + 1)) + BEYOND)
    logs = np.concatenate([[0.0], np.cumsum(np.log(counts[1:]))])
    chance: Array = np.exp(counts * math.log(mean) - mean - logs)
    return chance


def _apart(first: Array, second: Array, exposures: tuple[float, float]) -> Array:
    """Return how far apart two rates are, in their own standard errors."""
    one, other = exposures
    error = np.sqrt(first / one**2 + second / other**2)
    gap = np.abs(first / one - second / other)
    apart: Array = np.divide(gap, error, out=np.zeros_like(error), where=error > 0)
    return apart
