"""What happened next door: problems that moved, or went away there too."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from vaka.evaluation.rules.trials import Arm
from vaka.measures.rules.ratios import Z95, Counts, Estimate


@dataclass(frozen=True)
class Displacement:
    """How the place and its surroundings fared together.

    `quotient` is the weighted displacement quotient (below 0 the surroundings fared worse,
    above 0 better; None when nothing changed at the place or a cell is empty), `net` the total
    net effect: problems fewer in both together, against the controls.
    """

    quotient: float | None
    net: float | None


def weighted_displacement_difference(
    arms: Mapping[Arm, Counts],
    *,
    areas: Mapping[Arm, float] | None = None,
    periods: tuple[float, float] = (1.0, 1.0),
) -> Estimate:
    """Return the change in the treated area and its buffer less that of their controls.

    Below 0 there were fewer problems; per unit of `periods`, the lengths before and after. An
    arm of several `areas` is weighted down to one. The variance is the sum of the counts
    (Poisson), each over its weight squared.
    Source: Wheeler and Ratcliffe 2018, Crime Science 7:11, equation 2 and its weighted form.
    """
    weight = {arm: (areas or {}).get(arm, 1.0) for arm in arms}
    before, after = periods
    error = math.sqrt(
        sum(
            (c.before / before**2 + c.after / after**2) / weight[arm] ** 2
            for arm, c in arms.items()
        )
    )
    change = {
        arm: (c.after / after - c.before / before) / weight[arm] for arm, c in arms.items()
    }
    value = (
        change[Arm.TREATED]
        - change[Arm.CONTROL]
        + change.get(Arm.BUFFER, 0.0)
        - change.get(Arm.BUFFER_CONTROL, 0.0)
    )
    return Estimate(value, error, value - Z95 * error, value + Z95 * error)


def displacement(
    treated: Counts, control: Counts, buffer: Counts, beside: Counts | None = None
) -> Displacement:
    """Return the quotient and the total net effect; the buffer against `beside`, if counted.

    The quotient is Bowers and Johnson's (2003, J Quant Criminol 19:275-301), the net effect
    Guerette's (2009, POP Guide 10). Neither has a standard error: shown, never a verdict.
    """
    c_before, c_after = control.before, control.after
    if not c_before or not c_after:
        return Displacement(None, None)
    expected = treated.before * c_after / c_before
    reference = beside if beside and beside.before else control
    expected_near = buffer.before * reference.after / reference.before
    net = (expected - treated.after) + (expected_near - buffer.after)
    fared = treated.after / c_after - treated.before / c_before
    near = buffer.after / c_after - buffer.before / c_before
    return Displacement(near / fared if fared else None, net)
