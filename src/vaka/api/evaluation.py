"""Effects over the API."""

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.evaluation import actions, queries
from vaka.evaluation.rules.plans import Draft
from vaka.measures.rules.evidence import Crime, Monitoring

if TYPE_CHECKING:
    from vaka.evaluation.models import Evaluation, FollowUp

router = Router(auth=django_auth, tags=["evaluation"])


class EvaluationOut(Schema):
    """A frozen plan."""

    id: str
    site_id: str
    camera: str
    outcome: str
    detection_driven: bool
    measure_starts: date
    review_on: date
    plan: dict[str, object]
    plan_hash: str
    broken: str


class PlanIn(Schema):
    """A draft of a plan, and the monthly counts (CSV) by which its controls are chosen."""

    site: str
    camera: str
    outcome: str
    detection_driven: bool
    crime: Crime | None = None
    monitoring: Monitoring
    measure_starts: date
    months_before: int = 24
    months_after: int = 12
    review_on: date
    history: str


class CountsIn(Schema):
    """More monthly counts (CSV: place, arm, month, count)."""

    csv: str


class CountsOut(Schema):
    """How many counts were new."""

    new: int


class BrokenIn(Schema):
    """Why the plan was not followed."""

    why: str


class FollowUpOut(Schema):
    """A report with its one verdict."""

    id: str
    at: datetime
    review: int
    ruling: str
    returned: bool
    facts: dict[str, object]


@router.get("/evaluations", response=list[EvaluationOut])
def evaluations(request: HttpRequest) -> "list[Evaluation]":
    """Return the plans of the boards that you see."""
    return list(queries.evaluations(by=actor(request)))


@router.post("/evaluations", response={201: EvaluationOut})
def plan(request: HttpRequest, body: PlanIn) -> "Status[Evaluation]":
    """Freeze a plan, before its camera is decided on."""
    told = body.dict()
    history = told.pop("history")
    row = actions.plan(Draft(**told), history=history, by=actor(request), at=now())
    return Status(201, row)


@router.post("/evaluations/{key}/counts", response={201: CountsOut})
def import_counts(request: HttpRequest, key: str, body: CountsIn) -> Status[CountsOut]:
    """Take in counts of more months; what is counted already stays as it was."""
    new = actions.import_counts(evaluation=key, csv_text=body.csv, by=actor(request), at=now())
    return Status(201, CountsOut(new=new))


@router.post("/evaluations/{key}/broken", response=EvaluationOut)
def break_plan(request: HttpRequest, key: str, body: BrokenIn) -> "Evaluation":
    """Say that the plan was not followed; it stays so."""
    return actions.break_plan(evaluation=key, why=body.why, by=actor(request), at=now())


@router.get("/evaluations/{key}/effect")
def effect(request: HttpRequest, key: str) -> dict[str, object]:
    """Return the effect as the counts have it now."""
    row = queries.evaluation(key, by=actor(request))
    return asdict(queries.effect_of(row, at=now()))


@router.get("/evaluations/{key}/reports", response=list[FollowUpOut])
def reports(request: HttpRequest, key: str) -> "list[FollowUp]":
    """Return the reports made, newest first."""
    return list(queries.follow_ups(key, by=actor(request)))


@router.post("/evaluations/{key}/reports", response={201: FollowUpOut})
def report(request: HttpRequest, key: str) -> "Status[FollowUp]":
    """Report the effect as it is now."""
    return Status(201, actions.report(evaluation=key, by=actor(request), at=now()))
