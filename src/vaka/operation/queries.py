"""Reads: cameras, where they stand, how they are, who looked, and orders to a gateway."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import QuerySet, Sum

from vaka.core import seal
from vaka.core.period import Period
from vaka.core.verdict import Verdict
from vaka.decisions import queries as decisions
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.operation.models import (
    Camera,
    CameraHealth,
    FootageRequest,
    Hold,
    Installation,
    Recording,
    Ticket,
)
from vaka.operation.rules import (
    ADDRESS_KEY,
    Change,
    Health,
    Stretch,
    health_now,
    role_for,
    stretches,
)
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.terms import keystore, signature
from vaka.terms import orders as orders_of
from vaka.terms.document import Act, Terms
from vaka.terms.orders import CameraOrder, Orders
from vaka.terms.permits import Asking, permits

if TYPE_CHECKING:
    from vaka.record.models import Entry

# Beside the reasons of the terms: there are none that have begun.
NO_TERMS = "no-terms"
RECORDING = (Kind.RECORDING_STARTED, Kind.RECORDING_STOPPED)
# A gateway may tell us of something days after it happened.
LATE = timedelta(days=7)
# Recordings are of ten seconds.
NEWEST = 60


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


@dataclass(frozen=True)
class Storage:
    """What a camera's video takes up: now, at what rate, and when its time is full."""

    bytes_now: int
    bits_per_second: float
    bytes_at_most: float

    @property
    def megabits_per_second(self) -> float:
        """Return the rate as cameras are sold by it."""
        return self.bits_per_second / 1_000_000


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
    return [_offered(row, by, incident, at) for row in rows.order_by("name")]


def watchable(*, by: Actor, at: datetime) -> list[Offered]:
    """Return the cameras that stand up, each with whether this person may look now."""
    rows = Camera.objects.filter(
        visible(by, Permission.VIEW_PICTURES), installations__ends_at=None, hosted_for=None
    ).filter(installations__isnull=False)
    return [_offered(row, by, None, at) for row in rows.distinct().order_by("name")]


def _offered(row: Camera, by: Actor, incident: str | None, at: datetime) -> Offered:
    asking = asking_as(row, by, Act.LIVE, incident, at=at)
    return Offered(row.id, row.name, verdict(row.id, Act.LIVE, asking=asking, at=at))


def asking_as(
    row: Camera, by: Actor, act: Act, incident: str | None, *, at: datetime
) -> Asking:
    """Return how this person asks: in the held role that the terms ask least of."""
    return Asking(role=_role(row, by, act, at), incident=incident or None)


def asking_for(request: FootageRequest, by: Actor, *, at: datetime) -> Asking:
    """Return how this person asks for recordings, with the grounds that the request has."""
    return Asking(
        role=_role(request.camera, by, Act(request.act), at),
        incident=request.incident or None,
        second_person=request.approved_by_id,
        written_request=request.written_request or None,
    )


def _role(row: Camera, by: Actor, act: Act, at: datetime) -> str | None:
    try:
        held = terms(row.id, at=at)
    except signature.Untrusted:
        return None
    return role_for(held, act, by.roles_at(row.board_id)) if held else None


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
                holds=tuple(_held(hold) for hold in open_holds(row, at=at)),
            )
            for row, each in zip(rows, told, strict=True)
        ),
    )


def _held(row: Hold) -> orders_of.Hold:
    return orders_of.Hold(row.id, Period(row.starts_at, row.ends_at), row.until)


def holds(row: Camera) -> QuerySet[Hold]:
    """Return the holds on a camera's recordings, newest first, those that are over too."""
    return row.holds.select_related("placed_by", "lifted_by")


def hold(key: str, *, by: Actor) -> Hold:
    """Return one hold.

    :raises Absent: when there is none, or its camera is a foreign board's.
    """
    may_see = visible(by, Permission.SEE_CAMERAS, board="camera__board")
    return find(Hold.objects.filter(may_see), key)


def open_holds(row: Camera, *, at: datetime) -> QuerySet[Hold]:
    """Return the holds that keep recordings at that instant."""
    return holds(row).filter(lifted_at=None, until__gt=at)


