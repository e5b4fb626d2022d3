"""Resolutions over the API: by the board, by its delegates, and the minutes they stand in."""

from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.api.hearing import DissentIn, DissentOut
from vaka.cases import actions, documents, queries
from vaka.cases.rules.states import Outcome
from vaka.paper.pdf import paper_pdf

if TYPE_CHECKING:
    from vaka.cases.models import (
        DelegatedDecision,
        Delegation,
        Dissent,
        Minutes,
        Resolution,
    )

router = Router(auth=django_auth, tags=["cases"])


class RulingOut(Schema):
    """What was resolved on one demand."""

    demand: int = Field(alias="demand.number")
    outcome: str


class ResolutionOut(Schema):
    """A resolution; `mixed` when its demands went different ways."""

    id: str
    board_id: str
    meeting: date
    item: int
    outcome: str
    rulings: list[RulingOut]
    text: str


class ResolutionIn(Schema):
    """What the board resolved, on the whole or on demands by number."""

    meeting: date
    item: int
    outcome: Outcome | None = None
    demands: dict[int, Outcome] = {}
    text: str


class MinutesOut(Schema):
    """That the minutes of a meeting are approved and announced."""

    meeting: date
    approved_on: date
    announced_on: date


class DelegationOut(Schema):
    """An item of a board's order of delegation."""

    id: str
    board_id: str
    number: str
    subject: str
    delegate: str
    starts_on: date
    ends_on: date | None


class DelegationIn(Schema):
    """An item to enter."""

    board: str
    number: str
    subject: str
    delegate: str
    starts_on: date
    ends_on: date | None = None


class DelegatedOut(Schema):
    """What was decided in a board's name."""

    id: str
    case_id: str
    delegation_id: str
    decided_on: date
    outcome: str
    text: str
    reported_on: date | None


class DelegatedIn(Schema):
    """What a delegate decided."""

    delegation: str
    decided_on: date
    outcome: Outcome
    text: str


class ReportIn(Schema):
    """At which meeting the board was told."""

    meeting: date


@router.post("/cases/{key}/resolutions", response={201: ResolutionOut})
def resolve(request: HttpRequest, key: str, resolution: ResolutionIn) -> "Status[Resolution]":
    """Enter what the board resolved."""
    made = actions.resolve(case=key, **resolution.dict(), by=actor(request), at=now())
    return Status(201, made)


@router.post("/resolutions/{key}/dissents", response={201: DissentOut})
def note_dissent_from(request: HttpRequest, key: str, dissent: DissentIn) -> "Status[Dissent]":
    """Note who disagreed with a resolution."""
    made = actions.note_dissent_from(
        resolution=key, **dissent.dict(), by=actor(request), at=now()
    )
    return Status(201, made)


@router.get("/resolutions/{key}/extract", response=None)
def extract(request: HttpRequest, key: str) -> HttpResponse:
    """Return the minutes extract as PDF, when the minutes are approved."""
    paper = documents.extract_paper(queries.resolution(key, by=actor(request)))
    return HttpResponse(paper_pdf(paper), content_type="application/pdf")


@router.post("/boards/{key}/minutes", response={201: MinutesOut})
def approve_minutes(request: HttpRequest, key: str, minutes: MinutesOut) -> "Status[Minutes]":
    """Enter that the minutes of a board's meeting are approved."""
    made = actions.approve_minutes(board=key, **minutes.dict(), by=actor(request), at=now())
    return Status(201, made)


@router.get("/delegations", response=list[DelegationOut])
def list_delegations(request: HttpRequest) -> "list[Delegation]":
    """Return what the boards that you see let others decide."""
    return list(queries.delegations(by=actor(request)))


@router.post("/delegations", response={201: DelegationOut})
def delegate(request: HttpRequest, delegation: DelegationIn) -> "Status[Delegation]":
    """Enter an item of a board's order of delegation."""
    return Status(201, actions.delegate(**delegation.dict(), by=actor(request), at=now()))


@router.get("/delegated-decisions", response=list[DelegatedOut])
def list_delegated(request: HttpRequest) -> "list[DelegatedDecision]":
    """Return what was decided in the names of the boards that you see."""
    return list(queries.delegated_decisions(by=actor(request)))


@router.post("/cases/{key}/delegated-decisions", response={201: DelegatedOut})
def decide_by_delegation(
    request: HttpRequest, key: str, decision: DelegatedIn
) -> "Status[DelegatedDecision]":
    """Enter what a delegate decided in a case."""
    made = actions.decide_by_delegation(
        case=key, **decision.dict(), by=actor(request), at=now()
    )
    return Status(201, made)


@router.post("/delegated-decisions/{key}/report", response=DelegatedOut)
def report_delegated(request: HttpRequest, key: str, report: ReportIn) -> "DelegatedDecision":
    """Enter that a delegated decision was reported to its board."""
    return actions.report_delegated(
        decision=key, meeting=report.meeting, by=actor(request), at=now()
    )
