"""What every request for pictures begins with: the camera, and a hold from the first day."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from vaka.core.errors import BadInput, Conflict
from vaka.core.period import Period
from vaka.decisions.rules import LOCAL
from vaka.municipality.rules import Actor, Permission
from vaka.operation import actions as operation
from vaka.operation import queries
from vaka.operation.rules import LONGEST_HOLD, why_not_hold

if TYPE_CHECKING:
    from vaka.operation.models import Camera, Hold
    from vaka.record.models import Entry


def camera_asked(key: str, span: Period, request: str, *, by: Actor, at: datetime) -> "Camera":
    """Return the camera of which somebody wants pictures.

    :raises Absent: when there is none where the actor may enter requests.
    :raises Conflict: when it is another's, hosted, or the stretch lies ahead.
    """
    camera = queries.camera(key, by=by, permission=Permission.ENTER_REQUESTS)
    if camera.hosted_for_id:
        raise Conflict(key, "hosted")
    until = at + LONGEST_HOLD
    if no := why_not_hold(span, until=until, incident="", request=request, at=at):
        raise Conflict(key, no)
    return camera


def hold(camera: "Camera", span: Period, request: str, *, by: Actor, at: datetime) -> "Hold":
    """Hold what a request is about as long as may be; the caller's transaction carries it."""
    return operation.enter_hold(
        camera,
        span,
        until=at + LONGEST_HOLD,
        incident="",
        written_request=request,
        reason="",
        by=by,
        at=at,
    )


def require_received(received_on: date, *, at: datetime) -> None:
    """Let a day of receipt through that has come.

    :raises BadInput: when it lies ahead.
    """
    if received_on > at.astimezone(LOCAL).date():
        raise BadInput("received_on", "it lies ahead", "Give the day on which it came")


def told_of(copies: "list[Entry]") -> list[dict[str, object]]:
    """Return what the record says of the copies that leave: which, and their hashes."""
    return [{"copy": each.facts["copy"], "sha256": each.facts["sha256"]} for each in copies]
