"""A placement ends by itself when the decision behind it has lapsed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from vaka.decisions import queries as decisions
from vaka.decisions.rules import LOCAL
from vaka.municipality.access import action
from vaka.municipality.actions import enter_duty
from vaka.municipality.rules import Duty, Permission, TaskReason
from vaka.operation.models import Installation
from vaka.record import actions as record
from vaka.record.rules import Kind

WORKER = "worker"
TAKEN_DOWN_WITHIN = timedelta(days=7)


def end_lapsed_placements(*, at: datetime) -> Sequence[Installation]:
    """End where a camera stands whose last terms have lapsed, and ask for it to come down.

    The terms stopped it to the minute; this is what the register and the technicians see.
    """
    over = decisions.lapsed(at=at)
    standing = Installation.objects.filter(camera__in=over, ends_at=None)
    found = standing.filter(camera__hosted_for=None).select_related("camera", "site")
    return [
        _end(placement=row, ends_at=over[row.camera_id], at=at)
        for row in found
        # One that was put up afterwards waits for terms of its own.
        if row.starts_at < over[row.camera_id]
    ]


@action
def _end(*, placement: Installation, ends_at: datetime, at: datetime) -> Installation:
    Installation.objects.filter(pk=placement.pk, ends_at=None).update(ends_at=ends_at)
    duty = Duty(
        board=placement.camera.board_id,
        reason=TaskReason.CAMERA_LAPSED,
        permission=Permission.REGISTER_CAMERA,
        subject=placement.camera_id,
        about=f"{placement.camera.name}, {placement.site.name}",
        due=at.astimezone(LOCAL).date() + TAKEN_DOWN_WITHIN,
        mark=placement.id,
    )
    task = enter_duty(duty, apart=decisions.recused_from, at=at)
    facts = {"why": "lapsed", "task": task.id}
    record.append(
        Kind.CAMERA_TAKEN_DOWN, actor=WORKER, subject=placement.camera_id, at=at, facts=facts
    )
    return placement
