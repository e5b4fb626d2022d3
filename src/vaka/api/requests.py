"""Requests for pictures over the API: of others, and of whoever is in them."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.core.period import Period
from vaka.oversight import actions, queries
from vaka.oversight.actions.disclosing import Asked
from vaka.oversight.actions.own_pictures import OwnAsked
from vaka.oversight.rules.disclosure import Asker, Need, Outcome, ThirdPersons
from vaka.oversight.rules.own_pictures import Answer, Identified

if TYPE_CHECKING:
    from vaka.oversight.models import AccessRequest, Disclosure, SecrecyReview

router = Router(auth=django_auth, tags=["requests"])


class PicturesIn(Schema):
    """Of which camera and when pictures are wanted, and when that was asked."""

    camera: str
    starts_at: datetime
    ends_at: datetime
    received_on: date


class DisclosureIn(PicturesIn):
    """Who asks and for what, as OSL 32:3 a asks it."""

    asker: Asker
    name: str = ""
    reference: str = ""
    need: Need
    imprisonment: bool = False
    what: str = ""


class ReviewOut(Schema):
    """What a secrecy review came to, and why."""

    outcome: Outcome
    starts_at: datetime | None
    ends_at: datetime | None
    third_persons: ThirdPersons
    section: str
    reasons: str
    reviewed_at: datetime


class CopyOut(Schema):
    """A copy that was taken on a request, and its SHA-256 (hex)."""

    taken_at: datetime
    copy_id: str
    sha256: str


class DisclosureOut(Schema):
    """A request for pictures of others."""

    id: str
    board_id: str
    camera_id: str
    starts_at: datetime
    ends_at: datetime
    received_on: date
    asker: Asker
    name: str
    reference: str
    need: Need
    imprisonment: bool
    what: str
    hold_id: str
    handed_out_at: datetime | None


class ReviewIn(Schema):
    """How a request ends; the stretch only when a part is handed out."""

    outcome: Outcome
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    third_persons: ThirdPersons = ThirdPersons.SEEN
    reasons: str = ""

    def given(self) -> Period | None:
        """Return the stretch that is handed out, if one is given."""
        if self.starts_at is None or self.ends_at is None:
            return None
        return Period(self.starts_at, self.ends_at)


class HandOutIn(Schema):
    """To whom the copies go, and how."""

    to: str
    how: str


class AccessIn(PicturesIn):
    """How the person who asks looked, and how they are reached."""

    looks: str
    contact: str


class AccessOut(Schema):
    """A request for pictures of oneself; what names the person is empty once erased."""

    id: str
    board_id: str
    camera_id: str
    starts_at: datetime
    ends_at: datetime
    received_on: date
    due: date
    looks: str
    contact: str
    identified: str
    extended_at: datetime | None
    answer: str
    answered_at: datetime | None
    hold_id: str


class IdentityIn(Schema):
    """How it was made sure that somebody asks for themselves."""

    how: Identified


class ExtensionIn(Schema):
    """Why the answer takes longer."""

    reasons: str


class AnswerIn(Schema):
    """What somebody who asked is told."""

    answer: Answer
    words: str


@router.get("/disclosures", response=list[DisclosureOut])
def disclosures(request: HttpRequest) -> "list[Disclosure]":
    """Return the requests for pictures of others that you may see, newest first."""
    return list(queries.disclosures(by=actor(request)))


@router.post("/disclosures", response={201: DisclosureOut})
def ask_for_disclosure(request: HttpRequest, body: DisclosureIn) -> "Status[Disclosure]":
    """Take in a written request; what it is about is held from now on."""
    asked = Asked(
        camera=body.camera,
        span=Period(body.starts_at, body.ends_at),
        received_on=body.received_on,
        asker=body.asker,
        name=body.name,
        reference=body.reference,
        need=body.need,
        imprisonment=body.imprisonment,
        what=body.what,
    )
    return Status(201, actions.ask_for_disclosure(asked, by=actor(request), at=now()))


@router.get("/disclosures/{key}", response=DisclosureOut)
def disclosure(request: HttpRequest, key: str) -> "Disclosure":
    """Return one request for pictures of others."""
    return queries.disclosure(key, by=actor(request))


@router.post("/disclosures/{key}/review", response={201: ReviewOut})
def review(request: HttpRequest, key: str, body: ReviewIn) -> "Status[SecrecyReview]":
    """Decide whether the pictures are handed out."""
    made = actions.review_secrecy(
        disclosure=key,
        outcome=body.outcome,
        given=body.given(),
        third_persons=body.third_persons,
        reasons=body.reasons,
        by=actor(request),
        at=now(),
    )
    return Status(201, made)


@router.get("/disclosures/{key}/copies", response=list[CopyOut])
def disclosure_copies(request: HttpRequest, key: str) -> list[CopyOut]:
    """Return the copies that were taken on a request for pictures of others."""
    return _copies(queries.disclosure(key, by=actor(request)).id)


@router.post("/disclosures/{key}/hand-out", response=DisclosureOut)
def hand_out(request: HttpRequest, key: str, body: HandOutIn) -> "Disclosure":
    """Hand out the copies that were taken; it closes the request."""
    by = actor(request)
    actions.hand_out(disclosure=key, to=body.to, how=body.how, by=by, at=now())
    return queries.disclosure(key, by=by)


@router.get("/access-requests", response=list[AccessOut])
def access_requests(request: HttpRequest) -> "list[AccessRequest]":
    """Return the requests for pictures of oneself that you may see, newest first."""
    return list(queries.access_requests(by=actor(request)))


@router.post("/access-requests", response={201: AccessOut})
def ask_for_own_pictures(request: HttpRequest, body: AccessIn) -> "Status[AccessRequest]":
    """Take in that somebody asks for pictures of themselves; they are held from now on."""
    asked = OwnAsked(
        camera=body.camera,
        span=Period(body.starts_at, body.ends_at),
        received_on=body.received_on,
        contact=body.contact,
        looks=body.looks,
    )
    return Status(201, actions.ask_for_own_pictures(asked, by=actor(request), at=now()))


@router.get("/access-requests/{key}", response=AccessOut)
def access_request(request: HttpRequest, key: str) -> "AccessRequest":
    """Return one request for pictures of oneself."""
    return queries.access_request(key, by=actor(request))


@router.post("/access-requests/{key}/identity", response=AccessOut)
def identify(request: HttpRequest, key: str, body: IdentityIn) -> "AccessRequest":
    """Say how it is known who asks; it opens the recordings."""
    by = actor(request)
    actions.identify(request=key, how=body.how, by=by, at=now())
    return queries.access_request(key, by=by)


@router.post("/access-requests/{key}/extension", response=AccessOut)
def extend(request: HttpRequest, key: str, body: ExtensionIn) -> "AccessRequest":
    """Let the answer take two months more, for reasons that the person was told."""
    by = actor(request)
    actions.extend_answer(request=key, reasons=body.reasons, by=by, at=now())
    return queries.access_request(key, by=by)


@router.get("/access-requests/{key}/copies", response=list[CopyOut])
def access_copies(request: HttpRequest, key: str) -> list[CopyOut]:
    """Return the copies that were taken on a request for pictures of oneself."""
    return _copies(queries.access_request(key, by=actor(request)).id)


@router.post("/access-requests/{key}/answer", response=AccessOut)
def answer(request: HttpRequest, key: str, body: AnswerIn) -> "AccessRequest":
    """Answer the one who asked."""
    return actions.answer_access(
        request=key, answer=body.answer, words=body.words, by=actor(request), at=now()
    )


@router.delete("/access-requests/{key}/requester", response={204: None})
def erase_requester(request: HttpRequest, key: str) -> Status[None]:
    """Erase what names or describes the one who asked."""
    actions.erase_requester(request=key, by=actor(request), at=now())
    return Status(204, None)


def _copies(request: str) -> list[CopyOut]:
    return [
        CopyOut(taken_at=at, copy_id=copy, sha256=digest)
        for at, copy, digest in queries.copies(request)
    ]
