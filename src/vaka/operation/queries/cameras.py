"""Reads: cameras, where they stand, how they are, and orders to a gateway."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q, QuerySet

from vaka.core import seal
from vaka.core.period import Period
from vaka.core.verdict import Verdict
from vaka.decisions import queries as decisions
from vaka.geometry.detail import widest
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.operation.models import Camera, CameraHealth, Hold, Installation
from vaka.operation.queries.holds import open_holds
from vaka.operation.queries.signs import tellings
from vaka.operation.queries.terms import verdicts
from vaka.operation.rules import (
    ADDRESS_KEY,
    Detail,
    Health,
    Silence,
    across,
    health_now,
    silence,
)
from vaka.terms import orders as orders_of
from vaka.terms.document import Act, Terms
from vaka.terms.orders import CameraOrder, Orders
from vaka.terms.permits import Asking

if TYPE_CHECKING:
    from vaka.decisions.models import Decision


@dataclass(frozen=True)
class State:
    """A camera as it is now; `silence` is why its sound is not taken, if it is not."""

    camera: Camera
    installation: Installation | None
    health: Health
    reason: str
    since: datetime | None
    recording: Verdict
    silence: str


def cameras(*, by: Actor, permission: Permission = Permission.SEE_CAMERAS) -> QuerySet[Camera]:
    """Return the cameras of the actor's boards, hosted ones too (never their pictures)."""
    rows = Camera.objects.filter(visible(by, permission))
    return rows.select_related("board", "hosted_for", "health").order_by("name")


def awaited(*, by: Actor) -> list["Decision"]:
    """Return the newest decision on each camera that the actor may register and nobody has."""
    decided = decisions.decisions(by=by, permission=Permission.REGISTER_CAMERA)
    rows = decided.exclude(camera__in=Camera.objects.values("pk"))
    newest = {row.camera: row for row in rows.order_by("made_at")}
    return sorted(newest.values(), key=lambda row: row.made_at, reverse=True)


def camera(key: str, *, by: Actor, permission: Permission = Permission.SEE_CAMERAS) -> Camera:
    """Return one camera.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(cameras(by=by, permission=permission), key)


def boards_of(subjects: Collection[str]) -> dict[str, str]:
    """Return the board's id of each of those ids that is a camera's."""
    return dict(Camera.objects.filter(pk__in=subjects).values_list("pk", "board_id"))


def states(*, by: Actor, at: datetime) -> list[State]:
    """Return every camera of the actor's boards as it is now."""
    rows = list(cameras(by=by))
    standing = Installation.objects.filter(camera__in=rows, ends_at=None).select_related("site")
    places = {place.camera_id: place for place in standing}
    return [_state(row, places.get(row.id), at) for row in rows]


def state(row: Camera, *, at: datetime) -> State:
    """Return one camera as it is now."""
    return _state(row, installation(row), at)


def _state(row: Camera, place: Installation | None, at: datetime) -> State:
    told = last_word(row)
    reason = told.reason if told else ""
    recording, hearing = verdicts(row.id, Act.RECORD, Act.AUDIO, asking=Asking(), at=at)
    return State(
        camera=row,
        installation=place,
        health=health(row, at=at),
        reason="" if reason in list(Silence) else reason,
        since=told.since if told else None,
        recording=recording,
        silence=silence(hearing, reason),
    )


def installation(row: Camera) -> Installation | None:
    """Return where the camera stands now, if anywhere."""
    return row.installations.filter(ends_at=None).select_related("site").first()


def presets(place: Installation | None, terms: Terms | None) -> dict[str, datetime | None]:
    """Return the presets of the terms, each with when it was confirmed, if it was."""
    confirmed = (
        {each.preset: each.confirmed_at for each in place.presets.all()} if place else {}
    )
    decided = terms.view.presets if terms else ()
    return {each.name: confirmed.get(each.name) for each in decided}


def detail(row: Camera, terms: Terms | None) -> Detail | None:
    """Return how detailed a camera's picture is, when its lens, stream and terms are known."""
    told = CameraHealth.objects.filter(camera=row).first()
    covers = _across(installation(row))
    if covers is None or terms is None or told is None or told.width is None:
        return None
    allowed = terms.view.max_pixels_per_metre
    return Detail(told.width / covers, allowed, widest(allowed, covers))


