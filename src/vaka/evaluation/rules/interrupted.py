"""A place's own series, interrupted by the measure: does its level step?"""

import math
from dataclasses import dataclass

import numpy as np

from vaka.evaluation.rules.trials import YEAR, Array
from vaka.measures.rules.ratios import Z95

# Fewer months before give no trend, fewer after no level.
LEAST_BEFORE, LEAST_AFTER = 12, 3
SETTLED, MOST_STEPS = 1e-10, 50


@dataclass(frozen=True)
class Step:
    """The step in a series' level, on the log scale, with the error that its dispersion gives.

    `dispersion` is how much more the months vary than a Poisson process would; it may be
    below 1.
    """

    change: float
    error: float
    dispersion: float

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95 % interval of the change."""
        return self.change - Z95 * self.error, self.change + Z95 * self.error


def interrupted(
    counts: Array, exposure: Array, *, before: int, harmonics: int = 0
) -> Step | None:
    """Return the step after so many months, beside a trend and a season of that many waves.

    Quasi-Poisson regression with the logarithm of the exposure as an offset, by iteratively
    reweighted least squares. None when the months are too few, empty on one side, or hold so
    little that the regression comes to no end.
    Source: Lopez Bernal, Cummins and Gasparrini 2017, Int J Epidemiol 46:348-355.
    """
    after = len(counts) - before
    sides = counts[:before].sum(), counts[before:].sum()
    if before < LEAST_BEFORE or after < LEAST_AFTER or 0 in sides:
        return None
    design = _design(len(counts), before, harmonics)
    if (fitted := _fit(design, counts, np.log(exposure))) is None:
        return None
    freedom = len(counts) - design.shape[1]
    dispersion = float(((counts - fitted.means) ** 2 / fitted.means).sum()) / freedom
    error = math.sqrt(dispersion * fitted.covariance[1, 1])
    return Step(float(fitted.coefficients[1]), error, dispersion)


def _design(months: int, before: int, harmonics: int) -> Array:
    """Return the columns: level, step, trend, and the waves of the year."""
    time = np.arange(1, months + 1, dtype=float)
    turns = [2 * np.pi * wave * time / YEAR for wave in range(1, harmonics + 1)]
    season = [curve(turn) for turn in turns for curve in (np.sin, np.cos)]
    return np.column_stack([np.ones(months), time > before, time / months, *season])


@dataclass(frozen=True)
class _Fitted:
    coefficients: Array
    means: Array
    covariance: Array


def _fit(design: Array, counts: Array, offset: Array) -> _Fitted | None:
    """Return the Poisson regression, if its steps come to an end."""
    means: Array = counts + 0.5
    coefficients: Array = np.zeros(design.shape[1])
    for _ in range(MOST_STEPS):
        working = np.log(means) - offset + (counts - means) / means
        information = design.T @ (design * means[:, None])
        found = np.asarray(np.linalg.solve(information, design.T @ (means * working)), float)
        moved = float(np.abs(found - coefficients).max())
        coefficients, means = found, np.exp(design @ found + offset)
        if moved < SETTLED:
            information = design.T @ (design * means[:, None])
            return _Fitted(coefficients, means, np.asarray(np.linalg.inv(information), float))
    return None
