"""Several effects made into one: random effects, with moderators, and one left out at a time.

The model is y = Xβ + u + e with var(e) known and var(u) = τ². τ² is DerSimonian and Laird's
(1986) or REML's (Viechtbauer 2005, J Educ Behav Stat 30:261-293); the inference is the normal
one or Knapp and Hartung's (2003, Stat Med 22:2693-2710), whose intervals hold with few studies.
Checked against R's metafor 4.6.0 in `tests/unit/measures/test_pooling.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from vaka.core.distributions import (
    fisher_f_cdf,
    gamma_cdf,
    student_t_cdf,
    student_t_quantile,
)
from vaka.core.errors import BadInput

Array = NDArray[np.float64]
NORMAL = NormalDist()
CONVERGED, MOST_ROUNDS = 1e-14, 1000


class Heterogeneity(StrEnum):
    """How the variance between studies is estimated."""

    REML = "reml"
    DERSIMONIAN_LAIRD = "dl"


class Inference(StrEnum):
    """How intervals are made; the cautious one is never narrower than the normal one."""

    CAUTIOUS = "cautious"
    KNAPP_HARTUNG = "knapp-hartung"
    NORMAL = "normal"


@dataclass(frozen=True)
class Coefficient:
    """An estimate with its standard error, 95 % interval and two-sided p."""

    estimate: float
    standard_error: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class RandomEffects:
    """What studies say together.

    `coefficients` begins with the mean (of the first level, when there are moderators).
    `prediction` is where the effect of one more site lies, 95 times in a hundred; only without
    moderators. `residual_p` tells whether the studies differ by more than chance,
    `moderators_p` whether the moderators explain anything; None without any.
    """

    coefficients: tuple[Coefficient, ...]
    studies: int
    tau_squared: float
    i_squared: float
    residual_q: float
    residual_p: float
    prediction: tuple[float, float] | None
    moderators_p: float | None

    @property
    def mean(self) -> Coefficient:
        """Return the mean effect."""
        return self.coefficients[0]


def pool(
    effects: Sequence[float],
    variances: Sequence[float],
    *,
    moderators: Sequence[Sequence[float]] = (),
    heterogeneity: Heterogeneity = Heterogeneity.REML,
    inference: Inference = Inference.CAUTIOUS,
) -> RandomEffects:
    """Return the random-effects mean; `moderators` holds a row of values for each study.

    :raises BadInput: when there are too few studies, or a variance is not above nought.
    """
    design = np.ones((len(effects), 1))
    if moderators:
        design = np.column_stack([design, np.asarray(moderators, dtype=float)])
    _check(variances, design)
    model = _Model(np.asarray(effects, dtype=float), np.asarray(variances, dtype=float), design)
    return model.fit(heterogeneity, inference)


def left_out(
    effects: Sequence[float], variances: Sequence[float], groups: Sequence[str]
) -> dict[str, RandomEffects]:
    """Return the pooled mean without each group in turn, where two studies or more remain."""
    found = {}
    for left in dict.fromkeys(groups):
        kept = [i for i, group in enumerate(groups) if group != left]
        if len(kept) > 1:
            found[left] = pool([effects[i] for i in kept], [variances[i] for i in kept])
    return found


def levels(values: Sequence[str]) -> list[list[float]]:
    """Return the moderators for a grouping: one column a level, but for the first in order."""
    rest = sorted(set(values))[1:]
    return [[float(value == level) for level in rest] for value in values]


def _check(variances: Sequence[float], design: Array) -> None:
    studies, columns = design.shape
    if studies <= columns:
        raise BadInput(
            "studies", f"{studies} cannot carry {columns} figures", f"At least {columns + 1}"
        )
    if np.linalg.matrix_rank(design) < columns:
        raise BadInput("moderators", "they say the same thing twice", "Leave one out")
    if min(variances) <= 0:
        raise BadInput("variances", "one is not above nought", "Give squared standard errors")


@dataclass(frozen=True)
class _Model:
    effects: Array
    variances: Array
    design: Array

    @property
    def freedom(self) -> int:
        studies, columns = self.design.shape
        return int(studies - columns)

    def residual(self, tau_squared: float) -> Array:
        """Return P = W - WX(X'WX)⁻¹X'W, which takes the fitted part away."""
        weights = 1 / (self.variances + tau_squared)
        weighted = self.design * weights[:, None]
        inner = np.linalg.solve(self.design.T @ weighted, weighted.T)
        projected: Array = np.diag(weights) - weighted @ inner
        return projected

    @cached_property
    def equal(self) -> Array:
        """Return P without any variance between the studies."""
        return self.residual(0.0)

    @property
    def q(self) -> float:
        return float(self.effects @ self.equal @ self.effects)

    def fit(self, heterogeneity: Heterogeneity, inference: Inference) -> RandomEffects:
        moments = max(0.0, (self.q - self.freedom) / float(np.trace(self.equal)))
        if heterogeneity is Heterogeneity.DERSIMONIAN_LAIRD:
            return self.given(moments, inference)
        # With few studies the likelihood can have two tops; both starts are tried.
        tops = {self.top(moments), self.top(self.hedges())}
        return self.given(max(tops, key=self.likelihood), inference)

    def hedges(self) -> float:
        """Return the estimate of Hedges, of the plain residuals."""
        inner = np.linalg.solve(self.design.T @ self.design, self.design.T)
        rest = np.eye(len(self.effects)) - self.design @ inner
        square = self.effects @ rest @ self.effects - np.diag(rest) @ self.variances
        return max(0.0, float(square) / self.freedom)

    def top(self, tau_squared: float) -> float:
        """Return a top of the REML likelihood by Fisher scoring, halved to stay above 0."""
        step, left = np.inf, MOST_ROUNDS
        while left and abs(step) > CONVERGED * max(1.0, tau_squared):
            left -= 1
            rest = self.residual(tau_squared)
            fitted = rest @ self.effects
            step = float((fitted @ fitted - np.trace(rest)) / np.sum(rest * rest))
            while tau_squared + step < 0 and abs(step) > CONVERGED:
                step /= 2
            tau_squared = max(0.0, tau_squared + step)
        return tau_squared

    def likelihood(self, tau_squared: float) -> float:
        """Return the restricted log-likelihood, but for a constant."""
        weights = 1 / (self.variances + tau_squared)
        inner = np.linalg.slogdet(self.design.T @ (self.design * weights[:, None])).logabsdet
        square = self.effects @ self.residual(tau_squared) @ self.effects
        return 0.5 * float(np.sum(np.log(weights)) - inner - square)

    def given(self, tau_squared: float, inference: Inference) -> RandomEffects:
        weights = 1 / (self.variances + tau_squared)
        inner = self.design.T @ (self.design * weights[:, None])
        covariance = np.asarray(np.linalg.inv(inner), dtype=np.float64)
        beta: Array = covariance @ self.design.T @ (weights * self.effects)
        spread = float(self.effects @ self.residual(tau_squared) @ self.effects) / self.freedom
        covariance *= _scale(spread, inference)
        typical = self.freedom / float(np.trace(self.equal))
        return RandomEffects(
            coefficients=tuple(
                _coefficient(float(b), float(v) ** 0.5, self.freedom, inference)
                for b, v in zip(beta, np.diag(covariance), strict=True)
            ),
            studies=len(self.effects),
            tau_squared=tau_squared,
            i_squared=tau_squared / (tau_squared + typical),
            residual_q=self.q,
            residual_p=1 - gamma_cdf(self.q / 2, self.freedom / 2),
            prediction=self.prediction(beta, covariance, tau_squared, inference),
            moderators_p=self.moderators(beta, covariance, inference),
        )

    def prediction(
        self, beta: Array, covariance: Array, tau_squared: float, inference: Inference
    ) -> tuple[float, float] | None:
        if len(beta) > 1:
            return None
        reach = _quantile(self.freedom, inference) * (covariance[0, 0] + tau_squared) ** 0.5
        return float(beta[0] - reach), float(beta[0] + reach)

    def moderators(self, beta: Array, covariance: Array, inference: Inference) -> float | None:
        """Return the p of all moderators together: F, or chi-square when normal."""
        count = len(beta) - 1
        if not count:
            return None
        square = float(beta[1:] @ np.linalg.solve(covariance[1:, 1:], beta[1:]))
        if inference is Inference.NORMAL:
            return 1 - gamma_cdf(square / 2, count / 2)
        return 1 - fisher_f_cdf(square / count, count, self.freedom)


def _scale(spread: float, inference: Inference) -> float:
    return {
        Inference.NORMAL: 1.0,
        Inference.KNAPP_HARTUNG: spread,
        Inference.CAUTIOUS: max(1.0, spread),
    }[inference]


def _quantile(freedom: int, inference: Inference) -> float:
    if inference is Inference.NORMAL:
        return NORMAL.inv_cdf(0.975)
    return student_t_quantile(0.975, freedom)


def _coefficient(
    estimate: float, error: float, freedom: int, inference: Inference
) -> Coefficient:
    reach = _quantile(freedom, inference) * error
    ratio = abs(estimate) / error if error else float("inf")
    if inference is Inference.NORMAL:
        p = 2 * NORMAL.cdf(-ratio)
    else:
        p = 2 * student_t_cdf(-ratio, freedom)
    return Coefficient(estimate, error, estimate - reach, estimate + reach, p)
