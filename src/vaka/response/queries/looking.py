"""What a partner's reader may see of a shared incident: cameras that terms open to partners.

An agreement opens no camera and terms share no incident: both are needed, at that instant.
"""

from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet

from vaka.core.errors import Absent
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.operation import queries as operation
from vaka.operation.queries import Offered
from vaka.response.models import Incident, SharingAgreement
from vaka.response.queries.handling import points
from vaka.response.queries.sharing import covered, read_by


def looked_through(*, by: Actor, at: datetime) -> dict[str, list[Offered]]:
    """Return of each open incident shared with the reader's partner the cameras to look by.

    Those at its site that see where it happens and whose terms let partners look now, the best
    first; an incident without any is left out, and so is an exercise.

    :raises Refused: when the actor reads for no partner.
    """
    rows = {row.id: row for each in read_by(by=by, at=at) for row in _open(each, by)}
    offered = {key: _cameras(row, by, at) for key, row in rows.items()}
    return {key: cameras for key, cameras in offered.items() if cameras}


def shared_camera(camera: str, *, incident: str, by: Actor, at: datetime) -> Offered:
    """Return the camera by which the reader may look at an incident now.

    :raises Absent: when there is none such, for whatever reason.
    :raises Refused: when the actor reads for no partner.
    """
    seen = visible(by, Permission.SEE_SHARED, board="site__board")
    row = find(Incident.objects.filter(seen).select_related("site"), incident)
    if agreement_on(row.id, by=by, at=at) is not None:
        for offered in _cameras(row, by, at):
            if offered.id == camera:
                return offered
    raise Absent("camera", camera)


def agreement_on(incident: str, *, by: Actor, at: datetime) -> SharingAgreement | None:
    """Return by which agreement an open incident is shared with the reader's partner now.

    :raises Refused: when the actor reads for no partner.
    """
    agreed = read_by(by=by, at=at)
    return next((each for each in agreed if _open(each, by).filter(pk=incident).exists()), None)


def still_shared(incident: str, *, by: Actor) -> Callable[[datetime], bool]:
    """Return the question whether it is, for the door to ask for as long as a view lasts."""
    return lambda at: agreement_on(incident, by=by, at=at) is not None


def _open(row: SharingAgreement, by: Actor) -> QuerySet[Incident]:
    seen = visible(by, Permission.SEE_SHARED, board="site__board")
    return covered(row).filter(seen, closed_at=None, exercise=None)


def _cameras(row: Incident, by: Actor, at: datetime) -> list[Offered]:
    assert row.site is not None  # nothing without a site is shared
    return operation.cameras_for_partners(
        row.site, points=points(row), by=by, incident=row.id, at=at
    )
