"""Over the API, who is heard first: the data protection officer and the employees."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.balancing import actions, queries
from vaka.balancing.rules.hearing import Form, Risk

if TYPE_CHECKING:
    from vaka.balancing.models import EmployeesOpinion, ImpactAdvice

router = Router(auth=django_auth, tags=["council"])


class ImpactOut(Schema):
    """Whether the impact must be assessed, by which criteria, and what the officer advised."""

    need: str
    criteria: list[str]
    lacking: bool
    risk: str | None
    advice: str | None


class ImpactAdviceIn(Schema):
    """What the data protection officer advises."""

    risk: Risk
    text: str


class ImpactAdviceOut(Schema):
    """The officer's advice on the text as it was submitted."""

    id: str
    submission: int
    risk: str
    text: str
    at: datetime


class OpinionIn(Schema):
    """What the employees' representatives said."""

    organisation: str
    form: Form
    held_on: date
    text: str


class OpinionOut(OpinionIn):
    """An opinion that is attached."""

    id: str
    attached_at: datetime


@router.get("/balancings/{key}/impact", response=ImpactOut)
def impact(request: HttpRequest, key: str) -> dict[str, object]:
    """Return whether the impact must be assessed, and what the officer advised."""
    row = queries.balancing(key, by=actor(request))
    advice = queries.impact_advice(row)
    return {
        "need": queries.impact_need(row),
        "criteria": [each.criterion.code for each in queries.impact_criteria(row)],
        "lacking": queries.impact_is_lacking(row),
        "risk": advice.risk if advice else None,
        "advice": advice.text if advice else None,
    }


@router.post("/balancings/{key}/impact-advice", response={201: ImpactAdviceOut})
def advise_on_impact(
    request: HttpRequest, key: str, advice: ImpactAdviceIn
) -> "Status[ImpactAdvice]":
    """Advise on the impact, as data protection officer."""
    made = actions.advise_on_impact(
        balancing=key, risk=advice.risk, text=advice.text, by=actor(request), at=now()
    )
    return Status(201, made)


@router.get("/balancings/{key}/employees-opinions", response=list[OpinionOut])
def list_opinions(request: HttpRequest, key: str) -> "list[EmployeesOpinion]":
    """Return what the employees' representatives said, oldest first."""
    return list(queries.employees_opinions(queries.balancing(key, by=actor(request))))


@router.post("/balancings/{key}/employees-opinions", response={201: OpinionOut})
def attach_opinion(
    request: HttpRequest, key: str, opinion: OpinionIn
) -> "Status[EmployeesOpinion]":
    """Attach what the employees' representatives said."""
    made = actions.attach_employees_opinion(
        balancing=key,
        organisation=opinion.organisation,
        form=opinion.form,
        held_on=opinion.held_on,
        text=opinion.text,
        by=actor(request),
        at=now(),
    )
    return Status(201, made)
