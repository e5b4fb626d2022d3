"""Reads: how the cameras are, what they deliver, whether disks suffice, what is ordered."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, QuerySet, Sum

from vaka.core.period import Period
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.operation.models import Camera, CameraHealth, Recording, WorkOrder
from vaka.operation.queries.cameras import State, states
from vaka.operation.queries.footage import LATE, RECORDING, change
from vaka.operation.queries.terms import terms
from vaka.operation.rules import Change, permitted_time
from vaka.record import queries as record
from vaka.terms.signature import Untrusted

DAY = timedelta(days=1)
# What is being recorded now is told of when its ten seconds are over.
UNTOLD = timedelta(seconds=30)


@dataclass(frozen=True)
class Delivery:
    """How much of the time in which a camera might record it was recorded."""

    permitted: timedelta
    kept: timedelta

    @property
    def share(self) -> float | None:
        """Return the share, 0 to 1; None when recording was not permitted at all."""
        return min(self.kept / self.permitted, 1.0) if self.permitted else None


@dataclass(frozen=True)
class Checkup:
    """A camera as the health page shows it."""

    state: State
    measured: CameraHealth | None
    delivery: Delivery
    bytes_now: int
    bytes_at_most: float
    order: WorkOrder | None

    @property
    def percent(self) -> float | None:
        """Return how much was recorded of what might be, in percent."""
        return None if self.delivery.share is None else 100 * self.delivery.share


@dataclass(frozen=True)
class Disk:
    """A gateway's disk: what is free, and what its cameras' video can still come to take up."""

    gateway: str
    free_bytes: int
    bytes_to_come: float

    @property
    def suffices(self) -> bool:
        """Return whether there is room until the oldest recordings are disposed of."""
        return self.free_bytes >= self.bytes_to_come


def checkups(*, by: Actor, at: datetime) -> list[Checkup]:
    """Return how every camera of our own is, of the boards that the actor sees."""
    own = [state for state in states(by=by, at=at) if not state.camera.hosted_for_id]
    ids = [state.camera.id for state in own]
    told = {row.camera_id: row for row in CameraHealth.objects.filter(camera__in=ids)}
    orders = {row.camera_id: row for row in open_orders(by=by)}
    sizes = _bytes_now(ids)
    deliveries = delivered(ids, Period(at - DAY - UNTOLD, at - UNTOLD), told)
    return [
        Checkup(
            state=state,
            measured=told.get(key),
            delivery=deliveries[key],
            bytes_now=sizes.get(key, 0),
            bytes_at_most=_at_most(told.get(key), key, at),
            order=orders.get(key),
        )
        for key, state in zip(ids, own, strict=True)
    ]


def measured(row: Camera) -> CameraHealth | None:
    """Return the last word of the gateway on a camera, with what it measured."""
    return CameraHealth.objects.filter(camera=row).first()


def disks(checked: Sequence[Checkup]) -> list[Disk]:
    """Return the disks of the gateways, as each last told."""
    found: dict[str, list[Checkup]] = defaultdict(list)
    for each in checked:
        if each.measured and each.measured.free_bytes is not None:
            found[each.state.camera.gateway].append(each)
    return [_disk(gateway, of_it) for gateway, of_it in sorted(found.items())]


def _disk(gateway: str, checked: Iterable[Checkup]) -> Disk:
    newest, to_come = None, 0.0
    for each in checked:
        assert each.measured
        if newest is None or each.measured.heard_at > newest.heard_at:
            newest = each.measured
        to_come += max(each.bytes_at_most - each.bytes_now, 0.0)
    assert newest
    return Disk(gateway, newest.free_bytes or 0, to_come)


def delivered(
    cameras: Sequence[str], span: Period, measured: Mapping[str, CameraHealth]
) -> dict[str, Delivery]:
    """Return what each camera delivered of a span; at its edges right to one recording.

    A recording ends when its last picture begins, so the time of a picture is added to each.
    """
    length = ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField())
    rows = (
        Recording.objects.filter(camera__in=cameras)
        .filter(starts_at__gte=span.start, starts_at__lt=span.end)
        .values("camera")
        .annotate(length=Sum(length), count=Count("id"))
    )
    kept = {row["camera"]: (row["length"], row["count"]) for row in rows}
    changes = _permissions(cameras, span)
    found = {}
    for camera in cameras:
        rate = measured[camera].pictures_per_second if camera in measured else None
        length_of, count = kept.get(camera, (timedelta(), 0))
        pictures = timedelta(seconds=count / rate) if rate else timedelta()
        permitted = permitted_time(span, changes[camera])
        found[camera] = Delivery(permitted, length_of + pictures)
    return found


def _permissions(cameras: Sequence[str], span: Period) -> dict[str, list[Change]]:
    """Return for each camera when recording was permitted: the last word before, and since."""
    told = record.of_subjects(cameras).filter(kind__in=RECORDING)
    last = told.filter(at__lt=span.start).order_by().values("subject").annotate(seq=Max("seq"))
    before = told.filter(seq__in=[row["seq"] for row in last])
    since = told.filter(at__gte=span.start, at__lt=span.end + LATE)
    found: dict[str, list[Change]] = {camera: [] for camera in cameras}
    for entry in [*before, *since]:
        found[entry.subject].append(change(entry))
    return {key: sorted(each, key=lambda one: one.at) for key, each in found.items()}


def _bytes_now(cameras: Sequence[str]) -> dict[str, int]:
    rows = Recording.objects.filter(camera__in=cameras, disposed_at=None)
    sums = rows.values("camera").annotate(held=Sum("bytes"))
    return {row["camera"]: row["held"] for row in sums}


def _at_most(measured: CameraHealth | None, camera: str, at: datetime) -> float:
    rate = measured.bits_per_second if measured else None
    return rate / 8 * _retention(camera, at).total_seconds() if rate else 0.0


def _retention(camera: str, at: datetime) -> timedelta:
    """Return how long recordings are kept by the terms; not at all when those are doubtful."""
    try:
        held = terms(camera, at=at)
    except Untrusted:
        return timedelta()
    return timedelta(hours=held.retention_hours) if held else timedelta()


def work_orders(row: Camera) -> QuerySet[WorkOrder]:
    """Return the work orders of a camera, newest first."""
    return row.work_orders.select_related("ordered_by", "done_by")


def open_orders(*, by: Actor) -> QuerySet[WorkOrder]:
    """Return what is ordered and not done, at the cameras that the actor sees."""
    may_see = visible(by, Permission.SEE_CAMERAS, board="camera__board")
    rows = WorkOrder.objects.filter(may_see, done_at=None)
    return rows.select_related("camera", "ordered_by")


def work_order(key: str, *, by: Actor) -> WorkOrder:
    """Return one work order.

    :raises Absent: when there is none, or its camera is a foreign board's.
    """
    may_see = visible(by, Permission.SEE_CAMERAS, board="camera__board")
    return find(WorkOrder.objects.filter(may_see).select_related("camera"), key)
