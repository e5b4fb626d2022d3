"""Statements over the API: written, signed, and handed out as PDF and DOCX."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.cases import actions, documents, queries
from vaka.cases.rules.statement import Part, Proposed, Written
from vaka.cases.rules.states import Outcome
from vaka.paper.docx import paper_docx
from vaka.paper.pdf import paper_pdf

if TYPE_CHECKING:
    from vaka.cases.models import Statement

router = Router(auth=django_auth, tags=["cases"])


class PartSchema(Schema):
    """One part of the background."""

    heading: str
    text: str


class ProposalOut(Schema):
    """What the board is proposed to resolve; `demand` is null for the case as a whole."""

    demand: int | None = Field(None, alias="demand.number")
    outcome: str
    reasons: str
    text: str


class StatementOut(Schema):
    """A statement; signed, it is kept to the letter."""

    id: str
    number: int
    dated: date
    department: str
    summary: str
    proposals: list[ProposalOut]
    signed_at: datetime | None
    content_sha256: str


class ProposalIn(Schema):
    """A proposal on a demand by its number, or with its own text on the case as a whole."""

    demand: int = 0
    outcome: Outcome
    reasons: str
    text: str = ""


class StatementIn(Schema):
    """A statement to write; `documents` are ids of the register, in reading order."""

    dated: date
    department: str
    officer: str
    contact: str = ""
    proposer: str = ""
    summary: str
    matter: str
    background: tuple[PartSchema, ...] = ()
    documents: tuple[str, ...] = ()
    recipients: tuple[str, ...]
    officers: tuple[str, ...]
    proposals: tuple[ProposalIn, ...]


@router.post("/cases/{key}/statements", response={201: StatementOut})
def write_statement(
    request: HttpRequest, key: str, statement: StatementIn
) -> "Status[Statement]":
    """Write the statement of a case; a draft is written over."""
    written = Written(
        **statement.dict(exclude={"background", "proposals"}),
        background=tuple(Part(**each.dict()) for each in statement.background),
        proposals=tuple(Proposed(**each.dict()) for each in statement.proposals),
    )
    made = actions.write_statement(case=key, written=written, by=actor(request), at=now())
    return Status(201, made)


@router.post("/statements/{key}/signature", response={201: StatementOut})
def sign_statement(request: HttpRequest, key: str) -> "Status[Statement]":
    """Sign a statement."""
    return Status(201, actions.sign_statement(statement=key, by=actor(request), at=now()))


@router.get("/statements/{key}/pdf", response=None)
def statement_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """Return a statement as PDF (PDF/UA-1, PDF/A-2a)."""
    paper = documents.statement_paper(queries.statement(key, by=actor(request)))
    return HttpResponse(paper_pdf(paper), content_type="application/pdf")


@router.get("/statements/{key}/docx", response=None)
def statement_docx(request: HttpRequest, key: str) -> HttpResponse:
    """Return a statement as DOCX."""
    paper = documents.statement_paper(queries.statement(key, by=actor(request)))
    return HttpResponse(paper_docx(paper), content_type="application/octet-stream")