def _across(place: Installation | None) -> float | None:
    if place is None:
        return None
    return across(angle_deg=place.angle_deg, nearest_m=place.nearest_m, height_m=place.height_m)


def installations(row: Camera) -> QuerySet[Installation]:
    """Return every place where the camera has stood, newest first."""
    return row.installations.select_related("site").order_by("-starts_at")


def accountable(*, by: Actor, permission: Permission) -> QuerySet[Camera]:
    """Return our own cameras that are the actor's boards', or were."""
    stood = placements(by=by, permission=permission).values("camera")
    rows = Camera.objects.filter(visible(by, permission)).values("pk")
    both = Camera.objects.filter(Q(pk__in=rows) | Q(pk__in=stood), hosted_for=None)
    return both.select_related("board").order_by("name")


def placements(
    *, by: Actor, permission: Permission = Permission.SEE_CAMERAS
) -> QuerySet[Installation]:
    """Return where our own cameras stand and stood at sites of the actor's boards.

    Those of a camera that has gone to another board are still the board's to account for.
    """
    rows = Installation.objects.filter(visible(by, permission, board="site__board"))
    rows = rows.filter(camera__hosted_for=None).select_related("camera__board", "site__board")
    return rows.order_by("camera__name", "-starts_at")


def every_placement(camera: str) -> QuerySet[Installation]:
    """Return where a camera stands and stood, at whichever board's sites, the newest first."""
    rows = Installation.objects.filter(camera=camera, camera__hosted_for=None)
    return rows.select_related("camera__board", "site__board").order_by("-starts_at")


def installed(*, at: datetime) -> QuerySet[Installation]:
    """Return what stands up at that instant and is our own: what the public may know of."""
    rows = Installation.objects.filter(starts_at__lte=at, camera__hosted_for=None)
    return rows.filter(ends_at=None).select_related("camera__board", "site")


def last_word(row: Camera) -> CameraHealth | None:
    """Return the last word on a camera, which a read of many brings along."""
    told: CameraHealth | None = getattr(row, "health", None)
    return told


def health(row: Camera, *, at: datetime) -> Health:
    """Return how a camera is, as far as anybody has heard."""
    told = last_word(row)
    return health_now(told.state, told.heard_at, at=at) if told else Health.NEVER_HEARD_OF


def orders(gateway: str, *, at: datetime) -> Orders:
    """Return what a gateway is to know now: its own cameras, their addresses and terms."""
    rows = list(Camera.objects.filter(gateway=gateway, hosted_for=None).order_by("id"))
    told = decisions.terms_for_cameras([row.id for row in rows], at=at)
    telling = tellings([each.issued for each in told if each.issued], at=at)
    standing = Installation.objects.filter(camera__in=rows, ends_at=None)
    standing = standing.prefetch_related("presets")
    places = {place.camera_id: place for place in standing}
    return Orders(
        gateway=gateway,
        issued=at,
        cameras=tuple(
            CameraOrder(
                camera=row.id,
                address=_unsealed(row.sealed_address),
                small_address=_unsealed(row.sealed_small_address) or None,
                # Of what people are not told nothing is recorded or shown (KBL 15 §).
                terms=each.issued.text if each.issued and not telling[row.id].untold else None,
                revoked=each.revoked,
                superseded=each.superseded,
                holds=tuple(_held(hold) for hold in open_holds(row, at=at)),
                view=places[row.id].view if row.id in places else None,
                metres_across=_across(places.get(row.id)),
                stands=_stands(places.get(row.id)),
                device_address=_unsealed(row.sealed_device_address) or None,
            )
            for row, each in zip(rows, told, strict=True)
        ),
    )


def _stands(place: Installation | None) -> tuple[orders_of.Stand, ...]:
    """Return the presets that were confirmed where the camera stands."""
    if place is None:
        return ()
    lens = [
        (
            each,
            across(angle_deg=each.angle_deg, nearest_m=each.nearest_m, height_m=place.height_m),
        )
        for each in place.presets.all()
    ]
    return tuple(orders_of.Stand(each.preset, each.view, wide) for each, wide in lens if wide)


def _unsealed(sealed: str) -> str:
    key = settings.VAKA.keys_path / ADDRESS_KEY
    return seal.unseal(sealed, key=key) if sealed else ""


def _held(row: Hold) -> orders_of.Hold:
    return orders_of.Hold(row.id, Period(row.starts_at, row.ends_at), row.until)
