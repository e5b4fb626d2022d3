"""Reads: cameras, where they stand, how they are, who looked, and orders to a gateway."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from vaka.core import seal
from vaka.core.verdict import Verdict
from vaka.decisions import queries as decisions
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.operation.models import Camera, CameraHealth, Installation, Recording, Ticket
from vaka.operation.rules import ADDRESS_KEY, Health, health_now, role_for
from vaka.terms import keystore, signature
from vaka.terms.document import Act, Terms
from vaka.terms.orders import CameraOrder, Orders
from vaka.terms.permits import Asking, permits

# Beside the reasons of the terms: there are none that have begun.
NO_TERMS = "no-terms"


@dataclass(frozen=True)
class State:
    """A camera as it is now."""

    camera: Camera
    installation: Installation | None
    health: Health
    reason: str
    since: datetime | None
    recording: Verdict


@dataclass(frozen=True)
class Offered:
    """A camera that sees a place, and whether its terms let this person look now."""

    id: str
    name: str
    permitted_now: Verdict


def cameras(*, by: Actor, permission: Permission = Permission.SEE_CAMERAS) -> QuerySet[Camera]:
    """Return the cameras of the actor's boards, hosted ones too (never their pictures)."""
    rows = Camera.objects.filter(visible(by, permission))
    return rows.select_related("board", "hosted_for", "health").order_by("name")


def camera(key: str, *, by: Actor, permission: Permission = Permission.SEE_CAMERAS) -> Camera:
    """Return one camera.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(cameras(by=by, permission=permission), key)


def states(*, by: Actor, at: datetime) -> list[State]:
    """Return every camera of the actor's boards as it is now."""
    return [state(row, at=at) for row in cameras(by=by)]


def state(row: Camera, *, at: datetime) -> State:
    """Return one camera as it is now."""
    told = CameraHealth.objects.filter(camera=row).first()
    return State(
        camera=row,
        installation=installation(row),
        health=health_now(told.state, told.heard_at, at=at) if told else Health.NEVER_HEARD_OF,
        reason=told.reason if told else "",
        since=told.since if told else None,
        recording=verdict(row.id, Act.RECORD, asking=Asking(), at=at),
    )


def installation(row: Camera) -> Installation | None:
    """Return where the camera stands now, if anywhere."""
    return row.installations.filter(ends_at=None).select_related("site").first()


def installations(row: Camera) -> QuerySet[Installation]:
    """Return every place where the camera has stood, newest first."""
    return row.installations.select_related("site").order_by("-starts_at")


def installed(*, at: datetime) -> QuerySet[Installation]:
    """Return what stands up at that instant and is our own: what the public may know of."""
    rows = Installation.objects.filter(starts_at__lte=at, camera__hosted_for=None)
    return rows.filter(ends_at=None).select_related("camera__board", "site")


def terms(camera: str, *, at: datetime) -> Terms | None:
    """Return the terms that last began for a camera, whatever became of them.

    :raises Untrusted: when what is stored was altered.
    """
    row = decisions.begun(camera=camera, at=at)
    if row is None:
        return None
    return signature.verify(row.text, keystore.trusted(settings.VAKA.keys_path))


def verdict(camera: str, act: Act, *, asking: Asking, at: datetime) -> Verdict:
    """Return whether an act is permitted now; without terms nothing is."""
    try:
        held = terms(camera, at=at)
    except signature.Untrusted as doubt:
        return Verdict(permitted=False, reason=doubt.reason, until=None)
    if held is None:
        return Verdict(permitted=False, reason=NO_TERMS, until=None)
    standing = decisions.standing(held.id, at=at)
    return permits(held, act, at=at, asking=asking, standing=standing)


def cameras_at(site: str, *, by: Actor, incident: str | None, at: datetime) -> list[Offered]:
    """Return the cameras that stand at a site, each with whether this person may look now."""
    rows = Camera.objects.filter(
        visible(by, Permission.VIEW_PICTURES),
        installations__site=site,
        installations__ends_at=None,
        hosted_for=None,
    )
    return [
        Offered(row.id, row.name, verdict(row.id, Act.LIVE, asking=asking, at=at))
        for row in rows.order_by("name")
        for asking in [asking_as(row, by, Act.LIVE, incident, at=at)]
    ]


def asking_as(
    row: Camera, by: Actor, act: Act, incident: str | None, *, at: datetime
) -> Asking:
    """Return how this person asks: in the held role that the terms ask least of."""
    try:
        held = terms(row.id, at=at)
    except signature.Untrusted:
        held = None
    role = role_for(held, act, by.roles_at(row.board_id)) if held else None
    return Asking(role=role, incident=incident or None)


def orders(gateway: str, *, at: datetime) -> Orders:
    """Return what a gateway is to know now: its own cameras, their addresses and terms."""
    rows = list(Camera.objects.filter(gateway=gateway, hosted_for=None).order_by("id"))
    told = decisions.terms_for_cameras([row.id for row in rows], at=at)
    key = settings.VAKA.keys_path / ADDRESS_KEY
    return Orders(
        gateway=gateway,
        issued=at,
        cameras=tuple(
            CameraOrder(
                camera=row.id,
                address=seal.unseal(row.sealed_address, key=key),
                terms=each.text,
                revoked=each.revoked,
                superseded=each.superseded,
            )
            for row, each in zip(rows, told, strict=True)
        ),
    )


def views(row: Camera) -> QuerySet[Ticket]:
    """Return the tickets of a camera and what became of them, newest first."""
    return row.tickets.select_related("person").order_by("-issued_at")


def kept(row: Camera) -> QuerySet[Recording]:
    """Return the video that is kept of a camera now, newest first."""
    return row.recordings.filter(disposed_at=None).order_by("-starts_at")


def disposed(row: Camera) -> QuerySet[Recording]:
    """Return the video that was kept and is gone, newest first."""
    return row.recordings.filter(disposed_at__isnull=False).order_by("-starts_at")


def end_of_view(ticket: str, *, by: Actor) -> str:
    """Return why the person's own view ended; empty while it goes on."""
    return find(Ticket.objects.filter(person=by.id), ticket).end_reason
