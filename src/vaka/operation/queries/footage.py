"""Reads: what there is of recordings, who asked for them, what they take up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet, Sum

from vaka.core.period import Period
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.operation.models import Camera, CameraHealth, FootageRequest, Recording
from vaka.operation.rules import (
    HINDRANCES,
    Change,
    Health,
    Lack,
    Stretch,
    health_now,
    stretches,
)
from vaka.record import queries as record
from vaka.record.rules import Kind

if TYPE_CHECKING:
    from vaka.record.models import Entry

RECORDING = (Kind.RECORDING_STARTED, Kind.RECORDING_STOPPED)
# A gateway may tell us of something days after it happened.
LATE = timedelta(days=7)
# Recordings are of ten seconds.
NEWEST = 60


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


def kept(row: Camera) -> QuerySet[Recording]:
    """Return the video that is kept of a camera now, newest first."""
    return row.recordings.filter(disposed_at=None).order_by("-starts_at")


def disposed(row: Camera) -> QuerySet[Recording]:
    """Return the video that was kept and is gone, newest first."""
    return row.recordings.filter(disposed_at__isnull=False).order_by("-starts_at")


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


def day(row: Camera, span: Period, *, at: datetime) -> list[Stretch]:
    """Return what there is of a span of a camera's time, and why where there is nothing.

    Of the time since a gateway fell silent, as at that instant, nothing more is known.
    """
    within = row.recordings.filter(starts_at__lt=span.end, ends_at__gt=span.start)
    gaps = row.gaps.filter(starts_at__lt=span.end, ends_at__gt=span.start)
    return stretches(
        span,
        kept=[_period(each) for each in within.filter(disposed_at=None)],
        disposed=[_period(each) for each in within.exclude(disposed_at=None)],
        permission=_changes(row, RECORDING, span),
        health=[*_changes(row, (Kind.CAMERA_HEALTH,), span), *_silence(row, at)],
        lacks=[Lack(Period(each.starts_at, each.ends_at), each.why) for each in gaps],
    )


def _silence(row: Camera, at: datetime) -> list[Change]:
    """Return since when nobody has spoken of a camera, if nobody does now."""
    told = CameraHealth.objects.filter(camera=row).first()
    if told is None or health_now(told.state, told.heard_at, at=at) != Health.SILENT:
        return []
    return [Change(told.heard_at, permitted=False, code=Health.SILENT)]


def _changes(row: Camera, kinds: Collection[Kind], span: Period) -> list[Change]:
    """Return what the gateway told of these kinds before a span ended, in order of time."""
    told = record.entries(subject=row.id).filter(kind__in=kinds, at__lt=span.end + LATE)
    return sorted((change(entry) for entry in told), key=lambda each: each.at)


def change(entry: "Entry") -> Change:
    """Return what a gateway told; a change of recording has a reason, one of health a state.

    What hinders a gateway takes no permission away.
    """
    code = str(entry.facts.get("state") or entry.facts["reason"])
    return Change(
        at=datetime.fromisoformat(str(entry.facts["happened"])),
        permitted=entry.kind == Kind.RECORDING_STARTED or code in HINDRANCES,
        code=code,
    )


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


def copies_for(request: str) -> "QuerySet[Entry]":
    """Return what the record says of the copies that were taken on a written request."""
    asked = FootageRequest.objects.filter(written_request=request).values_list("id", flat=True)
    return record.of_kind(Kind.COPY_TAKEN).filter(facts__request__in=list(asked))


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
