"""Reads: evaluations, their series, a plan as it would be frozen, the effect as it is now."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncMonth

from vaka.balancing import queries as balancing
from vaka.core.errors import BadInput, Conflict
from vaka.decisions import queries as decisions
from vaka.evaluation.models import Evaluation, FollowUp, MonthlyCount
from vaka.evaluation.queries.drawn import counting_at, drawn, is_read
from vaka.evaluation.rules import counts_file
from vaka.evaluation.rules.belief import Prior
from vaka.evaluation.rules.counting import Counting, Drawn, Reports
from vaka.evaluation.rules.judging import SIGNIFICANCE, Basis, Effect, dispersion, effect
from vaka.evaluation.rules.matching import MOST_CONTROLS, matched
from vaka.evaluation.rules.plans import (
    Beside,
    Draft,
    EffectPlan,
    review_at,
    standing,
)
from vaka.evaluation.rules.smallest import smallest_falls
from vaka.evaluation.rules.trials import Area, Arm, Array, Trial, trial
from vaka.measures import queries as measures
from vaka.measures.queries import local_day
from vaka.measures.rules.kinds import MeasureKind
from vaka.measures.rules.site_effects import SiteEffect
from vaka.municipality import queries as municipality
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.needs import queries as needs

if TYPE_CHECKING:
    from vaka.balancing.models import Balancing
    from vaka.municipality.models import Site

# Without a year of history nobody can say what is comparable.
LEAST_HISTORY = 12


@dataclass(frozen=True)
class Series:
    """One area's counts month by month."""

    place: str
    arm: Arm
    months: tuple[tuple[date, int], ...]


@dataclass(frozen=True)
class Planned:
    """A plan as it would be frozen, and the counts by which it was made.

    `drawn` are the areas kept, when they were counted from the reports.
    """

    plan: EffectPlan
    history: Sequence[Area]
    drawn: Sequence[Drawn] = ()


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


def last_report(camera: str, *, by: Actor) -> FollowUp | None:
    """Return the newest report on what a camera did, if there is one."""
    rows = FollowUp.objects.filter(
        visible(by, Permission.SEE, board="evaluation__board"), evaluation__camera=camera
    )
    return rows.order_by("-at").first()


def undecided(*, by: Actor) -> "dict[str, Balancing]":
    """Return the newest balancing of each camera that may be planned for, by camera.

    A plan is made before the decision, by who may plan at the board.
    """
    rows = balancing.balancings(by=by, permission=Permission.PLAN_EVALUATION)
    decided = decisions.decisions(by=by).values("camera")
    return {row.camera: row for row in rows.exclude(camera__in=decided).order_by("version")}


def planned(draft: Draft, *, history: str | Reports, by: Actor, at: datetime) -> Planned:
    """Return the plan as it would be frozen now; nothing is written.

    The history chooses the controls; of months that have not ended nothing is known yet.

    :raises Absent: when there is no such site for this person.
    :raises BadInput: when the counts cannot be read, or are less than a year.
    :raises Conflict: when the measure has begun, or the camera is decided on.
    """
    site = municipality.site(draft.site, by=by)
    today = local_day(at)
    if today >= draft.measure_starts:
        raise Conflict(draft.camera, "measure-has-begun")
    if decisions.decisions(by=by).filter(camera=draft.camera).exists():
        raise Conflict(draft.camera, "decided-before-the-plan")
    trigger = needs.trigger_window(draft.site, by=by)
    area = _area(draft.camera, site, by=by)
    source = _source(history, draft, site, area, by=by)
    told = _history(source.areas, today=today, trigger=trigger)
    expected = measures.expectation_at(draft.site, monitoring=draft.monitoring, by=by, at=at)
    plan = EffectPlan(
        draft=draft,
        setting=measures.setting_of(draft.site, by=by),
        trigger=trigger,
        area=area,
        controls=tuple(area.place for area in told.areas if area.arm is Arm.CONTROL),
        beside=_beside(draft.site, by=by),
        other_measures=measures.beside_cameras_at(draft.site, by=by, at=at),
        expected=Prior(expected.mean, expected.spread),
        smallest=smallest_falls(
            told.counts,
            dispersion=dispersion(told.counts[1:]),
            significance=told.significance,
        ),
        history_sha256=hashlib.sha256(source.text.encode()).hexdigest(),
        counting=source.kept(told.areas),
    )
    names = {area.place for area in told.areas}
    return Planned(plan, told.areas, [one for one in source.drawn if one.area.place in names])


