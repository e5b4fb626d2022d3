"""Verbs: hold recordings beyond their time, and let them go."""

from datetime import datetime

from vaka.core.errors import Conflict, Refused
from vaka.core.ids import new_id
from vaka.core.period import Period
from vaka.municipality.access import action, find, require
from vaka.municipality.rules import Actor, Permission
from vaka.operation import rules
from vaka.operation.models import Camera, Hold
from vaka.operation.queries import why_no_ground
from vaka.record import actions as record
from vaka.record.rules import Kind, instant


@action
def place_hold(
    *,
    camera: str,
    span: Period,
    until: datetime,
    incident: str,
    written_request: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> Hold:
    """Keep the recordings of a stretch beyond their time, for an incident or a request.

    :raises Conflict: when there is no ground, the end is past or too far away, or the incident
        named never was, or was an exercise's.
    """
    row = find(Camera.objects.all(), camera)
    require(by, Permission.HOLD_RECORDINGS, board=row.board_id, subject=camera)
    if row.hosted_for_id:
        raise Refused(by.id, "hold", camera, "hosted")
    if no := rules.why_not_hold(
        span, until=until, incident=incident, request=written_request, at=at
    ):
        raise Conflict(camera, no)
    if incident and (why_not := why_no_ground(incident)):
        raise Conflict(incident, why_not)
    hold = Hold.objects.create(
        id=new_id(at=at),
        camera=row,
        starts_at=span.start,
        ends_at=span.end,
        until=until,
        incident=incident,
        written_request=written_request,
        reason=reason,
        placed_by_id=by.id,
        placed_at=at,
    )
    facts = {
        "hold": hold.id,
        "from": instant(span.start),
        "to": instant(span.end),
        "until": instant(until),
        "incident": incident or None,
        "written_request": written_request or None,
    }
    record.append(
        Kind.HOLD_PLACED,
        actor=by.id,
        subject=camera,
        at=at,
        facts=facts,
        personal={"reason": reason},
    )
    return hold


@action
def lift_hold(*, hold: str, by: Actor, at: datetime) -> None:
    """Let recordings go before the hold's end: what is past its time is then disposed of.

    :raises Conflict: when it has been lifted, or is over.
    """
    row = find(Hold.objects.select_related("camera"), hold)
    require(by, Permission.HOLD_RECORDINGS, board=row.camera.board_id, subject=row.camera_id)
    open_holds = Hold.objects.filter(pk=hold, lifted_at=None, until__gt=at)
    if not open_holds.update(lifted_at=at, lifted_by=by.id):
        raise Conflict(hold, "hold-is-over")
    record.append(
        Kind.HOLD_LIFTED, actor=by.id, subject=row.camera_id, at=at, facts={"hold": hold}
    )
