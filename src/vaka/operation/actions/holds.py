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
    return enter_hold(
        row,
        span,
        until=until,
        incident=incident,
        written_request=written_request,
        reason=reason,
        by=by,
        at=at,
    )


def enter_hold(
    camera: Camera,
    span: Period,
    *,
    until: datetime,
    incident: str,
    written_request: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> Hold:
    """Keep the recordings of a stretch on a ground that was looked at; the caller's
    transaction carries it.
    """
    hold = Hold.objects.create(
        id=new_id(at=at),
        camera=camera,
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
        subject=camera.id,
        at=at,
        facts=facts,
        personal={"reason": reason} if reason else {},
    )
    return hold


@action
def lift_hold(*, hold: str, by: Actor, at: datetime) -> None:
    """Let recordings go before the hold's end: what is past its time is then disposed of.

    :raises Conflict: when it has been lifted, or is over.
    """
    row = find(Hold.objects.select_related("camera"), hold)
    require(by, Permission.HOLD_RECORDINGS, board=row.camera.board_id, subject=row.camera_id)
    if not let_go(row, by=by, at=at):
        raise Conflict(hold, "hold-is-over")


def let_go(hold: Hold, *, by: Actor, at: datetime) -> bool:
    """Lift a hold, and return whether there was anything to lift; the caller's transaction
    carries it.
    """
    open_holds = Hold.objects.filter(pk=hold.id, lifted_at=None, until__gt=at)
    if not open_holds.update(lifted_at=at, lifted_by=by.id):
        return False
    facts = {"hold": hold.id}
    record.append(Kind.HOLD_LIFTED, actor=by.id, subject=hold.camera_id, at=at, facts=facts)
    return True
