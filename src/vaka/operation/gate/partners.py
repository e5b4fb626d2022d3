"""Partners at the door: by terms that name them, while an incident is shared with them.

What is shared is known above us (`response`). Whoever opens the door for a partner's reader
brings the question, which is asked again for as long as the view lasts; without it there is
no view.
"""

from collections.abc import Callable
from datetime import datetime

from vaka.core.errors import Refused
from vaka.municipality.access import find, require
from vaka.municipality.rules import Actor, Permission
from vaka.operation.gate.tickets import Given, Sound, give
from vaka.operation.models import Camera
from vaka.operation.queries import as_partner, why_not_now
from vaka.operation.rules import NOT_SHARED, Purpose
from vaka.terms.document import Act

# Whether the incident is shared with the reader's partner at that instant.
Shared = Callable[[datetime], bool]


def give_partner_ticket(
    *, camera: str, incident: str, shared: Shared, by: Actor, at: datetime
) -> Given:
    """Give a partner's reader the right to look once; the caller's transaction carries it.

    :raises Absent: when the reader has nothing to do with the camera's board.
    :raises Refused: when the terms do not name partners or do not permit it now, or the
        incident is not open, an exercise's, or not shared.
    """
    row = find(Camera.objects.all(), camera)
    require(by, Permission.SEE_SHARED, board=row.board_id, subject=camera)
    no = "hosted" if row.hosted_for_id else why_not_now(incident)
    if no := no or ("" if shared(at) else NOT_SHARED):
        raise Refused(by.id, Act.LIVE, camera, no)
    asking = as_partner(incident)
    return give(
        row,
        Act.LIVE,
        Purpose.INCIDENT,
        asking,
        Sound.IF_PERMITTED,
        request=None,
        by=by,
        at=at,
    )
