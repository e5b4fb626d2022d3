"""Verbs: plan against crime on a picture of it, point by point, decide, and follow up."""

from datetime import datetime

from django.db.models import Max

from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.measures import queries
from vaka.measures.models import ActionPlan, PlanPoint, PointFollowUp
from vaka.measures.queries import local_day
from vaka.measures.rules.action_plans import MOST_POINTS, Point, Progress
from vaka.measures.rules.agreements import LONGEST_TEXT
from vaka.municipality.access import action, find, require
from vaka.municipality.rules import Actor, Permission
from vaka.needs import queries as needs
from vaka.needs.rules.crime_picture import Resolved
from vaka.record import actions as record
from vaka.record.rules import Kind


@action
def begin_plan(*, by: Actor, at: datetime) -> ActionPlan:
    """Begin an action plan on the picture that was decided last.

    :raises Conflict: when nobody leads the work, no picture is decided, or there is a draft.
    """
    board = needs.leading_board(at=at)
    require(by, Permission.LEAD_PREVENTION, board=board, subject="action-plan")
    picture = needs.last_picture()
    if picture is None:
        raise Conflict("action-plan", "no-picture")
    if ActionPlan.objects.filter(board=board, decided_on=None).exists():
        raise Conflict("action-plan", "drafted-already")
    plan = ActionPlan.objects.create(
        id=new_id(at=at), board_id=board, picture=picture, begun_at=at
    )
    facts = {"board": board, "picture": picture.id}
    record.append(Kind.ACTION_PLAN_BEGUN, actor=by.id, subject=plan.id, at=at, facts=facts)
    return plan


@action
def add_point(point: Point, *, plan: str, by: Actor, at: datetime) -> PlanPoint:
    """Add a point to a draft.

    :raises Absent: when there is no such plan, or no such measure, for this person.
    :raises Conflict: when it is decided, or full.
    """
    row = _draft(plan, by)
    last = row.points.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_POINTS:
        raise Conflict(plan, "too-many-points")
    measure = find(queries.measures_to_plan(by=by), point.measure) if point.measure else None
    made = PlanPoint.objects.create(
        plan=row,
        number=last + 1,
        problem=point.problem.strip(),
        text=point.text.strip(),
        responsible=point.responsible.strip(),
        due=point.due,
        measure=measure,
    )
    _changed(row, by, at)
    return made


@action
def remove_point(*, plan: str, number: int, by: Actor, at: datetime) -> None:
    """Take a point out of a draft; those after it move up.

    :raises Absent: when there is no such plan for this person, or no such point.
    :raises Conflict: when it is decided.
    """
    row = _draft(plan, by)
    queries.plan_point(row, number).delete()
    for after in row.points.filter(number__gt=number).order_by("number"):
        after.number -= 1
        after.save(update_fields=["number"])
    _changed(row, by, at)


def _draft(plan: str, by: Actor) -> ActionPlan:
    row = _held(plan, Permission.LEAD_PREVENTION, by)
    if row.decided_on:
        raise Conflict(plan, "stands-decided")
    return row


def _held(plan: str, permission: Permission, by: Actor) -> ActionPlan:
    """Return a plan that nobody else changes meanwhile, when the actor may."""
    row = queries.action_plan(plan, by=by)
    require(by, permission, board=row.board_id, subject=plan)
    return ActionPlan.objects.select_for_update().get(pk=row.pk)


def _changed(plan: ActionPlan, by: Actor, at: datetime) -> None:
    facts = {"points": plan.points.count(), "sha256": queries.plan_fingerprint(plan)}
    record.append(Kind.ACTION_PLAN_CHANGED, actor=by.id, subject=plan.id, at=at, facts=facts)


@action
def decide_plan(
    resolved: Resolved, *, plan: str, sha256: str, by: Actor, at: datetime
) -> ActionPlan:
    """Enter that a body decided a plan; `sha256` is of what it read. No point changes after.

    :raises Absent: when there is no such plan for this person.
    :raises BadInput: when the day is to come.
    :raises Conflict: when it is decided, was changed since, or has no point.
    """
    row = _held(plan, Permission.RECORD_RESOLUTION, by)
    if resolved.on > local_day(at):
        raise BadInput("on", "it has not been yet", "Enter it when it is decided")
    if row.decided_on:
        raise Conflict(plan, "stands-decided")
    if not row.points.exists():
        raise Conflict(plan, "no-points")
    if sha256 != queries.plan_fingerprint(row):
        raise Conflict(plan, "changed-since-read")
    last = ActionPlan.objects.aggregate(last=Max("number"))["last"] or 0
    row.number, row.decided_on, row.sha256 = last + 1, resolved.on, sha256
    row.decided_by, row.item = resolved.body, resolved.item
    row.save(update_fields=["number", "decided_on", "sha256", "decided_by", "item"])
    facts = {
        "number": row.number,
        "on": resolved.on.isoformat(),
        "body": resolved.body,
        "item": resolved.item,
        "picture": row.picture_id,
        "sha256": sha256,
    }
    record.append(Kind.ACTION_PLAN_DECIDED, actor=by.id, subject=plan, at=at, facts=facts)
    return row


@action
def follow_up_point(
    *, plan: str, number: int, progress: Progress, note: str, by: Actor, at: datetime
) -> PointFollowUp:
    """Say how far a point of a decided plan has come; what was said before stays.

    :raises Absent: when there is no such plan for this person, or no such point.
    :raises BadInput: when the note is too long.
    :raises Conflict: when the plan is a draft.
    """
    row = queries.action_plan(plan, by=by)
    require(by, Permission.LEAD_PREVENTION, board=row.board_id, subject=plan)
    if row.decided_on is None:
        raise Conflict(plan, "not-decided")
    if len(note) > LONGEST_TEXT:
        raise BadInput("note", "it is too long", f"At most {LONGEST_TEXT} characters")
    point = queries.plan_point(row, number)
    said = PointFollowUp.objects.create(
        id=new_id(at=at), point=point, on=local_day(at), progress=progress, note=note.strip()
    )
    facts = {"number": number, "progress": progress}
    record.append(Kind.ACTION_PLAN_FOLLOWED_UP, actor=by.id, subject=plan, at=at, facts=facts)
    return said
