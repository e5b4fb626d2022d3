"""Verbs: take in what a gateway reports, and end views that it did not end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from vaka.core.errors import BadInput
from vaka.municipality.access import action, find, require
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission
from vaka.operation.models import (
    Camera,
    CameraHealth,
    EdgeEvent,
    Gap,
    GatewayVoice,
    Recording,
    Ticket,
)
from vaka.operation.rules import GONE_AFTER, Health, MaskedBy, Why
from vaka.record import actions as record
from vaka.record.rules import Facts, Kind

# The gateway or the pages say themselves when a view ends; only then do we.
GRACE = timedelta(seconds=30)


@dataclass(frozen=True)
class Reported:
    """One event as a gateway reports it."""

    id: str
    kind: str
    camera: str
    at: datetime
    facts: Facts


@action
def take_event(*, event: Reported, gateway: str, by: Actor, at: datetime) -> bool:
    """Take in one event of a gateway; return whether it was new.

    A gateway sends until it is told that we have it, so the same event may come many times.

    :raises BadInput: when the kind is unknown or a fact it needs is missing.
    """
    require(by, Permission.REPORT_FROM_EDGE, board=EVERY_BOARD, subject=event.camera)
    camera = find(Camera.objects.filter(gateway=gateway), event.camera)
    _, new = EdgeEvent.objects.get_or_create(
        id=event.id,
        defaults={"gateway": gateway, "kind": event.kind, "camera": camera, "at": event.at},
    )
    if new:
        take = TAKEN_BY.get(event.kind)
        if take is None:
            raise BadInput(
                f"event {event.id}", f"unknown kind {event.kind}", "Update the centre"
            )
        try:
            take(event, gateway, at)
        except (KeyError, ValueError) as problem:
            raise BadInput(
                f"event {event.id}", f"fact {problem}", "See docs/reference"
            ) from None
    return new


@action
def speak(*, gateway: str, installation: str, by: Actor, at: datetime) -> bool:
    """Let an installation speak as a gateway while no other does; return whether it may.

    Two that recorded the same cameras would keep twice, and open each ticket twice.
    """
    require(by, Permission.REPORT_FROM_EDGE, board=EVERY_BOARD, subject=gateway)
    heard = {"installation": installation, "heard_at": at}
    row, _ = GatewayVoice.objects.select_for_update().get_or_create(
        gateway=gateway, defaults=heard
    )
    theirs = GatewayVoice.objects.filter(gateway=gateway)
    if row.installation == installation or at - row.heard_at > GONE_AFTER:
        return bool(theirs.update(**heard))
    theirs.update(refused_at=at)
    return False


def _take_health(event: Reported, gateway: str, at: datetime) -> None:
    """Keep the newest word on a camera; on the record when the state is another."""
    state = Health(str(event.facts["state"]))
    reason = str(event.facts.get("reason", ""))
    masks = _masks(event.facts.get("masks"))
    told = {
        "reason": reason,
        "heard_at": at,
        **masks,
        **_measured(event.facts.get("measured")),
        **_device(event.facts.get("device")),
        **_small(event.facts.get("small")),
    }
    row = CameraHealth.objects.filter(pk=event.camera).first()
    if masks["masks_made"] not in ("", row.masks_made if row else ""):
        facts = {"made": masks["masks_made"], "why": masks["masks_why"]}
        _put_on_record(Kind.CAMERA_MASKED, event, gateway, at, facts)
    if row is not None and row.state == state:
        CameraHealth.objects.filter(pk=event.camera).update(**told)
        return
    CameraHealth.objects.update_or_create(
        camera_id=event.camera, defaults={**told, "state": state, "since": event.at}
    )
    _put_on_record(Kind.CAMERA_HEALTH, event, gateway, at, {"state": state, "reason": reason})


def _measured(told: object) -> dict[str, object]:
    """Return what a gateway measured, as fields; nothing when nothing came to be measured."""
    if not isinstance(told, Mapping):
        return {}
    return {
        "last_picture_at": datetime.fromisoformat(str(told["last_picture"])),
        "bits_per_second": int(told["bits_per_second"]),
        "pictures_per_second": float(told["pictures_per_second"]),
        "codec": str(told["codec"])[:20],
        "width": int(told["width"]),
        "height": int(told["height"]),
        "free_bytes": int(told["free_bytes"]),
    }


def _masks(told: object) -> dict[str, str]:
    """Return who makes the masks, as fields."""
    if not isinstance(told, Mapping):
        return {"masks_made": "", "masks_why": ""}
    return {"masks_made": MaskedBy(told["made"]), "masks_why": str(told["why"])[:40]}


def _device(told: object) -> dict[str, object]:
    """Return how the camera's clocks are and what was lost on the way, as fields."""
    if not isinstance(told, Mapping):
        return {}
    lost = told["packets_lost"]
    return {
        "clock_ahead_seconds": _seconds(told["clock_ahead_seconds"]),
        "stream_ahead_seconds": _seconds(told["stream_ahead_seconds"]),
        "clock_is_off": told["clock_is_off"] is True,
        "packets_lost": None if lost is None else int(lost),
    }


