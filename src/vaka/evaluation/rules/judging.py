"""The effect of a measure at one place, and the one verdict that the counts can carry."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from vaka.evaluation.rules import placebo
from vaka.evaluation.rules.belief import Belief, Prior, updated
from vaka.evaluation.rules.displacement import (
    Displacement,
    displacement,
    weighted_displacement_difference,
)
from vaka.evaluation.rules.placebo import ENOUGH_CONTROLS, Robustness
from vaka.evaluation.rules.smallest import sites_needed
from vaka.evaluation.rules.trials import Arm, Array, Trial
from vaka.measures.rules.ratios import (
    Counts,
    Estimate,
    Ruling,
    percent_change,
    relative_effect,
)

SIGNIFICANCE = 0.05
# What a board need not care about: an effect within ten per cent either way.
UNIMPORTANT = 0.10
# So much may be missing of the months, or of the controls, before nothing can be said.
MOST_MISSING = 0.10


class Standing(StrEnum):
    """What a report may say: one day is for verdicts, so that nobody looks until it fits."""

    CONFIRMATORY = "confirmatory"
    DESCRIPTIVE = "descriptive"


class Why(StrEnum):
    """Why a verdict is no answer."""

    CHANCE = "chance"
    FEW_CONTROLS = "few-controls"
    ONE_CONTROL = "hangs-on-one-control"
    EARLIER = "there-before-the-measure"
    TREND = "trend-before-the-measure"
    SERIES = "no-step-in-its-own-series"
    SYNTHETIC = "not-against-its-like"
    SMALL = "too-few-to-tell"
    LOOKING = "found-by-looking"
    NOT_THE_DAY = "not-the-day"
    NOTHING_BEFORE = "nothing-before"
    MONTHS_MISSING = "months-missing"
    CONTROLS_MISSING = "controls-missing"
    PLAN_BROKEN = "plan-broken"


@dataclass(frozen=True)
class Basis:
    """What the plan lets a report rest on: how often it looks, what counts, what is known."""

    standing: Standing = Standing.CONFIRMATORY
    looks: int = 1
    detection_driven: bool = False
    broken: bool = False
    prior: Prior | None = None


@dataclass(frozen=True)
class Effect:
    """Everything an evaluation says of one measure at one place.

    `months` says how many were counted before and after.
    `relative` and `change_percent` have the interval of the counts, widened by the controls'
    dispersion; `placebo_percent` is the 90 % interval of how the controls themselves changed,
    and the one to believe. `difference_a_year` is problems a year (weighted displacement
    difference); `sites_needed` how many such sites pooled would show what was found.
    """

    months: tuple[int, int]
    arms: Mapping[Arm, Counts]
    relative: Estimate
    change_percent: Estimate
    placebo_percent: tuple[float, float] | None
    difference_a_year: Estimate
    displacement: Displacement | None
    dispersion: float
    controls: int
    placebo_p: float | None
    robustness: Robustness | None
    belief: Belief | None
    sites_needed: int | None
    ruling: Ruling
    why: tuple[Why, ...]


def effect(trial: Trial, basis: Basis | None = None) -> Effect:
    """Return the effect that the counts show, as far as the plan's basis lets it be told."""
    rests_on = basis or Basis()
    spread = dispersion(trial.before[1:])
    relative = relative_effect(trial.treated, trial.control, dispersion=spread)
    arms = _arms(trial)
    several = trial.controls > 1
    changes = placebo.placebo_changes(trial)
    found = _Found(
        trial=trial,
        relative=relative,
        changes=changes,
        p=placebo.rank_p(changes) if several else None,
        robustness=placebo.robustness(trial) if several else None,
        moved=_displacement(trial),
    )
    ruling, why = found.ruling(rests_on)
    log = -math.log(relative.value)
    error = _error(relative, changes)
    return Effect(
        months=(trial.before.shape[1], trial.after.shape[1]),
        arms=arms,
        relative=relative,
        change_percent=percent_change(relative),
        placebo_percent=_percent(placebo.interval(changes)) if several else None,
        difference_a_year=weighted_displacement_difference(
            arms, areas=_areas(trial), periods=trial.years
        ),
        displacement=found.moved,
        dispersion=spread,
        controls=trial.controls,
        placebo_p=found.p,
        robustness=found.robustness,
        belief=updated(rests_on.prior, log, error) if rests_on.prior else None,
        sites_needed=sites_needed(log, error**2)
        if ruling is Ruling.CANNOT_TELL and log
        else None,
        ruling=ruling,
        why=why,
    )


def dispersion(months: Array) -> float:
    """Return how much more areas' months vary than a Poisson process would; at least 1.

    Pearson's chi-square of each row about its own mean, over its degrees of freedom
    (quasi-Poisson).
    """
    means = months.mean(axis=1, keepdims=True)
    counted = means[:, 0] > 0
    freedom = int(counted.sum() * (months.shape[1] - 1))
    if not freedom:
        return 1.0
    square = ((months[counted] - means[counted]) ** 2 / means[counted]).sum()
    return max(1.0, float(square) / freedom)


