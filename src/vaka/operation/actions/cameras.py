"""Verbs: register a camera, give it an address, put it up and take it down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from vaka.core import seal
from vaka.core.errors import Absent, Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import action, find, require
from vaka.municipality.queries import board_of
from vaka.municipality.rules import Actor, Permission
from vaka.operation import queries
from vaka.operation.models import Camera, Installation, PresetView
from vaka.operation.rules import ADDRESS_KEY
from vaka.record import actions as record
from vaka.record.rules import Kind


@dataclass(frozen=True)
class Place:
    """Where a camera stands (WGS 84), its lens, and what it watches (`install`)."""

    site: str
    longitude: float
    latitude: float
    height_m: float
    direction_deg: float
    angle_deg: float | None
    nearest_m: float
    watched_area: Mapping[str, object]


@action
def register_camera(
    *,
    camera: str,
    board: str,
    name: str,
    gateway: str,
    address: str,
    device_address: str = "",
    hosted_for: str | None = None,
    by: Actor,
    at: datetime,
) -> Camera:
    """Register a camera under the id that its assessment gave it.

    The addresses, of its stream and of its own server (ONVIF; empty: nobody knows one), may
    carry credentials: they are sealed, and never on the record.

    :raises Conflict: when a camera has that id already, or the board one of that name.
    """
    require(by, Permission.REGISTER_CAMERA, board=board, subject=camera)
    if Camera.objects.filter(pk=camera).exists():
        raise Conflict(camera, "registered-already")
    if Camera.objects.filter(board=board, name=name).exists():
        raise Conflict(name, "name-taken")
    row = Camera.objects.create(
        id=camera,
        board_id=board,
        name=name,
        gateway=gateway,
        sealed_address=_sealed(address),
        sealed_device_address=_sealed(device_address),
        hosted_for_id=hosted_for,
        registered_at=at,
    )
    record.append(
        Kind.CAMERA_REGISTERED,
        actor=by.id,
        subject=camera,
        at=at,
        facts={"name": name, "board": board, "gateway": gateway, "hosted_for": hosted_for},
    )
    return row


@action
def change_address(*, camera: str, address: str, by: Actor, at: datetime) -> None:
    """Give a camera a new address, as when its network has changed."""
    row = find(Camera.objects.all(), camera)
    require(by, Permission.REGISTER_CAMERA, board=row.board_id, subject=camera)
    row.sealed_address = _sealed(address)
    row.save(update_fields=["sealed_address"])
    record.append(Kind.CAMERA_ADDRESS_CHANGED, actor=by.id, subject=camera, at=at)


@action
def give_small_stream(*, camera: str, address: str, by: Actor, at: datetime) -> None:
    """Say where the same camera sends a smaller stream, for walls; empty when it sends none."""
    row = find(Camera.objects.all(), camera)
    require(by, Permission.REGISTER_CAMERA, board=row.board_id, subject=camera)
    row.sealed_small_address = _sealed(address)
    row.save(update_fields=["sealed_small_address"])
    facts = {"given": bool(address)}
    record.append(Kind.CAMERA_SMALL_STREAM, actor=by.id, subject=camera, at=at, facts=facts)


@action
def change_device_address(*, camera: str, address: str, by: Actor, at: datetime) -> None:
    """Say where a camera's own server (ONVIF) is; empty when nobody knows one."""
    row = find(Camera.objects.all(), camera)
    require(by, Permission.REGISTER_CAMERA, board=row.board_id, subject=camera)
    row.sealed_device_address = _sealed(address)
    row.save(update_fields=["sealed_device_address"])
    record.append(
        Kind.CAMERA_DEVICE_ADDRESS_CHANGED,
        actor=by.id,
        subject=camera,
        at=at,
        facts={"known": bool(address)},
    )


def _sealed(address: str) -> str:
    key = settings.VAKA.keys_path / ADDRESS_KEY
    return seal.seal(address, key=key) if address else ""


@action
def replace(
    *,
    camera: str,
    address: str,
    device_address: str = "",
    what: str,
    by: Actor,
    at: datetime,
) -> None:
    """Put another device in a camera's place: its terms, its masks and its history stay.

    Of what the new one sees nobody knows anything yet, so nothing is recorded or shown until
    its lens and its view are confirmed (`confirm_view`). Then it gets the masks of the terms,
    if it has a server of its own (ONVIF) at `device_address`. The small stream was the old
    one's.

    :raises Conflict: when the camera stands nowhere.
    """
    row = find(Camera.objects.all(), camera)
    require(by, Permission.REGISTER_CAMERA, board=row.board_id, subject=camera)
    standing = row.installations.filter(ends_at=None)
    if not standing.update(angle_deg=None, view=new_id(at=at)):
        raise Conflict(camera, "not-installed")
    PresetView.objects.filter(installation__in=standing).delete()
    row.sealed_address, row.sealed_device_address = _sealed(address), _sealed(device_address)
    row.sealed_small_address = ""
    row.save(update_fields=["sealed_address", "sealed_device_address", "sealed_small_address"])
    record.append(
        Kind.CAMERA_REPLACED, actor=by.id, subject=camera, at=at, facts={"device": what}
    )


