"""The verdict's test: how does the place's change rank among places where nothing was done?

The usual interval rejects a true null in a third to a half of cases when areas have lives of
their own. A rank among controls is exact by construction, however they live.
"""

from dataclasses import dataclass

import numpy as np

from vaka.evaluation.rules.interrupted import Step, interrupted
from vaka.evaluation.rules.small_counts import SMALL, e_test
from vaka.evaluation.rules.synthetic import synthetic_change
from vaka.evaluation.rules.trials import YEAR, Array, Trial

# With k controls the smallest possible p is 1 / (k + 1): 19 are needed for .05.
ENOUGH_CONTROLS = 19
# Ties are ties also after rounding.
TIE = 1e-12
# The half of what may lie outside a 90 % interval.
TAIL = 0.05
# Months without which an earlier date or a trend says nothing.
LEAST_MONTHS = 12


@dataclass(frozen=True)
class Robustness:
    """Whether the answer hangs on one control, or was there before the measure.

    `left_out` holds the least and the largest log change when a control is left out;
    `earlier_p` is the placebo p of a measure that nobody took, a year before; `trend_p` that of
    the place's own trend before. `step` is that in the place's own series beside its trend,
    with the controls together as exposure; `synthetic` the log change against the mixture of
    controls that went as the place did. `small_p` is the E-test's p, where a count is small.
    None where the months are too few for it, or the counts too large to need it.
    """

    left_out: tuple[float, float]
    earlier_p: float | None
    trend_p: float | None
    step: Step | None
    synthetic: float | None
    small_p: float | None


def log_changes(before: Array, after: Array) -> Array:
    """Return each area's log ratio of rates against all the others pooled."""
    return _log_ratios(before, after, before.sum() - before, after.sum() - after)


def _log_ratios(before: Array, after: Array, rest_before: Array, rest_after: Array) -> Array:
    """Return log ratios of rates; half a problem is added to all four cells if one is empty."""
    empty = (before == 0) | (after == 0) | (rest_before == 0) | (rest_after == 0)
    half = 0.5 * empty
    own = np.log((after + half) / (before + half))
    changes: Array = own - np.log((rest_after + half) / (rest_before + half))
    return changes


def rank_p(values: Array) -> float:
    """Return the two-sided p of the first value among all: its rank by size."""
    sizes = np.abs(values)
    as_large = int((sizes[1:] >= sizes[0] - TIE).sum())
    return (1 + as_large) / len(values)


def placebo_changes(trial: Trial) -> Array:
    """Return the log changes of the place (first) and of each control in its stead."""
    return log_changes(trial.before.sum(axis=1), trial.after.sum(axis=1))


def interval(changes: Array) -> tuple[float, float]:
    """Return the 90 % interval of the place's log change, of how the controls changed.

    The rank test turned about; with fewer than 19 controls it reaches to their ends.
    """
    low, high = np.quantile(changes[1:], [TAIL, 1 - TAIL], method="weibull")
    return float(changes[0] - high), float(changes[0] - low)


def robustness(trial: Trial) -> Robustness:
    """Return what the answer hangs on."""
    totals = trial.before.sum(axis=1), trial.after.sum(axis=1)
    without = _left_out(*totals)
    months = trial.before.shape[1]
    return Robustness(
        left_out=(float(without.min()), float(without.max())),
        earlier_p=rank_p(_earlier(trial.before)) if months >= YEAR + LEAST_MONTHS else None,
        trend_p=rank_p(_trends(trial.before)) if months >= LEAST_MONTHS else None,
        step=_step(trial),
        synthetic=synthetic_change(trial),
        small_p=_small_p(trial),
    )


def _step(trial: Trial) -> Step | None:
    counted = np.concatenate([trial.before, trial.after], axis=1)
    # A month without a problem at any control has half a one, as cells do.
    rest = np.maximum(counted[1:].sum(axis=0), 0.5)
    return interrupted(counted[0], rest, before=trial.before.shape[1])


def _small_p(trial: Trial) -> float | None:
    """Return the E-test's p of the place's two counts; what the controls had is exposure."""
    own, rest = trial.treated, trial.control
    if min(own.before, own.after) >= SMALL or not rest.before or not rest.after:
        return None
    exposures = float(rest.before), float(rest.after)
    return e_test(round(own.before), round(own.after), exposures=exposures)


def _left_out(before: Array, after: Array) -> Array:
    """Return the place's log change with each control left out in turn."""
    rest_before, rest_after = before[1:].sum() - before[1:], after[1:].sum() - after[1:]
    return _log_ratios(before[:1], after[:1], rest_before, rest_after)


def _earlier(months: Array) -> Array:
    """Return the log changes of a measure a year before the real one."""
    return log_changes(months[:, :-YEAR].sum(axis=1), months[:, -YEAR:].sum(axis=1))


def _trends(months: Array) -> Array:
    """Return the slope of each area's log share over the months before."""
    rest = months.sum(axis=0) - months
    shares = np.log(months + 0.5) - np.log(rest + 0.5)
    time = np.arange(months.shape[1]) - (months.shape[1] - 1) / 2
    slopes: Array = shares @ time / (time @ time)
    return slopes
