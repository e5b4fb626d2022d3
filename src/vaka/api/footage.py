"""Recordings over the API: what there is, asking for it, standing behind it, holding it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.api.operation import TicketOut
from vaka.core.errors import BadInput
from vaka.core.period import Period
from vaka.municipality.rules import Permission
from vaka.operation import actions, gate, queries
from vaka.operation.rules import Footage, Purpose
from vaka.terms.document import Act

if TYPE_CHECKING:
    from vaka.operation.models import FootageRequest, Hold

router = Router(auth=django_auth, tags=["recordings"])
LONGEST = timedelta(days=31)


class StretchOut(Schema):
    """What there is from one instant to another, and why when nothing is kept."""

    starts_at: datetime
    ends_at: datetime
    footage: Footage
    reason: str


class StretchIn(Schema):
    """A stretch of recordings, and the grounds for wanting it."""

    starts_at: datetime
    ends_at: datetime
    incident: str = ""
    written_request: str = ""
    reason: str


class AskIn(StretchIn):
    """What is to be done with the recordings, and why."""

    act: Act
    purpose: Purpose


class RequestOut(Schema):
    """A request for recordings."""

    id: str
    camera_id: str
    act: Act
    starts_at: datetime
    ends_at: datetime
    purpose: Purpose
    asked_by_id: str
    asked_at: datetime
    needs_second_person: bool
    approved_by_id: str | None


class HoldIn(StretchIn):
    """Until when recordings are held."""

    until: datetime


class HoldOut(Schema):
    """Recordings that are kept beyond their time."""

    id: str
    camera_id: str
    starts_at: datetime
    ends_at: datetime
    until: datetime
    incident: str
    written_request: str
    placed_by_id: str
    lifted_at: datetime | None


@router.get("/cameras/{key}/recordings", response=list[StretchOut])
def recordings(
    request: HttpRequest, key: str, starts_at: datetime, ends_at: datetime
) -> list[StretchOut]:
    """Return what there is of a stretch of at most 31 days, and why where there is nothing."""
    row = queries.camera(key, by=actor(request), permission=Permission.VIEW_PICTURES)
    span = Period(starts_at, ends_at)
    if span.end - span.start > LONGEST:
        raise BadInput("ends_at", "it is more than 31 days", "Ask for less at a time")
    return [
        StretchOut(
            starts_at=each.period.start,
            ends_at=each.period.end,
            footage=each.footage,
            reason=each.reason,
        )
        for each in queries.day(row, span, at=now())
    ]


@router.post("/cameras/{key}/footage-requests", response={201: RequestOut})
def ask(request: HttpRequest, key: str, body: AskIn) -> "Status[FootageRequest]":
    """Ask to see (`review`) or take out (`export`) recordings."""
    return Status(
        201,
        actions.ask_for_footage(
            camera=key,
            act=body.act,
            span=Period(body.starts_at, body.ends_at),
            purpose=body.purpose,
            incident=body.incident,
            written_request=body.written_request,
            reason=body.reason,
            by=actor(request),
            at=now(),
        ),
    )


@router.get("/footage-requests/{key}", response=RequestOut)
def footage_request(request: HttpRequest, key: str) -> "FootageRequest":
    """Return one request."""
    return queries.footage_request(key, by=actor(request))


@router.post("/footage-requests/{key}/approval", response=RequestOut)
def approve(request: HttpRequest, key: str) -> "FootageRequest":
    """Stand behind somebody else's request."""
    by = actor(request)
    actions.approve_footage(request=key, by=by, at=now())
    return queries.footage_request(key, by=by)


@router.post("/footage-requests/{key}/tickets", response={201: TicketOut})
def ticket(request: HttpRequest, key: str) -> Status[TicketOut]:
    """Ask for a ticket to what one asked for."""
    given = gate.give_footage_ticket(request=key, by=actor(request), at=now())
    return Status(201, TicketOut(id=given.id, ticket=given.text, expires=given.expires))


@router.get("/cameras/{key}/holds", response=list[HoldOut])
def holds(request: HttpRequest, key: str) -> "list[Hold]":
    """Return the holds on a camera's recordings, those that are over too."""
    return list(queries.holds(queries.camera(key, by=actor(request))))


@router.post("/cameras/{key}/holds", response={201: HoldOut})
def hold(request: HttpRequest, key: str, body: HoldIn) -> "Status[Hold]":
    """Hold recordings beyond their time."""
    return Status(
        201,
        actions.place_hold(
            camera=key,
            span=Period(body.starts_at, body.ends_at),
            until=body.until,
            incident=body.incident,
            written_request=body.written_request,
            reason=body.reason,
            by=actor(request),
            at=now(),
        ),
    )


@router.delete("/holds/{key}", response={204: None})
def lift(request: HttpRequest, key: str) -> Status[None]:
    """Let recordings go before the hold's end."""
    by = actor(request)
    actions.lift_hold(hold=queries.hold(key, by=by).id, by=by, at=now())
    return Status(204, None)
