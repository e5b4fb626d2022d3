"""Cameras over the API: how they are, tickets, and where they stand as GeoJSON."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.api.equipment import DEVICE_ADDRESS
from vaka.geometry.detail import WIDEST
from vaka.municipality.rules import Permission
from vaka.operation import actions, gate, queries
from vaka.operation.rules import FARTHEST_M, Purpose
from vaka.terms.document import Act

router = Router(auth=django_auth, tags=["operation"])


class CameraOut(Schema):
    """A camera as it is now; `silence` is why its sound is not taken, empty when it is."""

    id: str
    name: str
    board: str
    site: str | None
    health: str
    reason: str
    since: datetime | None
    may_record: bool
    may_record_reason: str
    may_record_until: datetime | None
    silence: str


class ViewIn(Schema):
    """The lens of a view: horizontal angle in degrees, metres to the nearest point shown.

    Of a movable camera the view is that of a preset of its terms.
    """

    preset: str | None = None
    angle_deg: float = Field(gt=0, le=WIDEST)
    nearest_m: float = Field(ge=0, le=FARTHEST_M)


class ReplaceIn(Schema):
    """The device that stands there now; the addresses of its stream and of ONVIF."""

    what: str = Field(min_length=1, max_length=200)
    address: str = Field(min_length=1)
    device_address: str = Field(default="", pattern=DEVICE_ADDRESS)


class TicketIn(Schema):
    """Why somebody looks."""

    purpose: Purpose
    incident: str = ""


class TicketOut(Schema):
    """The right to look once."""

    id: str
    ticket: str
    expires: datetime


@router.get("/cameras", response=list[CameraOut])
def cameras(request: HttpRequest) -> list[CameraOut]:
    """Return the cameras that you see."""
    return [_camera(state) for state in queries.states(by=actor(request), at=now())]


@router.get("/cameras/{key}", response=CameraOut)
def camera(request: HttpRequest, key: str) -> CameraOut:
    """Return one camera."""
    row = queries.camera(key, by=actor(request))
    return _camera(queries.state(row, at=now()))


@router.post("/cameras/{key}/view", response={204: None})
def confirm_view(request: HttpRequest, key: str, body: ViewIn) -> Status[None]:
    """Confirm that what a camera sees now is what it should see."""
    by, at = actor(request), now()
    row = queries.camera(key, by=by, permission=Permission.REGISTER_CAMERA)
    lens = {"angle_deg": body.angle_deg, "nearest_m": body.nearest_m}
    if body.preset is None:
        actions.confirm_view(camera=row.id, **lens, by=by, at=at)
    else:
        actions.confirm_preset(camera=row.id, preset=body.preset, **lens, by=by, at=at)
    return Status(204, None)


@router.post("/cameras/{key}/replacement", response={204: None})
def replace(request: HttpRequest, key: str, body: ReplaceIn) -> Status[None]:
    """Say that another device stands in a camera's place; its view is to be confirmed anew."""
    by = actor(request)
    row = queries.camera(key, by=by, permission=Permission.REGISTER_CAMERA)
    actions.replace(camera=row.id, **body.dict(), by=by, at=now())
    return Status(204, None)


@router.post("/cameras/{key}/tickets", response={201: TicketOut})
def ticket(request: HttpRequest, key: str, body: TicketIn) -> Status[TicketOut]:
    """Ask for a ticket to the live pictures of a camera."""
    given = gate.give_ticket(
        camera=key,
        act=Act.LIVE,
        purpose=body.purpose,
        incident=body.incident,
        by=actor(request),
        at=now(),
    )
    return Status(201, TicketOut(id=given.id, ticket=given.text, expires=given.expires))


def _camera(state: queries.State) -> CameraOut:
    place = state.installation
    return CameraOut(
        id=state.camera.id,
        name=state.camera.name,
        board=state.camera.board.name,
        site=place.site.name if place else None,
        health=state.health,
        reason=state.reason,
        since=state.since,
        may_record=state.recording.permitted,
        may_record_reason=state.recording.reason,
        may_record_until=state.recording.until,
        silence=state.silence,
    )