@dataclass(frozen=True)
class _Source:
    """Where the counts of a plan come from: a file, or the reports and how they are counted."""

    text: str
    areas: Sequence[Area]
    counting: Counting | None = None
    drawn: Sequence[Drawn] = ()

    def kept(self, chosen: Sequence[Area]) -> Counting | None:
        """Return what of the counting is frozen: the areas that were chosen."""
        if self.counting is None:
            return None
        names = {area.place for area in chosen}
        places = tuple(each for each in self.counting.places if each.place in names)
        return replace(self.counting, places=places)


def _source(
    history: str | Reports,
    draft: Draft,
    site: "Site",
    area: Mapping[str, object],
    *,
    by: Actor,
) -> _Source:
    if isinstance(history, str):
        return _Source(history, counts_file.areas(history, name="history"))
    counting = counting_at(site, area, reports=history, by=by)
    found = drawn(counting, draft, board=site.board_id)
    areas = [one.area for one in found]
    if not any(area.arm is Arm.TREATED for area in areas):
        mend = "Take in its reports, or give the counts as a file"
        raise BadInput("kinds", "nothing is reported at the place", mend)
    return _Source(counts_file.text_of(areas), areas, counting, found)


@dataclass(frozen=True)
class _History:
    areas: Sequence[Area]
    months: Sequence[date]

    @property
    def counts(self) -> Array:
        rows = [
            area for arm in (Arm.TREATED, Arm.CONTROL) for area in self.areas if area.arm is arm
        ]
        return np.array([[area.months[m] for m in self.months] for area in rows], dtype=float)

    @property
    def significance(self) -> float:
        controls = sum(area.arm is Arm.CONTROL for area in self.areas)
        return SIGNIFICANCE / (2 if controls >= MOST_CONTROLS else 1)


def _history(
    found: Sequence[Area], *, today: date, trigger: tuple[date, date] | None
) -> _History:
    """Return the areas with the controls chosen, and the months by which they were."""
    places = [area for area in found if area.arm is Arm.TREATED]
    if len(places) != 1:
        mend = "Give the counts of one"
        raise BadInput("history", f"there are {len(places)} treated places", mend)
    first = today.replace(day=1)
    months = [
        month
        for month in sorted(places[0].months)
        if month < first and not (trigger and trigger[0] <= month <= trigger[1])
    ]
    if len(months) < LEAST_HISTORY:
        problem = f"there are {len(months)} whole months that did not trigger the need"
        raise BadInput("history", problem, f"At least {LEAST_HISTORY} before this month")
    chosen = matched(found, months)
    if not any(area.arm is Arm.CONTROL for area in chosen):
        mend = "Give places that were counted in each of those months"
        raise BadInput("history", "there is no comparable place", mend)
    return _History(chosen, months)


def _area(camera: str, site: "Site", *, by: Actor) -> Mapping[str, object]:
    """Return the area that the camera is to watch, as weighed; else that of the site."""
    weighed = balancing.balancings(by=by).filter(camera=camera).order_by("-version").first()
    view = balancing.limits(weighed).fields.get("view") if weighed else None
    area = view.get("area") if isinstance(view, dict) else None
    return area if isinstance(area, dict) else site.outline


def _beside(site: str, *, by: Actor) -> tuple[Beside, ...]:
    plans = [row.plan() for row in measures.at_site(site, by=by)]
    return tuple(
        Beside(each.kind, each.title, each.starts, each.ends)
        for each in plans
        if each.kind is not MeasureKind.CAMERA
    )


def areas(rows: Iterable[Evaluation]) -> dict[str, list[Area]]:
    """Return every area's months, by evaluation: one read, however many there are."""
    found: dict[str, dict[tuple[str, str], dict[date, int]]] = defaultdict(dict)
    counts = MonthlyCount.objects.filter(evaluation__in=[row.pk for row in rows])
    told = counts.order_by("pk").values_list("evaluation", "place", "arm", "month", "count")
    for key, place, arm, month, count in told.iterator(chunk_size=10_000):
        found[key].setdefault((place, arm), {})[month] = count
    return {
        key: [Area(place, Arm(arm), months) for (place, arm), months in by_place.items()]
        for key, by_place in found.items()
    }


