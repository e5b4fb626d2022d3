"""What a technician registers over the API: transmitters, cameras, and where these stand."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.geometry.detail import WIDEST
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Permission
from vaka.operation import actions as operation
from vaka.operation import queries as cameras
from vaka.operation.rules import FARTHEST_M
from vaka.response import actions, queries

DEVICE_ADDRESS = r"^(https?://\S+)?$"
router = Router(auth=django_auth, tags=["equipment"])


class TransmitterIn(Schema):
    """What sends alarms from a site; `interval` is the seconds between signs of life."""

    account: str
    name: str = Field(min_length=1, max_length=100)
    site: str
    places: dict[str, str] = {}
    interval: int = Field(ge=10, le=86_400)


class TransmitterOut(TransmitterIn):
    """A transmitter, when it was last heard, and since when it is out of use."""

    id: str
    heard_at: datetime | None
    ended_at: datetime | None


class Made(Schema):
    """The id of what was registered."""

    id: str


class PlaceIn(Schema):
    """Where a camera stands: degrees WGS 84, metres, degrees clockwise from north.

    Of its lens: horizontal angle in degrees, metres to the nearest point shown.
    """

    site: str
    longitude: float = Field(ge=10, le=25)
    latitude: float = Field(ge=55, le=70)
    height_m: float = Field(ge=0.5, le=100)
    direction_deg: float = Field(ge=0, le=360)
    angle_deg: float = Field(gt=0, le=WIDEST)
    nearest_m: float = Field(default=0, ge=0, le=FARTHEST_M)


class AddressIn(Schema):
    """Where a camera is reached, with its login; no answer ever holds it."""

    address: str = Field(pattern=r"^rtsps?://\S+$")


class DeviceAddressIn(Schema):
    """Where a camera's own server (ONVIF) is; empty takes it away. No answer ever holds it."""

    address: str = Field(pattern=DEVICE_ADDRESS)


class SmallAddressIn(Schema):
    """Where the same camera sends a smaller stream; empty when it sends none."""

    address: str = Field(pattern=r"^(rtsps?://\S+)?$")


@router.get("/transmitters", response=list[TransmitterOut])
def transmitters(request: HttpRequest) -> list[TransmitterOut]:
    """Return the transmitters of your boards, those in use first."""
    return [
        TransmitterOut(
            id=row.id,
            account=row.account,
            name=row.name,
            site=row.site_id,
            places=row.places,
            interval=row.interval_seconds,
            heard_at=row.heard_at,
            ended_at=row.ended_at,
        )
        for row in queries.transmitters(by=actor(request))
    ]


@router.post("/transmitters", response={201: Made})
def register_transmitter(request: HttpRequest, body: TransmitterIn) -> Status[Made]:
    """Register a transmitter."""
    row = actions.register_transmitter(
        **body.dict(exclude={"interval"}),
        interval=timedelta(seconds=body.interval),
        by=actor(request),
        at=now(),
    )
    return Status(201, Made(id=row.id))


@router.post("/transmitters/{key}/end", response={204: None})
def end_transmitter(request: HttpRequest, key: str) -> Status[None]:
    """Take a transmitter out of use."""
    actions.end_transmitter(transmitter=key, by=actor(request), at=now())
    return Status(204, None)


@router.post("/cameras/{key}/address", response={204: None})
def change_address(request: HttpRequest, key: str, body: AddressIn) -> Status[None]:
    """Give a camera a new address, as when its network has changed."""
    operation.change_address(camera=key, address=body.address, by=actor(request), at=now())
    return Status(204, None)


@router.post("/cameras/{key}/device-address", response={204: None})
def change_device_address(
    request: HttpRequest, key: str, body: DeviceAddressIn
) -> Status[None]:
    """Say where a camera's own server is, over which its gateway gives it its masks."""
    by = actor(request)
    operation.change_device_address(camera=key, address=body.address, by=by, at=now())
    return Status(204, None)


@router.post("/cameras/{key}/small-stream", response={204: None})
def small_stream(request: HttpRequest, key: str, body: SmallAddressIn) -> Status[None]:
    """Say where a camera sends a smaller stream, for walls of pictures."""
    operation.give_small_stream(camera=key, address=body.address, by=actor(request), at=now())
    return Status(204, None)


@router.post("/cameras/{key}/place", response={201: Made})
def place(request: HttpRequest, key: str, body: PlaceIn) -> Status[Made]:
    """Move a camera that stands somewhere, or put up one that does not."""
    by, at = actor(request), now()
    row = cameras.camera(key, by=by, permission=Permission.REGISTER_CAMERA)
    to = _place(key, body, by, at)
    if cameras.installation(row):
        put = operation.move(camera=key, to=to, by=by, at=at)
    else:
        put = operation.install(camera=key, **vars(to), by=by, at=at)
    return Status(201, Made(id=put.id))


@router.delete("/cameras/{key}/place", response={204: None})
def take_down(request: HttpRequest, key: str) -> Status[None]:
    """Take a camera down."""
    operation.take_down(camera=key, by=actor(request), at=now())
    return Status(204, None)


def _place(camera: str, body: PlaceIn, by: Actor, at: datetime) -> operation.Place:
    """Return the place; what is watched there is what the terms let the camera watch."""
    site = municipality.site(body.site, by=by, permission=Permission.REGISTER_CAMERA)
    held = cameras.terms(camera, at=at)
    area = held.view.area if held else site.outline
    return operation.Place(**body.dict(), watched_area=area)
