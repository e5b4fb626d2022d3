"""Reads: evaluations, their series, and the effect as the counts have it now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from vaka.core.errors import BadInput
from vaka.evaluation.models import Evaluation, FollowUp, MonthlyCount
from vaka.evaluation.rules import Arm, Counts, Effect, effect
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission


@dataclass(frozen=True)
class Series:
    """One area's counts month by month."""

    place: str
    arm: Arm
    months: tuple[tuple[date, int], ...]


def evaluations(*, by: Actor) -> QuerySet[Evaluation]:
    """Return the evaluations of the actor's boards, newest plan first."""
    rows = Evaluation.objects.filter(visible(by, Permission.SEE))
    return rows.select_related("site", "board").order_by("-planned_at")


def evaluation(key: str, *, by: Actor) -> Evaluation:
    """Return one evaluation.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(evaluations(by=by), key)


def of_camera(camera: str, *, by: Actor) -> QuerySet[Evaluation]:
    """Return the evaluations of one camera."""
    return evaluations(by=by).filter(camera=camera)


def follow_ups(key: str, *, by: Actor) -> QuerySet[FollowUp]:
    """Return the reports on an evaluation, newest first."""
    return evaluation(key, by=by).follow_ups.order_by("-at")


def reports_on(camera: str, *, by: Actor) -> list[str]:
    """Return the reports on what a camera did, as evidence is cited, the oldest first."""
    rows = FollowUp.objects.filter(
        visible(by, Permission.SEE, board="evaluation__board"), evaluation__camera=camera
    )
    return [
        f"effektrapport {row.at:%Y-%m-%d}, {row.evaluation_id}: {row.ruling}"
        for row in rows.order_by("at")
    ]


def series(row: Evaluation) -> list[Series]:
    """Return every area's months, the treated place first."""
    by_place: dict[tuple[str, str], list[tuple[date, int]]] = defaultdict(list)
    for count in row.counts.order_by("month"):
        by_place[count.place, count.arm].append((count.month, count.count))
    found = [Series(place, Arm(arm), tuple(m)) for (place, arm), m in by_place.items()]
    return sorted(found, key=lambda s: (s.arm != Arm.TREATED, s.place))


def effect_of(row: Evaluation) -> Effect:
    """Return the effect over the planned months before and after the measure began.

    :raises BadInput: when the treated place or every control lacks counts in that time.
    """
    first = _months_from(row.measure_starts, -row.months)
    after = _months_from(row.measure_starts, row.months)
    cut = row.measure_starts.replace(day=1)
    arms: dict[Arm, list[Counts]] = defaultdict(list)
    history: list[list[int]] = []
    for area in series(row):
        before = [n for month, n in area.months if first <= month < cut]
        later = [n for month, n in area.months if cut <= month < after]
        arms[area.arm].append(Counts(sum(before), sum(later)))
        if area.arm == Arm.CONTROL:
            history.append(before)
    for needed in (Arm.TREATED, Arm.CONTROL):
        if not arms[needed]:
            mend = "Import counts for the treated place and its controls"
            raise BadInput(f"evaluation {row.pk}", f"there are no counts for {needed}", mend)
    pooled = {arm: _sum(areas) for arm, areas in arms.items() if areas}
    return effect(
        pooled,
        controls=arms[Arm.CONTROL],
        control_months=history,
        areas={arm: float(len(areas)) for arm, areas in arms.items() if areas},
    )


def months_held(row: Evaluation) -> int:
    """Return how many months after the measure began have counts for the treated place."""
    cut = row.measure_starts.replace(day=1)
    held = MonthlyCount.objects.filter(evaluation=row, arm=Arm.TREATED, month__gte=cut)
    return held.values("month").distinct().count()


def _sum(areas: Iterable[Counts]) -> Counts:
    held = list(areas)
    return Counts(sum(a.before for a in held), sum(a.after for a in held))


def _months_from(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)
