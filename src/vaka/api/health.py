"""Health over the API: what each camera delivers, and work on those at fault."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.operation import actions, queries
from vaka.operation.rules import Health

if TYPE_CHECKING:
    from vaka.operation.models import WorkOrder

router = Router(auth=django_auth, tags=["operation"])


class CheckupOut(Schema):
    """A camera's health; `recorded_share` of the last day's permitted time, 0 to 1.

    `masks_made` is `camera`, `burnt-in` (why in `masks_why`) or empty; clocks ahead of ours.
    """

    camera: str
    health: str
    last_picture_at: datetime | None
    bits_per_second: int | None
    pictures_per_second: float | None
    recorded_share: float | None
    bytes_now: int
    bytes_at_most: int
    work_order: str | None
    masks_made: str
    masks_why: str
    clock_ahead_seconds: float | None
    stream_ahead_seconds: float | None
    packets_lost: int | None


class WorkIn(Schema):
    """What is to be put right."""

    what: str = Field(min_length=1, max_length=2000)


class DoneIn(Schema):
    """What was done."""

    outcome: str = Field(min_length=1, max_length=2000)


class WorkOut(Schema):
    """Work that is ordered, or done, on a camera."""

    id: str
    camera: str = Field(alias="camera_id")
    fault: str
    what: str
    ordered_at: datetime
    outcome: str
    done_at: datetime | None


@router.get("/checkups", response=list[CheckupOut])
def checkups(request: HttpRequest) -> list[CheckupOut]:
    """Return how the cameras are that you see, and what they delivered in 24 hours."""
    return [_checkup(each) for each in queries.checkups(by=actor(request), at=now())]


def _checkup(each: queries.Checkup) -> CheckupOut:
    measured = each.measured
    return CheckupOut(
        camera=each.state.camera.id,
        health=each.state.health,
        last_picture_at=measured.last_picture_at if measured else None,
        bits_per_second=measured.bits_per_second if measured else None,
        pictures_per_second=measured.pictures_per_second if measured else None,
        recorded_share=each.delivery.share,
        bytes_now=each.bytes_now,
        bytes_at_most=round(each.bytes_at_most),
        work_order=each.order.id if each.order else None,
        masks_made=measured.masks_made if measured else "",
        masks_why=measured.masks_why if measured else "",
        clock_ahead_seconds=measured.clock_ahead_seconds if measured else None,
        stream_ahead_seconds=measured.stream_ahead_seconds if measured else None,
        packets_lost=measured.packets_lost if measured else None,
    )


@router.get("/cameras/{key}/work-orders", response=list[WorkOut])
def work_orders(request: HttpRequest, key: str) -> "list[WorkOrder]":
    """Return the work orders of a camera, newest first."""
    return list(queries.work_orders(queries.camera(key, by=actor(request))))


@router.post("/cameras/{key}/work-orders", response={201: WorkOut})
def order_work(request: HttpRequest, key: str, body: WorkIn) -> "Status[WorkOrder]":
    """Order work on a camera, as it is now."""
    by, at = actor(request), now()
    fault = Health(queries.state(queries.camera(key, by=by), at=at).health)
    order = actions.order_work(camera=key, fault=fault, what=body.what, by=by, at=at)
    return Status(201, order)


@router.post("/work-orders/{key}/done", response=WorkOut)
def report_done(request: HttpRequest, key: str, body: DoneIn) -> "WorkOrder":
    """Say what was done."""
    by = actor(request)
    order = queries.work_order(key, by=by)
    actions.report_done(order=order.id, outcome=body.outcome, by=by, at=now())
    return queries.work_order(key, by=by)
