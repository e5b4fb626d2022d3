"""Verbs: freeze a plan, take in counts, report, say that a plan is broken."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from vaka.cases import actions as cases
from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.decisions import queries as decisions
from vaka.evaluation import queries
from vaka.evaluation.models import Evaluation, FollowUp, MonthlyCount
from vaka.evaluation.rules import counts_file
from vaka.evaluation.rules.counting import Reports
from vaka.evaluation.rules.judging import Effect
from vaka.evaluation.rules.plans import Draft, document, plan_hash, review_at
from vaka.evaluation.rules.trials import Area
from vaka.measures import actions as measures
from vaka.measures.queries import local_day
from vaka.measures.rules.ratios import Ruling
from vaka.municipality.access import action, find, require
from vaka.municipality.queries import site as site_of
from vaka.municipality.rules import Actor, Permission, machine
from vaka.record import actions as record
from vaka.record.rules import Kind

# Who reports what nobody has asked for on its day.
WORKER = machine("worker")


@action
def plan(draft: Draft, *, history: str | Reports, by: Actor, at: datetime) -> Evaluation:
    """Freeze how a measure will be judged, hashed into the record before anybody can know.

    `history` is a file of monthly counts: the place, what lies next to it, and the places among
    which the controls are chosen; or the reports that these are counted from, now and later.

    :raises BadInput: when the counts cannot be read, or are less than a year.
    :raises Conflict: when the measure has begun, the camera is decided on, or this very plan
        is frozen already.
    """
    place = site_of(draft.site, by=by)
    require(by, Permission.PLAN_EVALUATION, board=place.board_id, subject=draft.site)
    made = queries.planned(draft, history=history, by=by, at=at)
    frozen = document(made.plan)
    if Evaluation.objects.filter(plan_hash=plan_hash(frozen)).exists():
        raise Conflict(draft.camera, "planned-already")
    row = Evaluation.objects.create(
        id=new_id(at=at),
        board_id=place.board_id,
        site=place,
        camera=draft.camera,
        outcome=draft.outcome,
        detection_driven=draft.detection_driven,
        measure_starts=draft.measure_starts,
        review_on=draft.review_on,
        plan=frozen,
        plan_hash=plan_hash(frozen),
        planned_at=at,
        example=place.example,
    )
    _keep(row, made.history)
    facts = {"plan": frozen, "sha256": row.plan_hash}
    record.append(Kind.EVALUATION_PLANNED, actor=by.id, subject=row.id, at=at, facts=facts)
    return row


@action
def import_counts(*, evaluation: str, csv_text: str, by: Actor, at: datetime) -> int:
    """Take in monthly counts (columns place, arm, month, count); return how many were new.

    What is counted already stays as it was: nobody mends the past after the plan.

    :raises BadInput: for the first bad line; then nothing is taken in.
    :raises Conflict: when the plan says that the reports are counted.
    """
    row = find(Evaluation.objects.all(), evaluation)
    require(by, Permission.PLAN_EVALUATION, board=row.board_id, subject=evaluation)
    if row.frozen().counting:
        raise Conflict(evaluation, "counted-from-reports")
    new = _keep(row, counts_file.areas(csv_text, name="counts"))
    facts = {"new": new, "sha256": hashlib.sha256(csv_text.encode()).hexdigest()}
    record.append(Kind.COUNTS_IMPORTED, actor=by.id, subject=row.id, at=at, facts=facts)
    return new


@action
def count_reports(*, evaluation: str, by: Actor, at: datetime) -> int:
    """Count the reports of more months as the plan says; return how many counts were new.

    :raises Conflict: when the plan says that counts come as files.
    """
    row = find(Evaluation.objects.select_for_update(), evaluation)
    require(by, Permission.PLAN_EVALUATION, board=row.board_id, subject=evaluation)
    if not row.frozen().counting:
        raise Conflict(evaluation, "counted-in-files")
    return _count(row, by=by, at=at)


def _count(row: Evaluation, *, by: Actor, at: datetime) -> int:
    """Take in what the reports say by now, where the plan counts them."""
    areas = queries.counted(row)
    new = _keep(row, areas)
    if new:
        sha256 = hashlib.sha256(counts_file.text_of(areas).encode()).hexdigest()
        facts = {"new": new, "sha256": sha256}
        record.append(Kind.COUNTS_IMPORTED, actor=by.id, subject=row.id, at=at, facts=facts)
    return new


def _keep(row: Evaluation, areas: Iterable[Area]) -> int:
    before = row.counts.count()
    MonthlyCount.objects.bulk_create(
        (
            MonthlyCount(
                evaluation=row, place=area.place, arm=area.arm, month=month, count=count
            )
            for area in areas
            for month, count in area.months.items()
        ),
        ignore_conflicts=True,
    )
    return row.counts.count() - before


@action
def report(*, evaluation: str, by: Actor, at: datetime) -> FollowUp:
    """Report the effect as the counts have it, with its one verdict, which nobody can edit.

    Before the review that the plan names it describes, and tells nothing.

    :raises Conflict: before anything after the measure has been counted.
    """
    row = find(Evaluation.objects.select_for_update(), evaluation)
    require(by, Permission.PLAN_EVALUATION, board=row.board_id, subject=evaluation)
    _count(row, by=by, at=at)
    if not queries.months_held([row]):
        raise Conflict(evaluation, "too-early")
    return _report(row, by=by, at=at)


@action
def break_plan(*, evaluation: str, why: str, by: Actor, at: datetime) -> Evaluation:
    """Say that the plan cannot be followed, or that what is counted has changed; it stays so.

    :raises BadInput: when it is not said why.
    :raises Conflict: when it was said before.
    """
    row = find(Evaluation.objects.select_for_update(), evaluation)
    require(by, Permission.PLAN_EVALUATION, board=row.board_id, subject=evaluation)
    if not why.strip():
        raise BadInput("why", "it is empty", "Write what was not as planned")
    if row.broken:
        raise Conflict(evaluation, "broken-already")
    row.broken, row.broken_at = why.strip(), at
    row.save(update_fields=["broken", "broken_at"])
    facts = {"plan": row.plan_hash, "sha256": hashlib.sha256(row.broken.encode()).hexdigest()}
    record.append(Kind.EVALUATION_BROKEN, actor=by.id, subject=row.id, at=at, facts=facts)
    return row


def report_due(*, at: datetime) -> Sequence[FollowUp]:
    """Report every evaluation whose review has come and whose months are all counted."""
    return [_report_due(evaluation=row.pk, by=WORKER, at=at) for row in queries.due(at=at)]


@action
def _report_due(*, evaluation: str, by: Actor, at: datetime) -> FollowUp:
    row = find(Evaluation.objects.select_for_update(), evaluation)
    _count(row, by=by, at=at)
    return _report(row, by=by, at=at)


def _report(row: Evaluation, *, by: Actor, at: datetime) -> FollowUp:
    found = queries.effect_of(row, at=at)
    review = review_at(row.review_on, local_day(at))
    returned = _is_second_blank(row, found, review) and _return(row, by=by, at=at)
    facts = _facts(row, found)
    follow_up = FollowUp.objects.create(
        id=new_id(at=at),
        evaluation=row,
        at=at,
        review=review,
        ruling=found.ruling,
        returned=returned,
        facts=facts,
    )
    told = {"ruling": found.ruling, "review": review, "returned": returned, **facts}
    record.append(Kind.EVALUATION_REPORTED, actor=by.id, subject=row.id, at=at, facts=told)
    if review:
        measures.keep_own(queries.shared_line(row, found), at=at)
    return follow_up


def _is_second_blank(row: Evaluation, found: Effect, review: int) -> bool:
    """Return whether this review and the one before both could not tell."""
    before = row.follow_ups.filter(review=review - 1).order_by("-at").first()
    return (
        review > 1
        and found.ruling is Ruling.CANNOT_TELL
        and before is not None
        and before.ruling == Ruling.CANNOT_TELL
    )


def _return(row: Evaluation, *, by: Actor, at: datetime) -> bool:
    """Give the case of the camera's newest decision back to its board, if it is resolved."""
    newest = decisions.newest(camera=row.camera)
    if newest is None:
        return False
    return cases.return_to_board(newest.decision.case_id, evaluation=row.pk, by=by, at=at)


def _facts(row: Evaluation, found: Effect) -> dict[str, object]:
    """Return the figures of a report as they are kept, and go on the record."""
    told = asdict(found)
    ruling = told.pop("ruling")
    assert ruling == found.ruling
    told["arms"] = {arm.value: asdict(counts) for arm, counts in found.arms.items()}
    return {**told, "plan": row.plan_hash}