@action
def install(
    *,
    camera: str,
    site: str,
    longitude: float,
    latitude: float,
    height_m: float,
    direction_deg: float,
    angle_deg: float | None,
    nearest_m: float = 0,
    watched_area: Mapping[str, object],
    by: Actor,
    at: datetime,
) -> Installation:
    """Put a camera up at a site (WGS 84) from now on.

    `angle_deg` is its horizontal angle of view, `nearest_m` the distance along the ground to
    the nearest point that it shows: from them and the height its gateway knows how detailed
    its picture is. Without the angle nothing is recorded or shown.

    :raises Conflict: when it stands somewhere already.
    """
    row = find(Camera.objects.all(), camera)
    require(by, Permission.REGISTER_CAMERA, board=row.board_id, subject=camera)
    if row.installations.filter(ends_at=None).exists():
        raise Conflict(camera, "installed-already")
    place = Place(
        site=site,
        longitude=longitude,
        latitude=latitude,
        height_m=height_m,
        direction_deg=direction_deg,
        angle_deg=angle_deg,
        nearest_m=nearest_m,
        watched_area=watched_area,
    )
    return _stand(row, place, Kind.CAMERA_INSTALLED, by=by, at=at)


@action
def move(*, camera: str, to: Place, by: Actor, at: datetime) -> Installation:
    """End a camera's installation and put it up at another place, or turned, in one act.

    Its terms stay as they are: whether they allow the new place is for them to say.

    :raises Conflict: when it stands nowhere.
    """
    row = find(Camera.objects.all(), camera)
    require(by, Permission.REGISTER_CAMERA, board=row.board_id, subject=camera)
    if not row.installations.filter(ends_at=None).update(ends_at=at):
        raise Conflict(camera, "not-installed")
    return _stand(row, to, Kind.CAMERA_MOVED, by=by, at=at)


def _stand(row: Camera, place: Place, kind: Kind, *, by: Actor, at: datetime) -> Installation:
    """Note where the camera stands from now on, with a view that is right as it is.

    The caller's transaction carries it.

    :raises Absent: when there is no such site, or another board answers for it.
    """
    if board_of(place.site) != row.board_id:
        raise Absent("site", place.site)
    installation = Installation.objects.create(
        id=new_id(at=at),
        camera=row,
        site_id=place.site,
        longitude=place.longitude,
        latitude=place.latitude,
        height_m=place.height_m,
        direction_deg=place.direction_deg,
        angle_deg=place.angle_deg,
        nearest_m=place.nearest_m,
        watched_area=place.watched_area,
        view=new_id(at=at),
        view_confirmed_at=at,
        starts_at=at,
    )
    record.append(kind, actor=by.id, subject=row.id, at=at, facts={"site": place.site})
    return installation


@action
def confirm_view(
    *, camera: str, angle_deg: float, nearest_m: float, by: Actor, at: datetime
) -> None:
    """Say that what a camera sees now is what it should see; its gateway learns it anew.

    With it goes the lens (`install`): who zooms has another view and another detail.

    :raises Conflict: when it stands nowhere.
    """
    row = find(Camera.objects.all(), camera)
    require(by, Permission.REGISTER_CAMERA, board=row.board_id, subject=camera)
    view, standing = new_id(at=at), row.installations.filter(ends_at=None)
    lens = {"angle_deg": angle_deg, "nearest_m": nearest_m}
    if not standing.update(view=view, view_confirmed_at=at, **lens):
        raise Conflict(camera, "not-installed")
    record.append(
        Kind.CAMERA_VIEW_CONFIRMED,
        actor=by.id,
        subject=camera,
        at=at,
        facts={"view": view, **{name: str(value) for name, value in lens.items()}},
    )


@action
def confirm_preset(
    *, camera: str, preset: str, angle_deg: float, nearest_m: float, by: Actor, at: datetime
) -> None:
    """Say that a movable camera stands in a preset of its terms now; its gateway learns it.

    Its lens as in `confirm_view`. In one that nobody has confirmed nothing is kept or shown.

    :raises Conflict: when it stands nowhere, or its terms know no such preset.
    """
    row = find(Camera.objects.all(), camera)
    require(by, Permission.REGISTER_CAMERA, board=row.board_id, subject=camera)
    standing = row.installations.filter(ends_at=None).first()
    if standing is None:
        raise Conflict(camera, "not-installed")
    held = queries.terms(camera, at=at)
    if held is None or preset not in {each.name for each in held.view.presets}:
        raise Conflict(camera, "no-such-preset")
    view, lens = new_id(at=at), {"angle_deg": angle_deg, "nearest_m": nearest_m}
    standing.presets.update_or_create(
        preset=preset, defaults={"view": view, "confirmed_at": at, **lens}
    )
    facts = {"preset": preset, "view": view, **{name: str(lens[name]) for name in lens}}
    record.append(Kind.CAMERA_VIEW_CONFIRMED, actor=by.id, subject=camera, at=at, facts=facts)


@action
def take_down(*, camera: str, by: Actor, at: datetime) -> None:
    """End a camera's installation; its documentation is kept five years more (KBL 9 §).

    :raises Conflict: when it stands nowhere.
    """
    row = find(Camera.objects.all(), camera)
    require(by, Permission.REGISTER_CAMERA, board=row.board_id, subject=camera)
    if not row.installations.filter(ends_at=None).update(ends_at=at):
        raise Conflict(camera, "not-installed")
    record.append(Kind.CAMERA_TAKEN_DOWN, actor=by.id, subject=camera, at=at)