@dataclass(frozen=True)
class _Found:
    trial: Trial
    relative: Estimate
    changes: Array
    p: float | None
    robustness: Robustness | None
    moved: Displacement | None

    def ruling(self, basis: Basis) -> tuple[Ruling, tuple[Why, ...]]:
        """Return the verdict. What the data cannot carry is *cannot tell*, never a hint."""
        if broken := self.why_not_at_all(basis):
            return Ruling.CANNOT_EVALUATE, broken
        if basis.standing is Standing.DESCRIPTIVE:
            return Ruling.CANNOT_TELL, (Why.NOT_THE_DAY,)
        if self.shown(basis):
            return self.direction(basis)
        if self.unimportant():
            return Ruling.NO_EFFECT, ()
        few = (Why.FEW_CONTROLS,) if self.trial.controls < ENOUGH_CONTROLS else ()
        return Ruling.CANNOT_TELL, few or (Why.CHANCE,)

    def why_not_at_all(self, basis: Basis) -> tuple[Why, ...]:
        """Return what keeps anything from being said."""
        # Before the day, months are missing because they have not been.
        verdict = basis.standing is Standing.CONFIRMATORY
        holds = {
            Why.PLAN_BROKEN: basis.broken,
            Why.NOTHING_BEFORE: not self.trial.treated.before + self.trial.control.before,
            Why.MONTHS_MISSING: verdict and self.trial.missing > MOST_MISSING,
            Why.CONTROLS_MISSING: verdict and self.trial.lost > MOST_MISSING,
        }
        return tuple(why for why, found in holds.items() if found)

    def shown(self, basis: Basis) -> bool:
        """Return whether hardly a control changed as much, and the counts do not contradict."""
        enough = self.trial.controls >= ENOUGH_CONTROLS
        seldom = self.p is not None and self.p <= SIGNIFICANCE / basis.looks + placebo.TIE
        return enough and seldom and not self.relative.low <= 1 <= self.relative.high

    def direction(self, basis: Basis) -> tuple[Ruling, tuple[Why, ...]]:
        """Return which way the shown change goes, if it stands every way it is looked at."""
        if weak := self.weaknesses(basis):
            return Ruling.CANNOT_TELL, weak
        if self.relative.value < 1:
            return Ruling.INCREASE, ()
        moved = self.moved is not None and self.moved.net is not None and self.moved.net <= 0
        return (Ruling.DISPLACEMENT if moved else Ruling.DECREASE), ()

    def weaknesses(self, basis: Basis) -> tuple[Why, ...]:
        """Return what a shown change hangs on that it should not."""
        robust = self.robustness
        assert robust is not None
        low, high = robust.left_out
        rose = self.relative.value < 1
        holds = {
            Why.ONE_CONTROL: low <= 0 <= high,
            Why.EARLIER: robust.earlier_p is not None and robust.earlier_p <= SIGNIFICANCE,
            Why.TREND: robust.trend_p is not None and robust.trend_p <= SIGNIFICANCE,
            Why.SERIES: robust.step is not None and (robust.step.change > 0) is not rose,
            Why.SYNTHETIC: robust.synthetic is not None and (robust.synthetic > 0) is not rose,
            Why.SMALL: robust.small_p is not None and robust.small_p > SIGNIFICANCE,
            Why.LOOKING: rose and basis.detection_driven,
        }
        return tuple(why for why, found in holds.items() if found)

    def unimportant(self) -> bool:
        """Return whether the 90 % interval of the controls lies within ten per cent."""
        if self.trial.controls < ENOUGH_CONTROLS:
            return False
        low, high = placebo.interval(self.changes)
        narrow = -math.log1p(UNIMPORTANT) < math.log(self.relative.low)
        narrow &= math.log(self.relative.high) < -math.log1p(-UNIMPORTANT)
        return narrow and math.log1p(-UNIMPORTANT) < low and high < math.log1p(UNIMPORTANT)


def _arms(trial: Trial) -> dict[Arm, Counts]:
    told = {
        Arm.TREATED: trial.treated,
        Arm.CONTROL: trial.control,
        Arm.BUFFER: trial.buffer,
        Arm.BUFFER_CONTROL: trial.buffer_control,
    }
    return {arm: counts for arm, counts in told.items() if counts is not None}


def _areas(trial: Trial) -> dict[Arm, float]:
    return {Arm.CONTROL: trial.controls, Arm.BUFFER_CONTROL: max(1, trial.beside_areas)}


def _displacement(trial: Trial) -> Displacement | None:
    if trial.buffer is None:
        return None
    return displacement(trial.treated, trial.control, trial.buffer, trial.buffer_control)


def _error(relative: Estimate, changes: Array) -> float:
    """Return the standard error of the log change: of the counts, or of lively areas."""
    lives = float(np.std(changes[1:], ddof=1)) if len(changes) > 2 else 0.0
    return max(relative.standard_error, lives)


def _percent(ends: tuple[float, float]) -> tuple[float, float]:
    low, high = (100 * math.expm1(end) for end in ends)
    return low, high
