"""Decisions over the API: what is decided, the signed terms, and how they stand."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.balancing import queries as balancing
from vaka.decisions import actions, queries
from vaka.decisions.rules import Ruling
from vaka.municipality.rules import Permission

if TYPE_CHECKING:
    from vaka.balancing.models import Balancing
    from vaka.decisions.models import Appeal, InformationExemption, Transfer

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
    joint_with: list[str]
    arrangement: str
    condition: str
    terms: str | None


class DecisionIn(Schema):
    """The final balancing and the granted resolution to decide on.

    `joint_with` names other boards that answer for it too, by the `arrangement` between them.
    """

    balancing: str
    resolution: str
    joint_with: list[str] = []
    arrangement: str = ""


class AppealOut(Schema):
    """An appeal of a decision; `ruling` is empty until the court has said something."""

    id: str
    court_case: str
    filed_on: date
    ruling: str
    ruled_on: date | None


class AppealIn(Schema):
    """An appeal to enter."""

    court_case: str
    filed_on: date


class RulingIn(Schema):
    """What the court said."""

    ruling: Ruling
    ruled_on: date


class ExemptionIn(Schema):
    """What the authority has exempted a surveillance from telling (KBL 17 and 20 §§).

    `exempts` holds 15-1 (the sign), 15-2 (its word on sound), 15-3 (the rest); `ends_on` is its
    last day, or null.
    """

    authority: str
    case_number: str
    decided_on: date
    exempts: list[str]
    conditions: str
    starts_on: date
    ends_on: date | None = None


class ExemptionOut(ExemptionIn):
    """An exemption from information; `ended_at` when it ended before its day."""

    id: str
    entered_at: datetime
    ended_at: datetime | None


class TermsOut(Schema):
    """Signed terms."""

    id: str
    camera: str
    issued_at: datetime
    starts_at: datetime
    ends_at: datetime
    text: str


class RevocationIn(Schema):
    """Why the surveillance must stop, or an exemption ends."""

    reason: str


class SentenceOut(Schema):
    """An answer that sets or argues a limit, and what it rests on."""

    question: str
    value: object
    evidence: list[str]


class LimitOut(Schema):
    """A field of the terms, the question where it was weighed, and what argues it."""

    field: str
    question: str
    argued: list[SentenceOut]


class TransferIn(Schema):
    """To which board, by its name, and the resolution of the board that gives."""

    board: str
    resolution: str


class TransferOut(Schema):
    """A camera that goes to another board."""

    id: str
    decision_id: str
    board_id: str
    resolution_id: str
    handed_over_at: datetime
    balancing_id: str | None
    completed_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_because: str


class TakeOverIn(Schema):
    """The site of your own board where the camera stands."""

    site: str


class TakenOverOut(Schema):
    """The balancing that was begun."""

    id: str
    camera: str
    version: int


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
        joint_with=decision.joint_with,
        arrangement=decision.arrangement,
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


@router.get("/decisions/{key}/appeals", response=list[AppealOut])
def list_appeals(request: HttpRequest, key: str) -> "list[Appeal]":
    """Return the appeals of a decision."""
    return list(queries.appeals(queries.decision(key, by=actor(request))))


@router.post("/decisions/{key}/appeals", response={201: AppealOut})
def enter_appeal(request: HttpRequest, key: str, appeal: AppealIn) -> "Status[Appeal]":
    """Enter that a decision was appealed."""
    made = actions.enter_appeal(decision=key, **appeal.dict(), by=actor(request), at=now())
    return Status(201, made)


@router.post("/appeals/{key}/ruling", response=AppealOut)
def enter_ruling(request: HttpRequest, key: str, ruling: RulingIn) -> "Appeal":
    """Enter what the court said of an appeal; a stay or an annulment stops the camera."""
    return actions.enter_ruling(appeal=key, **ruling.dict(), by=actor(request), at=now())


@router.get("/decisions/{key}/exemptions", response=list[ExemptionOut])
def list_exemptions(request: HttpRequest, key: str) -> "list[InformationExemption]":
    """Return what the authority has exempted a decision from telling."""
    return list(queries.exemptions(queries.decision(key, by=actor(request))))


@router.post("/decisions/{key}/exemptions", response={201: ExemptionOut})
def enter_exemption(
    request: HttpRequest, key: str, exemption: ExemptionIn
) -> "Status[InformationExemption]":
    """Enter an exemption from information; it stands in for the sign while it lasts."""
    made = actions.enter_exemption(
        decision=key, **exemption.dict(), by=actor(request), at=now()
    )
    return Status(201, made)


@router.post("/exemptions/{key}/end", response={204: None})
def end_exemption(request: HttpRequest, key: str, body: RevocationIn) -> HttpResponse:
    """End an exemption before its day, with a reason."""
    actions.end_exemption(exemption=key, reason=body.reason, by=actor(request), at=now())
    return HttpResponse(status=204)


@router.get("/decisions/{key}/limits", response=list[LimitOut])
def limits(request: HttpRequest, key: str) -> list[dict[str, object]]:
    """Return every limit of a decision, back to the answers that set and argue it."""
    weighed = queries.decision(key, by=actor(request)).balancing
    answers = balancing.answers(weighed)
    return [
        {
            "field": trace.field,
            "question": trace.question.id,
            "argued": [
                {
                    "question": each.id,
                    "value": answers[each.id].value,
                    "evidence": answers[each.id].evidence,
                }
                for each in (trace.question, *trace.argued)
                if each.id in answers
            ],
        }
        for trace in balancing.limits(weighed).traces
    ]


@router.post("/decisions/{key}/transfer", response={201: TransferOut})
def hand_over(request: HttpRequest, key: str, transfer: TransferIn) -> "Status[Transfer]":
    """Hand the camera of a decision over to the board of that name."""
    made = actions.hand_over(decision=key, **transfer.dict(), by=actor(request), at=now())
    return Status(201, made)


@router.get("/transfers", response=list[TransferOut])
def list_transfers(request: HttpRequest) -> "list[Transfer]":
    """Return the cameras that other boards offer to yours."""
    return list(queries.offered(by=actor(request)))


@router.post("/transfers/{key}/withdrawal", response=TransferOut)
def withdraw_transfer(request: HttpRequest, key: str, withdrawal: RevocationIn) -> "Transfer":
    """Take back a camera that was handed over, while the other board has not begun."""
    return actions.withdraw_transfer(
        transfer=key, reason=withdrawal.reason, by=actor(request), at=now()
    )


@router.post("/transfers/{key}/balancing", response={201: TakenOverOut})
def take_over(request: HttpRequest, key: str, place: TakeOverIn) -> "Status[Balancing]":
    """Begin your board's own weighing of a camera that it was offered."""
    made = actions.take_over(transfer=key, site=place.site, by=actor(request), at=now())
    return Status(201, made)


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
        "joint_with": [party.name for party in queries.joint_with(decision)],
        "arrangement": decision.arrangement,
        "condition": row.condition.value,
        "terms": row.terms.id if row.terms else None,
    }
