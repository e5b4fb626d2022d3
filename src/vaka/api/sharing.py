"""What is shared with partners: read by them, agreed and ended by us."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.api.by_token import by_token
from vaka.api.centre import Made
from vaka.api.instants import Instant
from vaka.api.operation import TicketOut
from vaka.integrations.cap import outgoing
from vaka.response import actions, queries
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.sharing import Detail, Form, Warnings, mark

router = Router(auth=django_auth, tags=["sharing"])
READERS = [by_token, django_auth]
CAP_TYPE = "application/cap+xml"
CAP: dict[str, object] = {"responses": {200: {"content": {CAP_TYPE: {}}}}}


class AgreementIn(Schema):
    """What a body has decided to share; no sites are all of the board's, or of all boards.

    Warnings of authorities are held to the area alone.
    """

    partner: str
    kinds: list[IncidentKind]
    detail: Detail
    decided_by: str = Field(max_length=200)
    starts_at: Instant
    ends_at: Instant
    board: str = ""
    sites: list[str] = []
    area: dict[str, object] | None = None
    warnings: Warnings = Warnings.NONE
    ground: str = Field(default="", max_length=400)
    webhook: str = Field(default="", max_length=300)
    form: Form = Form.JSON


class AgreementOut(AgreementIn):
    """An agreement as it was entered, and when it ended before its time."""

    id: str
    ended_at: datetime | None


class LoginIn(Schema):
    """Who reads for a partner."""

    partner: str
    person: str


class LoginOut(LoginIn):
    """Somebody who reads for a partner now."""

    id: str
    given_at: datetime


class Key(Schema):
    """The key of the signatures, hex."""

    key: str


class CameraOut(Schema):
    """A camera whose terms let partners look."""

    id: str
    name: str


@router.get("/shared", auth=READERS, response=list[dict[str, object]])
def shared(request: HttpRequest) -> list[dict[str, object]]:
    """Return what is shared with your partner now; that you read it is on the record."""
    return [one.facts for one in actions.read_shared(by=actor(request), at=now())]


@router.get("/shared/warnings", auth=READERS, response=list[dict[str, object]])
def shared_warnings(request: HttpRequest) -> list[dict[str, object]]:
    """Return the authorities' warnings passed on to you now; a reading is on the record."""
    return [one.facts for one in actions.read_warnings(by=actor(request), at=now())]


@router.get("/shared/{incident}/cap", auth=READERS, openapi_extra=CAP)
def shared_as_cap(request: HttpRequest, incident: str) -> HttpResponse:
    """Return an incident that is shared with your partner as CAP 1.2; it is on the record.

    The message has the same identifier until what is told changes.
    """
    one = actions.read_one_shared(incident=incident, by=actor(request), at=now())
    sender = urlsplit(settings.VAKA.public_url).hostname or "vaka"
    name = outgoing.Sent(sender, f"{incident}.{mark([one], [], {})[:16]}", one.changed_at)
    restriction = f"Enligt överenskommelse {one.agreement}"
    told = outgoing.message(name, one.facts, restriction=restriction)
    return HttpResponse(told, content_type=CAP_TYPE)


@router.get("/shared/cameras", response=dict[str, list[CameraOut]])
def shared_cameras(request: HttpRequest) -> dict[str, list[CameraOut]]:
    """Return of each open incident the cameras by which you may look at it now."""
    cameras = queries.looked_through(by=actor(request), at=now())
    return {
        incident: [CameraOut(id=each.id, name=each.name) for each in some]
        for incident, some in cameras.items()
    }


@router.post("/shared/{incident}/cameras/{camera}/tickets", response={201: TicketOut})
def look(request: HttpRequest, incident: str, camera: str) -> Status[TicketOut]:
    """Ask for a ticket to live pictures of a shared incident."""
    by, at = actor(request), now()
    given = actions.look_shared(incident=incident, camera=camera, by=by, at=at)
    return Status(201, TicketOut(id=given.id, ticket=given.text, expires=given.expires))


@router.get("/sharing-agreements", response=list[AgreementOut])
def agreements(request: HttpRequest) -> list[AgreementOut]:
    """Return the agreements that you keep, newest first."""
    return [
        AgreementOut(
            id=row.id,
            partner=row.partner_id,
            kinds=[IncidentKind(kind) for kind in row.kinds],
            detail=Detail(row.detail),
            decided_by=row.decided_by,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            board=row.board_id or "",
            sites=[site.id for site in row.sites.all()],
            area=row.area,
            warnings=Warnings(row.warnings),
            ground=row.ground,
            webhook=row.webhook,
            form=Form(row.form),
            ended_at=row.ended_at,
        )
        for row in queries.agreements(by=actor(request))
    ]


@router.post("/sharing-agreements", response={201: Made})
def agree(request: HttpRequest, body: AgreementIn) -> Status[Made]:
    """Enter an agreement."""
    row = actions.agree(**body.dict(), by=actor(request), at=now())
    return Status(201, Made(id=row.id))


@router.post("/sharing-agreements/{key}/end", response={204: None})
def end(request: HttpRequest, key: str) -> Status[None]:
    """End an agreement now."""
    actions.end_agreement(agreement=key, by=actor(request), at=now())
    return Status(204, None)


@router.post("/sharing-agreements/{key}/signing-key", response=Key)
def signing_key(request: HttpRequest, key: str) -> Key:
    """Return the key by which the partner tells our word; that it was shown is on record."""
    shown = actions.show_signing_key(agreement=key, by=actor(request), at=now())
    return Key(key=shown)


@router.get("/partner-logins", response=list[LoginOut])
def logins(request: HttpRequest) -> list[LoginOut]:
    """Return who reads for which partner."""
    return [
        LoginOut(id=row.id, partner=row.partner_id, person=row.person_id, given_at=row.given_at)
        for row in queries.partner_logins(by=actor(request))
    ]


@router.post("/partner-logins", response={201: Made})
def give_login(request: HttpRequest, body: LoginIn) -> Status[Made]:
    """Let somebody see what is shared with a partner."""
    row = actions.give_partner_login(**body.dict(), by=actor(request), at=now())
    return Status(201, Made(id=row.id))


@router.post("/partner-logins/{key}/end", response={204: None})
def end_login(request: HttpRequest, key: str) -> Status[None]:
    """Let somebody see nothing more."""
    actions.end_partner_login(login=key, by=actor(request), at=now())
    return Status(204, None)
