"""The effect size of the research: how counts changed at a place against comparable ones."""

import math
from dataclasses import dataclass
from enum import StrEnum

# The 97.5th percentile of the standard normal distribution: a 95 % interval.
Z95 = 1.959963984540054


class Ruling(StrEnum):
    """The verdicts, of which every report of an effect gives exactly one."""

    DECREASE = "decrease-shown"
    NO_EFFECT = "no-effect-of-importance"
    INCREASE = "increase-shown"
    CANNOT_TELL = "cannot-tell"
    DISPLACEMENT = "displacement"
    CANNOT_EVALUATE = "cannot-be-evaluated"


@dataclass(frozen=True)
class Counts:
    """Problems before and after; every area over the same months."""

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
