"""How the safety centre is set up: rules for incidents, contacts, the call-out plan."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.response import actions, queries
from vaka.response.rules.calling import Channel
from vaka.response.rules.codes import IncidentKind
from vaka.terms.document import Hours

router = Router(auth=django_auth, tags=["centre"])


class RuleIn(Schema):
    """What holds for one kind of incident from now on; an empty site kind is every kind."""

    kind: IncidentKind
    site_kind: str = Field(default="", max_length=20)
    priority: int
    within_minutes: int
    joins: list[IncidentKind] = []
    escalations: list[int] = []


class RuleOut(RuleIn):
    """A rule as it holds; version 0 is the one that we ship with."""

    version: int


class ContactIn(Schema):
    """Whom the centre can reach, as a function; without a board it is for every site."""

    name: str = Field(min_length=1, max_length=100)
    board: str = ""
    phone: str = Field(default="", max_length=30)
    email: str = Field(default="", max_length=200)
    webhook: str = Field(default="", max_length=300)


class ContactOut(ContactIn):
    """A contact, and since when it is out of use."""

    id: str
    ended_at: datetime | None


class CallOutIn(Schema):
    """A line of the plan; `start` and `end` are minutes after midnight by the local clock."""

    contact: str
    channel: Channel
    step: int
    site: str | None = None
    kind: IncidentKind | None = None
    priority: int = 4
    days: list[str]
    start: int = 0
    end: int = 0


class CallOutOut(CallOutIn):
    """A line of the plan in use."""

    id: str


class Made(Schema):
    """The id of what was made."""

    id: str


@router.get("/handling-rules", response=list[RuleOut])
def rules(request: HttpRequest) -> list[RuleOut]:
    """Return what holds for each kind of incident, and kind of site that has its own."""
    return [
        RuleOut(
            kind=held.handling.kind,
            site_kind=held.site_kind,
            priority=held.handling.priority,
            within_minutes=held.handling.within_minutes,
            joins=list(held.handling.joins),
            escalations=held.handling.seconds,
            version=held.row.version if held.row else 0,
        )
        for held in queries.handling_rules(by=actor(request))
    ]


@router.post("/handling-rules", response={201: Made})
def publish_rule(request: HttpRequest, body: RuleIn) -> Status[Made]:
    """Publish the next version of a rule."""
    row = actions.publish_handling_rule(
        kind=body.kind,
        site_kind=body.site_kind,
        within=timedelta(minutes=body.within_minutes),
        priority=body.priority,
        escalations=[timedelta(seconds=after) for after in body.escalations],
        joins=body.joins,
        by=actor(request),
        at=now(),
    )
    return Status(201, Made(id=row.id))


@router.get("/contacts", response=list[ContactOut])
def contacts(request: HttpRequest) -> list[ContactOut]:
    """Return the contacts that you keep, those in use first."""
    return [
        ContactOut(
            id=row.id,
            name=row.name,
            board=row.board_id or "",
            phone=row.phone,
            email=row.email,
            webhook=row.webhook,
            ended_at=row.ended_at,
        )
        for row in queries.contacts(by=actor(request))
    ]


@router.post("/contacts", response={201: Made})
def add_contact(request: HttpRequest, body: ContactIn) -> Status[Made]:
    """Add a contact."""
    row = actions.add_contact(**body.dict(), by=actor(request), at=now())
    return Status(201, Made(id=row.id))


@router.post("/contacts/{key}/end", response={204: None})
def end_contact(request: HttpRequest, key: str) -> Status[None]:
    """Take a contact out of use, with its lines of the plan."""
    actions.end_contact(contact=key, by=actor(request), at=now())
    return Status(204, None)


@router.get("/call-outs", response=list[CallOutOut])
def call_outs(request: HttpRequest) -> list[CallOutOut]:
    """Return the lines of the call-out plan that you keep."""
    return [
        CallOutOut(
            id=row.id,
            contact=row.contact_id,
            channel=Channel(row.channel),
            step=row.step,
            site=row.site_id,
            kind=IncidentKind(row.kind) if row.kind else None,
            priority=row.priority,
            days=row.days,
            start=row.start,
            end=row.end,
        )
        for row in queries.call_outs(by=actor(request))
    ]


@router.post("/call-outs", response={201: Made})
def plan_call_out(request: HttpRequest, body: CallOutIn) -> Status[Made]:
    """Add a line to the call-out plan."""
    told = body.dict(exclude={"days", "start", "end"})
    hours = Hours(tuple(body.days), body.start, body.end)
    row = actions.plan_call_out(**told, hours=hours, by=actor(request), at=now())
    return Status(201, Made(id=row.id))


@router.post("/call-outs/{key}/end", response={204: None})
def end_call_out(request: HttpRequest, key: str) -> Status[None]:
    """Take a line out of the call-out plan."""
    actions.end_call_out(call_out=key, by=actor(request), at=now())
    return Status(204, None)
