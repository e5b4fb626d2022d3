"""Which places are comparable: chosen by a rule, before anybody can know how they fare."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from vaka.evaluation.rules.trials import Area, Arm

# More controls than these add little; two looks at the data need as many (evidence.md f4).
MOST_CONTROLS = 39
# Candidates that differ by less than this differ by rounding.
ALIKE = 1e-9


def matched(areas: Sequence[Area], months: Sequence[date]) -> list[Area]:
    """Return the areas with only the most comparable controls kept, the nearest first.

    Near is like in level and in trend over the months, each in standard deviations among the
    candidates. A candidate that lacks a month is no control.
    """
    place = next(area for area in areas if area.arm is Arm.TREATED)
    complete = [
        area
        for area in areas
        if area.arm is Arm.CONTROL and all(month in area.months for month in months)
    ]
    others = [area for area in areas if area.arm is not Arm.CONTROL]
    if not complete:
        return others
    told = np.array([_traits(area.months, months) for area in (place, *complete)])
    spread = told[1:].std(axis=0)
    apart = np.abs(told[1:] - told[0]) / np.where(spread > ALIKE, spread, 1.0)
    far = np.hypot(apart[:, 0], apart[:, 1])
    order = sorted(range(len(complete)), key=lambda i: (float(far[i]), complete[i].place))
    return [*others, *(complete[i] for i in order[:MOST_CONTROLS])]


def _traits(counts: Mapping[date, int], months: Sequence[date]) -> tuple[float, float]:
    """Return the level and the trend of a series, on the log scale."""
    held = np.array([counts.get(month, 0) for month in months], dtype=float)
    time = np.arange(len(held)) - (len(held) - 1) / 2
    logs = np.log(held + 0.5)
    slope = float(logs @ time / (time @ time)) if len(held) > 1 else 0.0
    return float(np.log(held.mean() + 0.5)), slope
