"""Decisions over the API: what is decided, the signed terms, and how they stand."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.decisions import actions, queries
from vaka.municipality.rules import Permission

router = Router(auth=django_auth, tags=["decisions"])


class DecisionOut(Schema):
    """A decision, and how it stands now."""

    id: str
    camera: str
    board_id: str
    case_id: str
    resolution_id: str
    balancing_id: str
    starts_on: date
    ends_on: date
    review_by: date
    condition: str
    terms: str | None


class DecisionIn(Schema):
    """The final balancing and the granted resolution to decide on."""

    balancing: str
    resolution: str


class TermsOut(Schema):
    """Signed terms."""

    id: str
    camera: str
    issued_at: datetime
    starts_at: datetime
    ends_at: datetime
    text: str


class RevocationIn(Schema):
    """Why the surveillance must stop."""

    reason: str


class StandingOut(Schema):
    """What has happened to terms since they were signed."""

    revoked: bool
    superseded: bool


@router.get("/decisions", response=list[DecisionOut])
def list_decisions(request: HttpRequest) -> list[dict[str, object]]:
    """Return the decisions of the boards that you see."""
    return [_out(row) for row in queries.overview(by=actor(request), at=now())]


@router.post("/decisions", response={201: DecisionOut})
def decide(request: HttpRequest, decision: DecisionIn) -> Status[dict[str, object]]:
    """Enter the board's decision on the camera of a final balancing."""
    made = actions.decide(
        balancing_id=decision.balancing,
        resolution=decision.resolution,
        by=actor(request),
        at=now(),
    )
    return Status(201, _out(queries.row_of(made, at=now())))


@router.get("/decisions/{key}", response=DecisionOut)
def one_decision(request: HttpRequest, key: str) -> dict[str, object]:
    """Return one decision."""
    return _out(queries.row_of(queries.decision(key, by=actor(request)), at=now()))


@router.post("/decisions/{key}/terms", response={201: TermsOut})
def issue_terms(request: HttpRequest, key: str) -> Status[object]:
    """Sign the terms of a decision."""
    return Status(201, actions.issue_terms(decision=key, by=actor(request), at=now()))


@router.get("/terms/{key}", response=TermsOut)
def one_terms(request: HttpRequest, key: str) -> object:
    """Return signed terms."""
    return queries.issued_terms(key, by=actor(request), permission=Permission.SEE)


@router.get("/terms/{key}/standing", response=StandingOut)
def standing(request: HttpRequest, key: str) -> object:
    """Return whether terms are revoked or superseded now."""
    terms = queries.issued_terms(key, by=actor(request), permission=Permission.SEE)
    return queries.standing(terms.id, at=now())


@router.post("/terms/{key}/revocation", response={204: None})
def revoke(request: HttpRequest, key: str, revocation: RevocationIn) -> HttpResponse:
    """Revoke terms, with a reason."""
    actions.revoke(terms=key, reason=revocation.reason, by=actor(request), at=now())
    return HttpResponse(status=204)


def _out(row: queries.Row) -> dict[str, object]:
    decision = row.decision
    return {
        "id": decision.id,
        "camera": decision.camera,
        "board_id": decision.board_id,
        "case_id": decision.case_id,
        "resolution_id": decision.resolution_id,
        "balancing_id": decision.balancing_id,
        "starts_on": decision.starts_on,
        "ends_on": decision.ends_on,
        "review_by": decision.review_by,
        "condition": row.condition.value,
        "terms": row.terms.id if row.terms else None,
    }
