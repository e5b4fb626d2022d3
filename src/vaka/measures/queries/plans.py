"""Reads: the action plans against crime, how far each has come, and what is due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Prefetch, QuerySet

from vaka.core.errors import Absent
from vaka.measures.models import ActionPlan, Measure, PlanPoint, PointFollowUp
from vaka.measures.queries.registered import local_day
from vaka.measures.rules.action_plans import (
    FOLLOW_UP_AHEAD,
    Looked,
    Progress,
    document,
    followed_up,
    plan_due,
)
from vaka.municipality.access import find
from vaka.municipality.rules import Actor, Duty, Permission, TaskReason
from vaka.needs import queries as needs
from vaka.needs.rules.crime_picture import due_again, fingerprint


@dataclass(frozen=True)
class Followed:
    """A point of a plan, and everything that was said of how far it has come, newest first."""

    point: PlanPoint
    follow_ups: Sequence[PointFollowUp]

    @property
    def newest(self) -> PointFollowUp | None:
        """Return how far it has come, as far as anybody has said."""
        return self.follow_ups[0] if self.follow_ups else None

    @property
    def looked(self) -> Looked:
        """Return it as the rules see it."""
        newest = self.newest
        return Looked(Progress(newest.progress), newest.on) if newest else Looked(None, None)

    def is_late(self, today: date) -> bool:
        """Return whether its own day has passed and it is neither done nor dropped."""
        settled = self.looked.progress in (Progress.DONE, Progress.DROPPED)
        return self.point.due < today and not settled


def action_plans(*, by: Actor) -> QuerySet[ActionPlan]:
    """Return the action plans, drafts before the newest decided.

    :raises Absent: when the actor may see nothing at all.
    """
    rows = ActionPlan.objects.filter(needs.decided_or_own(by)).select_related(
        "board", "picture"
    )
    return rows.order_by(F("number").desc(nulls_first=True), "-id")


def action_plan(key: str, *, by: Actor) -> ActionPlan:
    """Return one plan.

    :raises Absent: when there is none, or it is a foreign board's draft.
    """
    return find(action_plans(by=by), key)


def last_plan() -> ActionPlan | None:
    """Return the plan that was decided last; it is everybody's."""
    return ActionPlan.objects.exclude(number=None).order_by("-number").first()


def followed(plan: ActionPlan) -> list[Followed]:
    """Return how far each point of a plan has come, in their order."""
    said = Prefetch("follow_ups", PointFollowUp.objects.order_by("-id"))
    rows = plan.points.select_related("measure").prefetch_related(said).order_by("number")
    return [Followed(row, list(row.follow_ups.all())) for row in rows]


def plan_point(plan: ActionPlan, number: int) -> PlanPoint:
    """Return a point of a plan by its number.

    :raises Absent: when there is none.
    """
    found = plan.points.filter(number=number).first()
    if found is None:
        raise Absent("point", f"{plan.pk} {number}")
    return found


def measures_to_plan(*, by: Actor) -> QuerySet[Measure]:
    """Return the measures at the sites that the actor sees, by site."""
    sites = needs.summaries(by=by)
    rows = Measure.objects.filter(site__in=list(sites)).select_related("site")
    return rows.order_by("site__name", "starts_on", "id")


def plan_fingerprint(plan: ActionPlan) -> str:
    """Return the hash of what a plan says now."""
    points = {row.number: row.point() for row in plan.points.all()}
    return fingerprint(document(plan.picture_id, points))


def plan_followed_up(plan: ActionPlan) -> date | None:
    """Return when a decided plan was last followed up as a whole; None for a draft."""
    if plan.decided_on is None:
        return None
    return followed_up(plan.decided_on, [each.looked for each in followed(plan)])


def plan_follow_up_due(plan: ActionPlan) -> date | None:
    """Return by which day a decided plan is to be followed up (6 §); None for a draft."""
    last = plan_followed_up(plan)
    return due_again(last) if last else None


def plan_duties(*, at: datetime) -> Iterator[Duty]:
    """Yield that a plan is to be decided where there is none, or to be followed up."""
    coordination, today = needs.led(at=at), local_day(at)
    picture, plan = needs.last_picture(), last_plan()
    if coordination is None or picture is None or picture.decided_on is None:
        return
    board = coordination.board_id
    lead = Permission.LEAD_PREVENTION
    if plan is None:
        why, due = TaskReason.ACTION_PLAN_DUE, plan_due(picture.decided_on)
        yield Duty(board, why, lead, subject=picture.id, about=str(picture), due=due)
    elif (again := plan_follow_up_due(plan)) and today >= again - FOLLOW_UP_AHEAD:
        about = f"{plan.decided_by} {plan.item}"
        why, mark = TaskReason.FOLLOW_UP_DUE, again.isoformat()
        yield Duty(board, why, lead, subject=plan.id, about=about, due=again, mark=mark)