def series(row: Evaluation) -> list[Series]:
    """Return every area's months, the treated place first."""
    found = [
        Series(area.place, area.arm, tuple(sorted(area.months.items())))
        for area in areas([row]).get(row.pk, [])
    ]
    return sorted(found, key=lambda s: (s.arm != Arm.TREATED, s.place))


def effect_of(row: Evaluation, *, at: datetime) -> Effect:
    """Return the effect over the planned months, as far as the plan lets it be told at `at`.

    :raises BadInput: when the treated place or every control lacks counts in that time.
    """
    return effects_of([row], at=at)[row.pk]


def effects_of(rows: Sequence[Evaluation], *, at: datetime) -> dict[str, Effect]:
    """Return the effect of each evaluation.

    :raises BadInput: when a treated place or all its controls lack counts in that time.
    """
    counted = areas(rows)
    return {row.pk: _effect(row, counted.get(row.pk, []), at=at) for row in rows}


def _effect(row: Evaluation, counted: Sequence[Area], *, at: datetime) -> Effect:
    plan, review = row.frozen(), review_at(row.review_on, local_day(at))
    found = _trial(row, plan, counted, review=review)
    basis = Basis(
        standing=standing(plan, review=review),
        looks=plan.looks,
        detection_driven=plan.draft.detection_driven,
        broken=bool(row.broken),
        prior=plan.expected,
    )
    return effect(found, basis)


def _trial(row: Evaluation, plan: EffectPlan, counted: Sequence[Area], *, review: int) -> Trial:
    chosen = [
        area for area in counted if area.arm is not Arm.CONTROL or area.place in plan.controls
    ]
    return trial(chosen, plan.calendar_at(review), name=f"evaluation {row.pk}")


def months_held(rows: Iterable[Evaluation]) -> dict[str, int]:
    """Return how many months after its measure began each treated place has counts for."""
    held = (
        MonthlyCount.objects.filter(
            evaluation__in=[row.pk for row in rows],
            arm=Arm.TREATED,
            month__gte=TruncMonth("evaluation__measure_starts"),
        )
        .values("evaluation")
        .annotate(held=Count("month", distinct=True))
    )
    return {row["evaluation"]: row["held"] for row in held}


def due(*, at: datetime) -> list[Evaluation]:
    """Return the evaluations whose review has come, with all its months counted, unreported."""
    today = local_day(at)
    rows = Evaluation.objects.filter(review_on__lte=today, broken="").annotate(
        reviewed=Max("follow_ups__review")
    )
    waiting = [row for row in rows if (row.reviewed or 0) < review_at(row.review_on, today)]
    held = months_held(waiting) if waiting else {}
    # The worker asks every second: each board's register is looked at once.
    read = cache(needs.months_read)
    return [row for row in waiting if _is_counted(row, held.get(row.pk, 0), read, today=today)]


def _is_counted(
    row: Evaluation,
    held: int,
    read: Callable[[str], Mapping[str, needs.Read]],
    *,
    today: date,
) -> bool:
    """Return whether the months of the review are counted, or can be from the reports."""
    plan = row.frozen()
    after = plan.calendar_at(review_at(row.review_on, today)).after
    if plan.counting:
        return is_read(plan.counting, read(row.board_id), until=after[-1])
    return held >= len(after)


def counted(row: Evaluation) -> list[Area]:
    """Return the areas of an evaluation as the reports have them; none when files do."""
    plan = row.frozen()
    if plan.counting is None:
        return []
    return [one.area for one in drawn(plan.counting, plan.draft, board=row.board_id)]


def shared_line(row: Evaluation, found: Effect) -> SiteEffect:
    """Return what the site shares with others: its counts, and nothing that names it."""
    plan = row.frozen()
    return SiteEffect(
        municipality=measures.own_code(),
        plan=row.plan_hash,
        setting=plan.setting,
        crime=plan.draft.crime,
        monitoring=plan.draft.monitoring,
        other_measures=plan.other_measures,
        months_before=found.months[0],
        months_after=found.months[1],
        controls=found.controls,
        treated=found.arms[Arm.TREATED],
        control=found.arms[Arm.CONTROL],
        buffer=found.arms.get(Arm.BUFFER),
        dispersion=round(found.dispersion, 6),
        detection_driven=plan.draft.detection_driven,
        verdict=found.ruling,
    )
