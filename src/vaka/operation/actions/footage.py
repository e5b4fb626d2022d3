"""Verbs: ask for recordings, and stand behind somebody else's asking."""

from dataclasses import replace
from datetime import datetime

from vaka.core.errors import Conflict, Refused
from vaka.core.ids import new_id
from vaka.core.period import Period
from vaka.municipality.access import action, find, require
from vaka.municipality.rules import Actor, Permission
from vaka.operation import rules
from vaka.operation.models import Camera, FootageRequest
from vaka.operation.queries import (
    asking_for,
    footage_request,
    verdict,
    why_no_ground,
    why_no_request,
)
from vaka.operation.rules import Purpose
from vaka.record import actions as record
from vaka.record.rules import Facts, Kind, instant
from vaka.terms.document import Act
from vaka.terms.permits import Reason


@action
def ask_for_footage(
    *,
    camera: str,
    act: Act,
    span: Period,
    purpose: Purpose,
    incident: str,
    written_request: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> FootageRequest:
    """Ask to see (`review`) or hand out (`export`) what was recorded, on stated grounds.

    :raises Conflict: when the stretch is in the future or too long, the incident named never
        was, or was an exercise's, or the written request does not open that stretch.
    :raises Refused: when the terms do not permit it now, a second person's word apart.
    """
    row = find(Camera.objects.all(), camera)
    require(by, Permission.VIEW_PICTURES, board=row.board_id, subject=camera)
    if row.hosted_for_id:
        raise Refused(by.id, act, camera, "hosted")
    if no := _why_not_ask(row, span, purpose, incident, written_request, at):
        raise Conflict(camera, no)
    request = FootageRequest(
        id=new_id(at=at),
        camera=row,
        act=act,
        starts_at=span.start,
        ends_at=span.end,
        purpose=purpose,
        incident=incident,
        written_request=written_request,
        reason=reason,
        asked_by_id=by.id,
        asked_at=at,
    )
    asking = asking_for(request, by, at=at)
    alone = verdict(camera, act, asking=asking, at=at)
    backed = verdict(camera, act, asking=replace(asking, second_person="somebody"), at=at)
    if not backed.permitted:
        raise Refused(by.id, act, camera, backed.reason)
    request.needs_second_person = not alone.permitted
    request.save(force_insert=True)
    record.append(
        Kind.FOOTAGE_REQUESTED,
        actor=by.id,
        subject=camera,
        at=at,
        facts=_asked(request),
        personal={"reason": reason},
    )
    return request


@action
def approve_footage(*, request: str, by: Actor, at: datetime) -> None:
    """Stand behind somebody else's request, as the second person that the terms ask for.

    :raises Conflict: when it is one's own, too old, or has been approved.
    :raises Refused: when the terms give the approver no such act.
    """
    row = footage_request(request, by=by)
    require(by, Permission.VIEW_PICTURES, board=row.camera.board_id, subject=row.camera_id)
    if no := rules.why_not_approve(
        asked_by=row.asked_by_id, approved=bool(row.approved_by_id), by=by.id
    ):
        raise Conflict(request, no)
    if rules.is_too_old(row.asked_at, at=at):
        raise Conflict(request, "request-too-old")
    if asking_for(row, by, at=at).role is None:
        raise Refused(by.id, row.act, row.camera_id, Reason.ROLE_NOT_ALLOWED)
    row.approved_by_id, row.approved_at = by.id, at
    row.save(update_fields=["approved_by", "approved_at"])
    facts = {"request": row.id}
    record.append(Kind.FOOTAGE_APPROVED, actor=by.id, subject=row.camera_id, at=at, facts=facts)


def _why_not_ask(
    camera: Camera,
    span: Period,
    purpose: Purpose,
    incident: str,
    written_request: str,
    at: datetime,
) -> str | None:
    if no := rules.why_not_ask(span, purpose=purpose, request=written_request, at=at):
        return no
    if incident and (no_ground := why_no_ground(incident)):
        return no_ground
    return (
        why_no_request(written_request, camera=camera.id, span=span)
        if written_request
        else None
    )


def _asked(request: FootageRequest) -> Facts:
    return {
        "request": request.id,
        "act": request.act,
        "from": instant(request.starts_at),
        "to": instant(request.ends_at),
        "purpose": request.purpose,
        "incident": request.incident or None,
        "written_request": request.written_request or None,
        "needs_second_person": request.needs_second_person,
    }
