"""Cases over the API: the same queries and actions as the pages."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.api.hearing import OpinionOut, ReferralOut
from vaka.api.resolving import ResolutionOut
from vaka.api.statements import StatementOut
from vaka.cases import actions, queries
from vaka.cases.rules.states import Direction, Ground

if TYPE_CHECKING:
    from vaka.cases.models import (
        Case,
        Document,
        Initiative,
        Meeting,
        Preparation,
        Recusal,
    )
    from vaka.cases.queries import Registered

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


class RecusalIn(Schema):
    """Who has no part in a case: the function, who logs in as it if anybody does, and why."""

    who: str
    person: str = ""
    ground: Ground


class RecusalOut(Schema):
    """That somebody has no part in a case."""

    id: str
    who: str
    person_id: str | None
    ground: str
    noted_at: datetime
    withdrawn_at: datetime | None
    withdrawn_because: str


class WithdrawalIn(Schema):
    """Why what was noted is taken back."""

    reason: str


class DemandOut(Schema):
    """A demand."""

    number: int
    text: str


class InitiativeOut(Schema):
    """An initiative."""

    initiator: str
    received_on: date


class InitiativeIn(InitiativeOut):
    """An initiative to enter, with its demands in order."""

    demands: list[str]


class PreparationOut(Schema):
    """Who is to prepare the case."""

    department: str
    ordered_on: date
    due: date | None = None


class MeetingOut(Schema):
    """A meeting at which the case is taken up."""

    body: str
    on: date


class DocumentOut(Schema):
    """A document in the register; `title` is null under a secrecy mark that is not yours."""

    id: str
    number: int
    dated: date
    direction: str
    party: str
    title: str | None
    secrecy: str

    @staticmethod
    def of(row: "Registered") -> "DocumentOut":
        """Return a row of the register."""
        return DocumentOut(
            id=row.document.id,
            number=row.document.number,
            dated=row.document.dated,
            direction=row.document.direction,
            party=row.document.party,
            title=row.title,
            secrecy=row.document.secrecy,
        )


class DocumentIn(Schema):
    """A document to register."""

    title: str
    direction: Direction
    party: str
    dated: date
    secrecy: str = ""


class CaseWhole(CaseOut):
    """A case with all that happened in it."""

    initiative: InitiativeOut | None
    demands: list[DemandOut]
    preparations: list[PreparationOut]
    recusals: list[RecusalOut]
    meetings: list[MeetingOut]
    referrals: list[ReferralOut]
    opinions: list[OpinionOut]
    statements: list[StatementOut]
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
    """Return one case with what was demanded, asked, answered, stated and resolved in it."""
    case = queries.case(key, by=actor(request))
    referrals = list(queries.referrals(case))
    return {
        **CaseOut.from_orm(case).dict(),
        "initiative": queries.initiative(case),
        "demands": list(queries.demands(case).values()),
        "preparations": list(queries.preparations(case)),
        "recusals": list(queries.recusals(case)),
        "meetings": list(queries.meetings(case)),
        "referrals": referrals,
        "opinions": [row.opinion for row in referrals if hasattr(row, "opinion")],
        "statements": list(queries.statements(case)),
        "resolutions": list(queries.resolutions(case)),
    }


@router.post("/cases/{key}/initiative", response={201: InitiativeOut})
def enter_initiative(
    request: HttpRequest, key: str, initiative: InitiativeIn
) -> "Status[Initiative]":
    """Enter the initiative that a case is about."""
    made = actions.enter_initiative(case=key, **initiative.dict(), by=actor(request), at=now())
    return Status(201, made)


@router.post("/cases/{key}/preparations", response={201: PreparationOut})
def prepare(
    request: HttpRequest, key: str, preparation: PreparationOut
) -> "Status[Preparation]":
    """Enter who is to prepare a case."""
    made = actions.prepare(case=key, **preparation.dict(), by=actor(request), at=now())
    return Status(201, made)


@router.post("/cases/{key}/meetings", response={201: MeetingOut})
def plan_meeting(request: HttpRequest, key: str, meeting: MeetingOut) -> "Status[Meeting]":
    """Enter a meeting at which a case is taken up."""
    made = actions.plan_meeting(case=key, **meeting.dict(), by=actor(request), at=now())
    return Status(201, made)


@router.post("/cases/{key}/recusals", response={201: RecusalOut})
def recuse(request: HttpRequest, key: str, recusal: RecusalIn) -> "Status[Recusal]":
    """Note that somebody has no part in a case."""
    made = actions.recuse(case=key, **recusal.dict(), by=actor(request), at=now())
    return Status(201, made)


@router.post("/recusals/{key}/withdrawal", response=RecusalOut)
def withdraw_recusal(request: HttpRequest, key: str, withdrawal: WithdrawalIn) -> "Recusal":
    """Take back a recusal that was noted by mistake."""
    return actions.withdraw_recusal(
        recusal=key, reason=withdrawal.reason, by=actor(request), at=now()
    )


@router.get("/cases/{key}/documents", response=list[DocumentOut])
def register(request: HttpRequest, key: str) -> list[DocumentOut]:
    """Return the register of a case."""
    by = actor(request)
    return [DocumentOut.of(row) for row in queries.register(queries.case(key, by=by), by=by)]


@router.post("/cases/{key}/documents", response={201: DocumentOut})
def register_document(
    request: HttpRequest, key: str, document: DocumentIn
) -> "Status[Document]":
    """Register a document of a case."""
    made = actions.register_document(case=key, **document.dict(), by=actor(request), at=now())
    return Status(201, made)
