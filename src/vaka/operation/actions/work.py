"""Verbs: order work on a camera that is at fault, and say what was done."""

from datetime import datetime

from vaka.core.errors import Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import action, find, require
from vaka.municipality.rules import Actor, Permission
from vaka.operation.models import Camera, WorkOrder
from vaka.operation.rules import Health
from vaka.record import actions as record
from vaka.record.rules import Kind


@action
def order_work(*, camera: str, fault: Health, what: str, by: Actor, at: datetime) -> WorkOrder:
    """Order that a fault is put right.

    :raises Conflict: when work on the camera is ordered already.
    """
    row = find(Camera.objects.all(), camera)
    require(by, Permission.ORDER_WORK, board=row.board_id, subject=camera)
    if row.work_orders.filter(done_at=None).exists():
        raise Conflict(camera, "ordered-already")
    order = WorkOrder.objects.create(
        id=new_id(at=at),
        camera=row,
        fault=fault,
        what=what,
        ordered_by_id=by.id,
        ordered_at=at,
    )
    record.append(
        Kind.WORK_ORDERED,
        actor=by.id,
        subject=camera,
        at=at,
        facts={"order": order.id, "fault": fault},
        personal={"what": what},
    )
    return order


@action
def report_done(*, order: str, outcome: str, by: Actor, at: datetime) -> None:
    """Say what was done about a fault.

    :raises Conflict: when somebody has said so already.
    """
    row = find(WorkOrder.objects.select_related("camera"), order)
    require(by, Permission.REGISTER_CAMERA, board=row.camera.board_id, subject=row.camera_id)
    open_orders = WorkOrder.objects.filter(pk=order, done_at=None)
    if not open_orders.update(done_at=at, done_by=by.id, outcome=outcome):
        raise Conflict(order, "done-already")
    record.append(
        Kind.WORK_DONE,
        actor=by.id,
        subject=row.camera_id,
        at=at,
        facts={"order": order},
        personal={"outcome": outcome},
    )