def views(row: Camera) -> QuerySet[Ticket]:
    """Return the tickets of a camera and what became of them, newest first."""
    return row.tickets.select_related("person").order_by("-issued_at")


def kept(row: Camera) -> QuerySet[Recording]:
    """Return the video that is kept of a camera now, newest first."""
    return row.recordings.filter(disposed_at=None).order_by("-starts_at")


def storage(row: Camera, *, retention_hours: int) -> Storage:
    """Return what a camera's video takes up, and what it can come to.

    The rate is that of the newest recordings, about ten minutes of them.
    """
    newest = list(kept(row)[:NEWEST])
    seconds = sum((each.ends_at - each.starts_at).total_seconds() for each in newest)
    rate = sum(each.bytes for each in newest) / seconds if seconds else 0.0
    return Storage(
        bytes_now=kept(row).aggregate(held=Sum("bytes"))["held"] or 0,
        bits_per_second=rate * 8,
        bytes_at_most=rate * retention_hours * 3600,
    )


def disposed(row: Camera) -> QuerySet[Recording]:
    """Return the video that was kept and is gone, newest first."""
    return row.recordings.filter(disposed_at__isnull=False).order_by("-starts_at")


def day(row: Camera, span: Period) -> list[Stretch]:
    """Return what there is of a span of a camera's time, and why where there is nothing."""
    within = row.recordings.filter(starts_at__lt=span.end, ends_at__gt=span.start)
    return stretches(
        span,
        kept=[_period(each) for each in within.filter(disposed_at=None)],
        disposed=[_period(each) for each in within.exclude(disposed_at=None)],
        permission=_changes(row, RECORDING, span),
        health=_changes(row, (Kind.CAMERA_HEALTH,), span),
    )


def _changes(row: Camera, kinds: Collection[Kind], span: Period) -> list[Change]:
    """Return what the gateway told of these kinds before the end of a span, in order of time.

    A change of recording has a reason, a change of health a state.
    """
    told = record.entries(subject=row.id).filter(kind__in=kinds, at__lt=span.end + LATE)
    changes = [
        Change(
            at=datetime.fromisoformat(str(entry.facts["happened"])),
            permitted=entry.kind == Kind.RECORDING_STARTED,
            code=str(entry.facts.get("state") or entry.facts["reason"]),
        )
        for entry in told
    ]
    return sorted(changes, key=lambda change: change.at)


def _period(recording: Recording) -> Period:
    # A recording of one picture ends where it begins; a period may not be empty.
    shortest = recording.starts_at + timedelta(milliseconds=1)
    return Period(recording.starts_at, max(recording.ends_at, shortest))


def first_kept(request: FootageRequest) -> datetime | None:
    """Return when the first recording of what was asked for begins; None when all is gone."""
    rows = request.camera.recordings.filter(
        starts_at__lt=request.ends_at, ends_at__gt=request.starts_at, disposed_at=None
    )
    first = rows.order_by("starts_at").first()
    return max(first.starts_at, request.starts_at) if first else None


def copies(request: FootageRequest) -> "QuerySet[Entry]":
    """Return what the record says of the copies that were taken of what was asked for."""
    return record.of_kind(Kind.COPY_TAKEN).filter(
        subject=request.camera_id, facts__request=request.id
    )


def footage_requests(row: Camera) -> QuerySet[FootageRequest]:
    """Return who has asked for recordings of a camera, newest first."""
    return row.footage_requests.select_related("asked_by", "approved_by")


def footage_request(key: str, *, by: Actor) -> FootageRequest:
    """Return one request for recordings.

    :raises Absent: when there is none, or its camera is a foreign board's.
    """
    may_see = visible(by, Permission.VIEW_PICTURES, board="camera__board")
    rows = FootageRequest.objects.filter(may_see)
    return find(rows.select_related("camera__board", "asked_by", "approved_by"), key)


def end_of_view(ticket: str, *, by: Actor) -> str:
    """Return why the person's own view ended; empty while it goes on."""
    return find(Ticket.objects.filter(person=by.id), ticket).end_reason
