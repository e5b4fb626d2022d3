"""Effects over the API."""

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.evaluation import actions, queries

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
    months: int
    review_on: date
    plan_hash: str


class FollowUpOut(Schema):
    """A report with its one verdict."""

    id: str
    at: datetime
    ruling: str
    facts: dict[str, object]


@router.get("/evaluations", response=list[EvaluationOut])
def evaluations(request: HttpRequest) -> "list[Evaluation]":
    """Return the plans of the boards that you see."""
    return list(queries.evaluations(by=actor(request)))


@router.get("/evaluations/{key}/effect")
def effect(request: HttpRequest, key: str) -> dict[str, object]:
    """Return the effect as the counts have it now."""
    return asdict(queries.effect_of(queries.evaluation(key, by=actor(request))))


@router.get("/evaluations/{key}/reports", response=list[FollowUpOut])
def reports(request: HttpRequest, key: str) -> "list[FollowUp]":
    """Return the reports made, newest first."""
    return list(queries.follow_ups(key, by=actor(request)))


@router.post("/evaluations/{key}/reports", response={201: FollowUpOut})
def report(request: HttpRequest, key: str) -> "Status[FollowUp]":
    """Report the effect as it is now."""
    return Status(201, actions.report(evaluation=key, by=actor(request), at=now()))
