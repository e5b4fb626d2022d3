"""The register, the record and its proofs over the API."""

import base64
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.oversight import actions, queries
from vaka.oversight.rules.account import RegisterEntry
from vaka.record import queries as records

if TYPE_CHECKING:
    from vaka.record.models import Entry

router = Router(auth=django_auth, tags=["oversight"])
MOST_ENTRIES = 500


class RegisterEntryOut(Schema):
    """One surveillance in the register (KBL 10 §)."""

    camera: str
    controller: str
    address: str
    kind_of_place: str
    purposes: list[str]
    special_technique: list[str]
    exemption: str
    assessed_on: date
    began_on: date
    ended_on: date | None
    kept_until: date | None


class EntryOut(Schema):
    """One act on the record."""

    seq: int
    kind: str
    actor: str
    subject: str
    at: datetime
    facts: dict[str, object]


class ProofOut(Schema):
    """That an entry is in the record (RFC 9162), against a signed checkpoint (C2SP)."""

    entry: int
    leaf: str
    path: list[str]
    checkpoint: str
    key: str


class FileIn(Schema):
    """The camera that the file is to be on; none is all of them."""

    camera: str | None = None


@router.get("/register", response=list[RegisterEntryOut])
def register(request: HttpRequest) -> list[RegisterEntry]:
    """Return the register of your boards' surveillance."""
    return queries.register(by=actor(request), at=now())


ZIP: dict[str, object] = {"responses": {200: {"content": {"application/zip": {}}}}}


class DocumentationOut(Schema):
    """What documents a surveillance that has ended: how much of it can be disposed of, when."""

    camera: str
    name: str
    site: str
    ended_on: date
    disposable_from: date
    drafts: int
    photos: int
    entries: int


class DisposalIn(Schema):
    """By which document plan or decision it is disposed of, and why."""

    plan: str
    why: str


@router.get("/documentation", response=list[DocumentationOut])
def documentation(request: HttpRequest) -> list[DocumentationOut]:
    """Return the surveillance that has ended at your boards, and what documents it."""
    return [
        DocumentationOut(
            camera=told.camera.id,
            name=told.camera.name,
            site=told.place.site.name,
            ended_on=told.ended_on,
            disposable_from=told.disposable_from,
            drafts=len(told.drafts),
            photos=len(told.photos),
            entries=len(told.entries),
        )
        for told in queries.ended(by=actor(request), at=now())
    ]


@router.post("/documentation/{key}/disposal", response={204: None})
def dispose(request: HttpRequest, key: str, body: DisposalIn) -> Status[None]:
    """Dispose of what documents a camera that stopped more than five years ago, for good."""
    actions.dispose(camera=key, **body.dict(), by=actor(request), at=now())
    return Status(204, None)


@router.post("/supervision-files", openapi_extra=ZIP)
def supervision_file(request: HttpRequest, body: FileIn) -> HttpResponse:
    """Make the supervision file; its SHA-256 goes on the record."""
    made = actions.make_file(camera=body.camera, by=actor(request), at=now())
    return HttpResponse(made.content, content_type="application/zip")


@router.get("/record/entries", response=list[EntryOut])
def entries(request: HttpRequest, after: int = -1) -> "list[Entry]":
    """Return entries after a number, oldest first, at most 500."""
    return list(queries.entries(by=actor(request), after=after)[:MOST_ENTRIES])


@router.get("/record/entries/{seq}/proof", response=ProofOut)
def proof(request: HttpRequest, seq: int) -> dict[str, object]:
    """Return the proof that one entry is in the record."""
    found = queries.proof(seq, by=actor(request))
    return {
        "entry": found.seq,
        "leaf": found.leaf_data.decode(),
        "path": [base64.b64encode(step).decode() for step in found.path],
        "checkpoint": found.checkpoint,
        "key": found.verifier_key,
    }


@router.get("/record/checkpoint", auth=None)
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Return the newest checkpoint, for whoever keeps it as a witness."""
    return HttpResponse(records.checkpoint(), content_type="text/plain; charset=utf-8")
