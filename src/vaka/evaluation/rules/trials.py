"""The counts of one evaluation: the place, its controls, and what lies next to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from vaka.core.errors import BadInput
from vaka.measures.rules.ratios import Counts

Array = NDArray[np.float64]
# A year of months, in which rates are told.
YEAR = 12


class Arm(StrEnum):
    """What an area is in an evaluation."""

    TREATED = "treated"
    CONTROL = "control"
    BUFFER = "buffer"
    BUFFER_CONTROL = "buffer-control"


@dataclass(frozen=True)
class Area:
    """Problems in one area, month by month; a month that is absent was not counted."""

    place: str
    arm: Arm
    months: Mapping[date, int]


@dataclass(frozen=True)
class Calendar:
    """The months of a plan: before the measure without those that triggered it, and after."""

    before: tuple[date, ...]
    after: tuple[date, ...]


def calendar(
    starts: date, *, before: int, after: int, trigger: tuple[date, date] | None = None
) -> Calendar:
    """Return so many months before the month of the start, and after, that month the first.

    The months of `trigger` (first and last day) are left out: a place is chosen at its worst,
    and falls back by itself afterwards. Earlier months are taken in their stead, so that there
    are as many.
    """
    first = starts.replace(day=1)
    left_out = _months_between(*trigger) if trigger else set()
    earlier: list[date] = []
    month = first
    while len(earlier) < before:
        month = months_later(month, -1)
        if month not in left_out:
            earlier.append(month)
    later = tuple(months_later(first, n) for n in range(after))
    return Calendar(tuple(reversed(earlier)), later)


def months_later(day: date, months: int) -> date:
    """Return the first day of the month so many months from that of the day."""
    whole = day.year * 12 + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def _months_between(first: date, last: date) -> set[date]:
    span = (last.year - first.year) * 12 + last.month - first.month
    return {months_later(first, n) for n in range(span + 1)}


@dataclass(frozen=True)
class Trial:
    """Counts as arrays, a row an area; the treated place is row 0 of `before` and `after`.

    `missing` is the share of the planned months that were not counted there; `lost` the share
    of the controls that lacked a month and were left out.
    """

    before: Array
    after: Array
    next_before: int | None
    next_after: int | None
    beside_before: int | None
    beside_after: int | None
    beside_areas: int
    missing: float
    lost: float

    @property
    def controls(self) -> int:
        """Return how many controls there are."""
        return len(self.before) - 1

    @property
    def treated(self) -> Counts:
        """Return the place's sums."""
        return Counts(round(self.before[0].sum()), round(self.after[0].sum()))

    @property
    def control(self) -> Counts:
        """Return the controls' sums."""
        return Counts(round(self.before[1:].sum()), round(self.after[1:].sum()))

    @property
    def buffer(self) -> Counts | None:
        """Return the sums next to the place, if that was counted."""
        if self.next_before is None or self.next_after is None:
            return None
        return Counts(self.next_before, self.next_after)

    @property
    def buffer_control(self) -> Counts | None:
        """Return the sums next to comparable places, if that was counted."""
        if self.beside_before is None or self.beside_after is None:
            return None
        return Counts(self.beside_before, self.beside_after)

    @property
    def years(self) -> tuple[float, float]:
        """Return how many years were counted before and after."""
        return self.before.shape[1] / YEAR, self.after.shape[1] / YEAR


def trial(areas: Sequence[Area], months: Calendar, *, name: str) -> Trial:
    """Return the counts over the months of a plan; `name` is what the counts are called.

    A month that was not counted at the place is left out everywhere; a control that lacks a
    month which the place has is left out whole.

    :raises BadInput: when there is not exactly one treated place, or no control.
    """
    by_arm = {arm: [area for area in areas if area.arm is arm] for arm in Arm}
    if len(by_arm[Arm.TREATED]) != 1:
        found = len(by_arm[Arm.TREATED])
        raise BadInput(name, f"there are {found} treated places", "Give the counts of one")
    place = by_arm[Arm.TREATED][0]
    before = [month for month in months.before if month in place.months]
    after = [month for month in months.after if month in place.months]
    needed = {*before, *after}
    controls = [area for area in by_arm[Arm.CONTROL] if needed <= area.months.keys()]
    if not controls or not before or not after:
        mend = "Import months before and after for the treated place and its controls"
        raise BadInput(name, "there is nothing to compare", mend)
    planned = len(months.before) + len(months.after)
    rows = [place, *controls]
    near = _sums([a for a in by_arm[Arm.BUFFER] if needed <= a.months.keys()], before, after)
    beside = [a for a in by_arm[Arm.BUFFER_CONTROL] if needed <= a.months.keys()]
    far = _sums(beside, before, after)
    return Trial(
        before=_matrix(rows, before),
        after=_matrix(rows, after),
        next_before=near[0],
        next_after=near[1],
        beside_before=far[0],
        beside_after=far[1],
        beside_areas=len(beside),
        missing=1 - len(needed) / planned,
        lost=1 - len(controls) / len(by_arm[Arm.CONTROL]),
    )


def of_sums(sums: Mapping[Arm, Sequence[Counts]], *, name: str) -> Trial:
    """Return a trial of sums before and after, where single months are not known.

    :raises BadInput: when there is not exactly one treated place, or no control.
    """
    first, second = date(2000, 1, 1), date(2000, 2, 1)
    areas = [
        Area(f"{arm} {n}", arm, {first: round(each.before), second: round(each.after)})
        for arm, counted in sums.items()
        for n, each in enumerate(counted)
    ]
    return trial(areas, Calendar((first,), (second,)), name=name)


def _matrix(areas: Iterable[Area], months: Sequence[date]) -> Array:
    return np.array([[area.months[month] for month in months] for area in areas], dtype=float)


def _sums(
    areas: Sequence[Area], before: Sequence[date], after: Sequence[date]
) -> tuple[int | None, int | None]:
    if not areas:
        return None, None
    return round(_matrix(areas, before).sum()), round(_matrix(areas, after).sum())
