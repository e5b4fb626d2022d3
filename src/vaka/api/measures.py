"""Measures over the API: what is done at a site, what is agreed, the published evidence."""

from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import File, Router, Schema, Status, UploadedFile
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.measures import actions, queries
from vaka.measures.rules.agreements import Promise, Standing, Terms
from vaka.measures.rules.evidence import EvidenceStatus, Group, pooled
from vaka.measures.rules.kinds import MeasureKind, Plan
from vaka.measures.rules.site_effects import document

if TYPE_CHECKING:
    from vaka.measures.models import Agreement

router = Router(auth=django_auth, tags=["measures"])


class MeasureIn(Schema):
    """A measure; `ends` is the first day without it, costs are in öre."""

    kind: MeasureKind
    title: str
    starts: date
    ends: date | None = None
    cost_investment_ore: int
    cost_yearly_ore: int
    responsible: str
    result: str = ""


class MeasureOut(MeasureIn):
    """A measure at a site; `intrusiveness` is how much its kind intrudes, 0 least."""

    id: str
    intrusiveness: int
    example: bool


class PromiseIn(Schema):
    """One thing that somebody is to do."""

    text: str
    responsible: str


class AgreementIn(Schema):
    """An agreement of a board with a partner; `ends` is the first day without it."""

    board: str
    partner: str
    title: str
    purposes: str
    areas: str
    starts: date
    ends: date | None = None
    commitments: list[PromiseIn]


class CommitmentOut(PromiseIn):
    """A commitment, and how it was kept when somebody last looked; null when nobody has."""

    number: int
    standing: Standing | None
    on: date | None


class AgreementOut(Schema):
    """An agreement; `due` when nobody has looked for a year at how it is kept."""

    id: str
    board: str
    partner: str
    title: str
    purposes: str
    areas: str
    starts: date
    ends: date | None
    due: bool
    commitments: list[CommitmentOut]


class CheckInIn(Schema):
    """How a commitment is kept today."""

    number: int
    standing: Standing
    note: str = ""


class PooledOut(Schema):
    """One published pooled row."""

    review: str
    group: Group
    level: str
    studies: int | None
    change_percent: int | None
    significant: bool | None
    status: EvidenceStatus
    source: str


class EffectsTaken(Schema):
    """What was taken in, and why some lines were not."""

    new: int
    changed: int
    unchanged: int
    rejected: list[str]


@router.get("/sites/{key}/measures", response=list[MeasureOut])
def measures(request: HttpRequest, key: str) -> list[MeasureOut]:
    """Return the measures at a site, oldest first."""
    rows = queries.at_site(key, by=actor(request))
    return [_measure(row.id, row.plan(), row.intrusiveness, row.example) for row in rows]


@router.post("/sites/{key}/measures", response={201: MeasureOut})
def register(request: HttpRequest, key: str, body: MeasureIn) -> Status[MeasureOut]:
    """Register a measure at a site."""
    row = actions.register(Plan(**body.dict()), site=key, by=actor(request), at=now())
    return Status(201, _measure(row.id, row.plan(), row.intrusiveness, row.example))


@router.get("/agreements", response=list[AgreementOut])
def agreements(request: HttpRequest) -> list[AgreementOut]:
    """Return the agreements of one's boards, the newest first."""
    return [_agreement(row) for row in queries.agreements(by=actor(request))]


@router.post("/agreements", response={201: AgreementOut})
def agree(request: HttpRequest, body: AgreementIn) -> Status[AgreementOut]:
    """Enter what a board and a partner have agreed to do together."""
    promises = tuple(Promise(each.text, each.responsible) for each in body.commitments)
    told = body.dict(exclude={"board", "commitments"})
    terms = Terms(**told, promises=promises)
    row = actions.agree(terms, board=body.board, by=actor(request), at=now())
    return Status(201, _agreement(row))


@router.post("/agreements/{key}/check-ins", response={201: AgreementOut})
def check_in(request: HttpRequest, key: str, body: CheckInIn) -> Status[AgreementOut]:
    """Say how a commitment is kept today."""
    by = actor(request)
    actions.check_in(agreement=key, by=by, at=now(), **body.dict())
    return Status(201, _agreement(queries.agreement(key, by=by)))


@router.get("/evidence", response=list[PooledOut])
def evidence(request: HttpRequest, by: Group | None = None) -> list[PooledOut]:
    """Return the published pooled results, each with its status."""
    return [PooledOut.from_orm(row) for row in pooled(by)]


@router.get("/evidence/sites")
def shared(request: HttpRequest) -> list[dict[str, object]]:
    """Return every site whose effect is known, ours and others', as they are shared."""
    return [document(each) for each in queries.shared_effects(by=actor(request))]


@router.post("/evidence/sites", response={201: EffectsTaken})
def take_in(request: HttpRequest, file: File[UploadedFile]) -> Status[EffectsTaken]:
    """Take in what sites of other municipalities showed."""
    plan = actions.import_effects(
        file.read(), name=file.name or "lines", by=actor(request), at=now()
    )
    told = EffectsTaken(
        new=len(plan.new),
        changed=len(plan.changed),
        unchanged=plan.unchanged,
        rejected=[str(each) for each in plan.rejected],
    )
    return Status(201, told)


def _measure(key: str, plan: Plan, intrusiveness: int, example: bool) -> MeasureOut:
    return MeasureOut(id=key, intrusiveness=intrusiveness, example=example, **vars(plan))


def _agreement(row: "Agreement") -> AgreementOut:
    return AgreementOut(
        id=row.pk,
        board=str(row.board_id),
        partner=str(row.partner_id),
        title=row.title,
        purposes=row.purposes,
        areas=row.areas,
        starts=row.starts_on,
        ends=row.ends_on,
        due=queries.agreement_due(row, at=now()),
        commitments=[_commitment(each) for each in queries.kept(row)],
    )


def _commitment(each: queries.Kept) -> CommitmentOut:
    newest = each.newest
    return CommitmentOut(
        number=each.commitment.number,
        text=each.commitment.text,
        responsible=each.commitment.responsible,
        standing=Standing(newest.standing) if newest else None,
        on=newest.on if newest else None,
    )
