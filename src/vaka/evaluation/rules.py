"""Effect of a measure: relative effect, displacement, placebo test, verdict. Plain Python.

Method and checks: `docs/design/effect.md`. The estimate is the relative effect size of the
meta-analyses; the verdict is a placebo test over the controls, because the usual interval
rejects a true null in a third to a half of all cases when areas have lives of their own.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

# The 97.5th percentile of the standard normal distribution: a 95 % interval.
Z95 = 1.959963984540054
# With k controls the smallest possible placebo p is 1 / (k + 1): 19 are needed for .05.
ENOUGH_CONTROLS = 19
SIGNIFICANCE = 0.05
# What a board need not care about: an effect within ten per cent either way.
UNIMPORTANT = 0.10


class Arm(StrEnum):
    """What an area is in an evaluation."""

    TREATED = "treated"
    CONTROL = "control"
    BUFFER = "buffer"
    BUFFER_CONTROL = "buffer-control"


class Ruling(StrEnum):
    """The verdicts, of which every report gives exactly one."""

    DECREASE = "decrease-shown"
    NO_EFFECT = "no-effect-of-importance"
    INCREASE = "increase-shown"
    CANNOT_TELL = "cannot-tell"
    DISPLACEMENT = "displacement"
    CANNOT_EVALUATE = "cannot-be-evaluated"


@dataclass(frozen=True)
class Counts:
    """Problems before and after, over periods of equal length."""

    before: float
    after: float


@dataclass(frozen=True)
class Estimate:
    """A value with its standard error and 95 % interval."""

    value: float
    standard_error: float
    low: float
    high: float


def relative_effect(treated: Counts, control: Counts, *, dispersion: float = 1.0) -> Estimate:
    """Return the relative effect size (a·d)/(b·c); above 1 the treated area fared better.

    a, b are the treated area's counts before and after, c, d the control's. The standard error
    is that of the logarithm: 1/a + 1/b + 1/c + 1/d, times the dispersion (Farrington and Welsh
    double it by custom). Half a problem is added to each cell when one is empty.
    Source: Welsh and Farrington 2007; Wilson 2022, J Quant Criminol 38(2):323-341.
    """
    cells = [treated.before, treated.after, control.before, control.after]
    a, b, c, d = [cell + 0.5 for cell in cells] if 0 in cells else cells
    log = math.log(a * d / (b * c))
    error = math.sqrt(dispersion * (1 / a + 1 / b + 1 / c + 1 / d))
    return Estimate(
        math.exp(log), error, math.exp(log - Z95 * error), math.exp(log + Z95 * error)
    )


def percent_change(effect: Estimate) -> Estimate:
    """Return the change in per cent against the control: -13 is thirteen per cent fewer."""
    return Estimate(
        100 * (1 / effect.value - 1),
        effect.standard_error,
        100 * (1 / effect.high - 1),
        100 * (1 / effect.low - 1),
    )


def weighted_displacement_difference(
    arms: Mapping[Arm, Counts], *, weights: Mapping[Arm, float] | None = None
) -> Estimate:
    """Return the change in the treated area and its buffer less that of their controls.

    In problems over the period; below 0 there were fewer. An arm of several areas is weighted
    down to one: its counts are divided by its weight, the number of areas. The variance is the
    sum of the counts (Poisson), each over its weight squared.
    Source: Wheeler and Ratcliffe 2018, Crime Science 7:11, equation 2 and its weighted form.
    """
    weight = {arm: (weights or {}).get(arm, 1.0) for arm in arms}
    error = math.sqrt(sum((c.before + c.after) / weight[arm] ** 2 for arm, c in arms.items()))
    change = {arm: (c.after - c.before) / weight[arm] for arm, c in arms.items()}
    value = (
        change[Arm.TREATED]
        - change[Arm.CONTROL]
        + change.get(Arm.BUFFER, 0.0)
        - change.get(Arm.BUFFER_CONTROL, 0.0)
    )
    return Estimate(value, error, value - Z95 * error, value + Z95 * error)


def dispersion(months: Sequence[Sequence[int]]) -> float:
    """Return how much more the controls' months vary than a Poisson process would; at least 1.

    `months` holds one series a control, all before the measure. It is Pearson's chi-square over
    its degrees of freedom (quasi-Poisson).
    """
    square, freedom = 0.0, 0
    for series in months:
        mean = sum(series) / len(series) if series else 0.0
        if mean > 0:
            square += sum((count - mean) ** 2 / mean for count in series)
            freedom += len(series) - 1
    return max(1.0, square / freedom) if freedom > 0 else 1.0


def placebo_p(treated: Counts, controls: Sequence[Counts]) -> float:
    """Return the two-sided placebo p-value: how often an untreated place changes as much.

    Each place in turn is held against all the others pooled; p is the rank of the treated
    place's change among them, (1 + as large) / (k + 1). Exact by construction.
    """
    places = [treated, *controls]
    changes = [
        abs(math.log(relative_effect(place, _pooled(places, without=i)).value))
        for i, place in enumerate(places)
    ]
    as_large = sum(change >= changes[0] - 1e-12 for change in changes[1:])
    return (1 + as_large) / (len(controls) + 1)


def _pooled(places: Sequence[Counts], *, without: int) -> Counts:
    others = [place for i, place in enumerate(places) if i != without]
    return Counts(sum(p.before for p in others), sum(p.after for p in others))


@dataclass(frozen=True)
class Effect:
    """Everything an evaluation says of one measure at one place."""

    arms: Mapping[Arm, Counts]
    relative: Estimate
    change_percent: Estimate
    displacement_difference: Estimate
    dispersion: float
    controls: int
    placebo_p: float | None
    ruling: Ruling


def effect(
    arms: Mapping[Arm, Counts],
    *,
    controls: Sequence[Counts] = (),
    control_months: Sequence[Sequence[int]] = (),
    areas: Mapping[Arm, float] | None = None,
) -> Effect:
    """Return the effect from counts by arm, and the single controls where they are known.

    `areas` says how many areas the counts of an arm are the sum of, where it is not one.
    """
    spread = dispersion(control_months)
    relative = relative_effect(arms[Arm.TREATED], arms[Arm.CONTROL], dispersion=spread)
    p = placebo_p(arms[Arm.TREATED], controls) if controls else None
    difference = weighted_displacement_difference(arms, weights=areas)
    return Effect(
        arms=dict(arms),
        relative=relative,
        change_percent=percent_change(relative),
        displacement_difference=difference,
        dispersion=spread,
        controls=len(controls),
        placebo_p=p,
        ruling=rule(arms, relative=relative, p=p, controls=len(controls)),
    )


def rule(
    arms: Mapping[Arm, Counts], *, relative: Estimate, p: float | None, controls: int
) -> Ruling:
    """Return the one verdict. What the data cannot carry is *cannot tell*, never a hint.

    Shown is only what at most one untreated place in twenty matches, and what the interval does
    not contradict.
    """
    if arms[Arm.TREATED].before + arms[Arm.CONTROL].before == 0:
        return Ruling.CANNOT_EVALUATE
    shown = p is not None and p <= SIGNIFICANCE and controls >= ENOUGH_CONTROLS
    if shown and relative.low > 1:
        return Ruling.DISPLACEMENT if _moved_next_door(arms) else Ruling.DECREASE
    if shown and relative.high < 1:
        return Ruling.INCREASE
    if relative.low > 1 / (1 + UNIMPORTANT) and relative.high < 1 / (1 - UNIMPORTANT):
        return Ruling.NO_EFFECT
    return Ruling.CANNOT_TELL


def _moved_next_door(arms: Mapping[Arm, Counts]) -> bool:
    """Return whether the buffer took over at least what the treated area lost."""
    if Arm.BUFFER not in arms:
        return False
    treated, buffer = arms[Arm.TREATED], arms[Arm.BUFFER]
    gained = buffer.after - buffer.before
    return gained > 0 and gained >= treated.before - treated.after
