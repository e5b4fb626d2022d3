"""Balancing over the API: the same queries and actions as the pages."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.balancing import actions, queries
from vaka.balancing.rules.states import Stance
from vaka.evaluation import queries as evaluation
from vaka.geometry.camera import Camera
from vaka.geometry.coverage import as_geojson
from vaka.law.eu.identification import STANDARD

if TYPE_CHECKING:
    from vaka.balancing.models import Advice, Balancing

router = Router(auth=django_auth, tags=["balancing"])


class BalancingOut(Schema):
    """A balancing."""

    id: str
    board_id: str
    site_id: str
    case_id: str | None
    camera: str
    version: int
    supersedes_id: str | None
    template: str
    edition: int
    state: str
    drafted_at: datetime
    finalised_at: datetime | None
    content_sha256: str


class AnswerOut(Schema):
    """The newest answer to a question."""

    question: str
    value: object
    evidence: list[str]
    author_id: str
    at: datetime


class AdviceOut(Schema):
    """What a member of the council advised."""

    id: str
    submission: int
    stance: str
    reasons: str
    checklist: list[str]
    reviewer_id: str
    at: datetime
    reply: str


class FindingOut(Schema):
    """What the guidance found."""

    code: str
    severity: str
    section: int
    question: str
    source: str
    facts: dict[str, object]


class Tried(Schema):
    """A camera that is tried: where it would stand, its lens, its picture's width in pixels."""

    longitude: float
    latitude: float
    height_m: float
    direction_deg: float
    angle_deg: float
    pixels: int


class BalancingWhole(BalancingOut):
    """A balancing with its answers, advice, findings and what is missing."""

    answers: list[AnswerOut]
    advice: list[AdviceOut]
    findings: list[FindingOut]
    missing: list[str]
    outcome: str


class DraftIn(Schema):
    """The site to weigh, and the case it belongs to."""

    site: str
    case: str | None = None


class AnswersIn(Schema):
    """Answers by question id, and the evidence of each."""

    answers: dict[str, object]
    evidence: dict[str, list[str]] = {}


class ReviewIn(Schema):
    """Advice."""

    stance: Stance
    reasons: str
    checklist: list[str] = []


class ReplyIn(Schema):
    """The author's answer to advice."""

    text: str


@router.get("/balancings", response=list[BalancingOut])
def list_balancings(request: HttpRequest) -> "list[Balancing]":
    """Return the balancings of the boards that you see."""
    return list(queries.balancings(by=actor(request)))


@router.post("/balancings", response={201: BalancingOut})
def draft(request: HttpRequest, draft: DraftIn) -> "Status[Balancing]":
    """Begin to weigh a camera at a site."""
    return Status(
        201, actions.draft(site=draft.site, case=draft.case, by=actor(request), at=now())
    )


@router.get("/balancings/{key}", response=BalancingWhole)
def one_balancing(request: HttpRequest, key: str) -> dict[str, object]:
    """Return one balancing with all that is in it."""
    by = actor(request)
    row = queries.balancing(key, by=by)
    return {
        **BalancingOut.from_orm(row).dict(),
        "answers": list(queries.answers(row).values()),
        "advice": list(queries.advice(row)),
        "findings": queries.findings(row, by=by, at=now()),
        "missing": [question.id for question in queries.missing(row)],
        "outcome": queries.outcome(row),
    }


@router.get("/balancings/{key}/coverage", response=dict[str, object])
def covered(request: HttpRequest, key: str, tried: Query[Tried]) -> dict[str, object]:
    """Return what a camera would see at the place, by level of detail, as GeoJSON."""
    row = queries.balancing(key, by=actor(request))
    camera = Camera(
        longitude=tried.longitude,
        latitude=tried.latitude,
        height=tried.height_m,
        bearing=tried.direction_deg,
        angle=tried.angle_deg,
        pixels=tried.pixels,
    )
    return as_geojson(queries.covered(row, camera), standard=STANDARD)


@router.post("/balancings/{key}/answers", response=list[AnswerOut])
def answer(request: HttpRequest, key: str, given: AnswersIn) -> object:
    """Answer questions; nothing is kept if one of the answers is not of its kind."""
    return actions.answer(
        balancing=key,
        answers=given.answers,
        evidence=given.evidence,
        by=actor(request),
        at=now(),
    )


@router.post("/balancings/{key}/submission", response=BalancingOut)
def submit(request: HttpRequest, key: str) -> "Balancing":
    """Send the text to the camera council."""
    return actions.submit(balancing=key, by=actor(request), at=now())


@router.delete("/balancings/{key}/submission", response=BalancingOut)
def take_back(request: HttpRequest, key: str) -> "Balancing":
    """Take the text back from the council."""
    return actions.take_back(balancing=key, by=actor(request), at=now())


@router.post("/balancings/{key}/advice", response={201: AdviceOut})
def review(request: HttpRequest, key: str, advice: ReviewIn) -> "Status[Advice]":
    """Advise on the text."""
    made = actions.review(
        balancing=key,
        stance=advice.stance,
        reasons=advice.reasons,
        checklist=advice.checklist,
        by=actor(request),
        at=now(),
    )
    return Status(201, made)


@router.post("/balancings/advice/{key}/reply", response=AdviceOut)
def reply(request: HttpRequest, key: str, reply: ReplyIn) -> "Advice":
    """Answer the council's advice."""
    return actions.reply(advice=key, text=reply.text, by=actor(request), at=now())


@router.post("/balancings/{key}/finalisation", response=BalancingOut)
def finalise(request: HttpRequest, key: str) -> "Balancing":
    """Make the text final."""
    return actions.finalise(balancing=key, by=actor(request), at=now())


@router.post("/balancings/{key}/revision", response={201: BalancingOut})
def revise(request: HttpRequest, key: str) -> "Status[Balancing]":
    """Begin a new version from the final one, with the reports on the camera's effect."""
    by = actor(request)
    row = queries.balancing(key, by=by)
    known = {"expected_effect": evaluation.reports_on(row.camera, by=by)}
    return Status(201, actions.revise(balancing=row.id, evidence=known, by=by, at=now()))
