"""Cases over the API: the same queries and actions as the pages."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.cases import actions, queries
from vaka.cases.rules import Outcome, Stance

if TYPE_CHECKING:
    from vaka.cases.models import Case, Opinion, Referral, Resolution

router = Router(auth=django_auth, tags=["cases"])


class CaseOut(Schema):
    """A case."""

    id: str
    board_id: str
    reference: str
    title: str
    state: str
    opened_at: datetime


class CaseIn(Schema):
    """A case to open."""

    board: str
    reference: str
    title: str


class ReferralOut(Schema):
    """A referral."""

    id: str
    consulted: str
    due: date
    sent_at: datetime


class ReferralIn(Schema):
    """A body to ask, and by when."""

    consulted: str
    due: date


class OpinionOut(Schema):
    """An opinion."""

    id: str
    referral_id: str
    stance: str
    text: str
    given_at: datetime


class OpinionIn(Schema):
    """What a body answered."""

    stance: Stance
    text: str


class ResolutionOut(Schema):
    """A resolution."""

    id: str
    board_id: str
    meeting: date
    item: int
    outcome: str
    text: str


class ResolutionIn(Schema):
    """What the board resolved."""

    meeting: date
    item: int
    outcome: Outcome
    text: str


class CaseWhole(CaseOut):
    """A case with all that happened in it."""

    referrals: list[ReferralOut]
    opinions: list[OpinionOut]
    resolutions: list[ResolutionOut]


@router.get("/cases", response=list[CaseOut])
def list_cases(request: HttpRequest) -> "list[Case]":
    """Return the cases of the boards that you see."""
    return list(queries.cases(by=actor(request)))


@router.post("/cases", response={201: CaseOut})
def open_case(request: HttpRequest, case: CaseIn) -> "Status[Case]":
    """Open a case."""
    return Status(201, actions.open_case(**case.dict(), by=actor(request), at=now()))


@router.get("/cases/{key}", response=CaseWhole)
def one_case(request: HttpRequest, key: str) -> dict[str, object]:
    """Return one case with its referrals, opinions and resolutions."""
    case = queries.case(key, by=actor(request))
    referrals = list(queries.referrals(case))
    return {
        **CaseOut.from_orm(case).dict(),
        "referrals": referrals,
        "opinions": [row.opinion for row in referrals if hasattr(row, "opinion")],
        "resolutions": list(queries.resolutions(case)),
    }


@router.post("/cases/{key}/referrals", response={201: ReferralOut})
def refer(request: HttpRequest, key: str, referral: ReferralIn) -> "Status[Referral]":
    """Ask a body for its opinion."""
    return Status(201, actions.refer(case=key, **referral.dict(), by=actor(request), at=now()))


@router.post("/referrals/{referral}/opinion", response={201: OpinionOut})
def give_opinion(request: HttpRequest, referral: str, opinion: OpinionIn) -> "Status[Opinion]":
    """Enter an opinion that came."""
    made = actions.give_opinion(
        referral=referral,
        stance=opinion.stance,
        text=opinion.text,
        by=actor(request),
        at=now(),
    )
    return Status(201, made)


@router.post("/cases/{key}/resolutions", response={201: ResolutionOut})
def resolve(request: HttpRequest, key: str, resolution: ResolutionIn) -> "Status[Resolution]":
    """Enter what the board resolved."""
    made = actions.resolve(
        case=key,
        meeting=resolution.meeting,
        item=resolution.item,
        outcome=resolution.outcome,
        text=resolution.text,
        by=actor(request),
        at=now(),
    )
    return Status(201, made)