def _seconds(told: object) -> float | None:
    return None if told is None else float(str(told))


def _small(told: object) -> dict[str, object]:
    """Return what is wrong with a small stream, as fields; empty when nothing is."""
    if not isinstance(told, Mapping):
        return {"small_state": "", "small_reason": ""}
    state, reason = Health(str(told["state"])), str(told["reason"])[:300]
    return {"small_state": state, "small_reason": reason}


def _take_recording_change(event: Reported, gateway: str, at: datetime) -> None:
    """Put on the record that recording began or ended, and why."""
    _put_on_record(Kind(event.kind), event, gateway, at, dict(event.facts))


def _take_segment(event: Reported, gateway: str, at: datetime) -> None:
    """Note a stretch of video that the gateway keeps."""
    facts = event.facts
    Recording.objects.create(
        id=str(facts["segment"]),
        camera_id=event.camera,
        starts_at=datetime.fromisoformat(str(facts["start"])),
        ends_at=datetime.fromisoformat(str(facts["end"])),
        bytes=int(str(facts["bytes"])),
        sha256=str(facts["sha256"]),
    )


def _take_gap(event: Reported, gateway: str, at: datetime) -> None:
    """Note a stretch of which the gateway kept nothing, and why."""
    facts = event.facts
    Gap.objects.create(
        id=event.id,
        camera_id=event.camera,
        starts_at=datetime.fromisoformat(str(facts["from"])),
        ends_at=datetime.fromisoformat(str(facts["to"])),
        why=Why(str(facts["why"])),
        packets=int(str(facts["packets"])),
    )


def _take_disposal(event: Reported, gateway: str, at: datetime) -> None:
    """Note that a stretch of video is gone: its key destroyed, its file unlinked."""
    segment = str(event.facts["segment"])
    Recording.objects.filter(pk=segment).update(disposed_at=event.at)
    _put_on_record(Kind.SEGMENT_DISPOSED, event, gateway, at, dict(event.facts))


def _take_view_end(event: Reported, gateway: str, at: datetime) -> None:
    """Put on the record that the gateway ended a view, unless the pages already did."""
    end_view(
        str(event.facts["ticket"]), reason=str(event.facts["reason"]), by=gateway, at=event.at
    )


def _put_on_record(
    kind: Kind, event: Reported, gateway: str, at: datetime, facts: Facts
) -> None:
    told = {**facts, "happened": event.at.isoformat()}
    record.append(kind, actor=gateway, subject=event.camera, at=at, facts=told)


TAKEN_BY = {
    "camera.health": _take_health,
    "recording.started": _take_recording_change,
    "recording.stopped": _take_recording_change,
    "recording.gap": _take_gap,
    "segment.kept": _take_segment,
    "segment.disposed": _take_disposal,
    "view.ended": _take_view_end,
}


@transaction.atomic(durable=True)
def end_expired_views(*, at: datetime) -> int:
    """End the views whose ticket ran out without a word, as when a process was killed.

    Return how many there were. Runs unasked, so nobody's permission is needed.
    """
    ended = 0
    for ticket in Ticket.objects.filter(
        opened_at__isnull=False, ended_at=None, expires_at__lt=at - GRACE
    ):
        ended += end_view(ticket.id, reason="expired", by="worker", at=at)
    return ended


def end_view(ticket: str, *, reason: str, by: str, at: datetime) -> bool:
    """Note that a view ended, if nobody has; the caller's transaction carries it."""
    changed = Ticket.objects.filter(pk=ticket, ended_at=None).update(
        ended_at=at, end_reason=reason
    )
    if changed:
        camera = Ticket.objects.values_list("camera_id", flat=True).get(pk=ticket)
        facts = {"ticket": ticket, "reason": reason}
        record.append(Kind.VIEW_ENDED, actor=by, subject=camera, at=at, facts=facts)
    return bool(changed)
