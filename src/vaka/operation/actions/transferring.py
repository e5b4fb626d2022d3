"""A camera becomes another board's when that board's own decision begins to apply."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from vaka.core.ids import new_id
from vaka.decisions import actions as decisions
from vaka.decisions import queries as decided
from vaka.municipality.access import action
from vaka.municipality.rules import Actor, machine
from vaka.operation import queries
from vaka.operation.actions.signs import carry_over
from vaka.operation.models import Camera, Installation
from vaka.record import actions as record
from vaka.record.rules import Kind

if TYPE_CHECKING:
    from vaka.decisions.models import Transfer

WORKER = machine("worker")


def take_over_due(*, at: datetime) -> Sequence[Camera]:
    """Move every camera whose new board's decision has begun; return them."""
    return [
        _take_over(transfer=row, by=WORKER, at=at) for row in decided.begun_transfers(at=at)
    ]


@action
def _take_over(*, transfer: "Transfer", by: Actor, at: datetime) -> Camera:
    """Move the camera's row and its placement; what it sees stays as it was confirmed."""
    decisions.complete(transfer, at=at)
    taken = transfer.balancing
    assert taken is not None  # what has begun was weighed
    camera = Camera.objects.select_for_update().get(pk=taken.camera)
    camera.board_id, camera.name = transfer.board_id, _name(camera, transfer.board_id)
    camera.save(update_fields=["board", "name"])
    for standing in camera.installations.filter(ends_at=None):
        _stand_on(standing, site=taken.site_id, at=at)
    record.append(
        Kind.CAMERA_TAKEN_OVER,
        actor=by.id,
        subject=camera.id,
        at=at,
        facts={
            "transfer": transfer.id,
            "from": transfer.decision.board_id,
            "to": transfer.board_id,
            "site": taken.site_id,
        },
    )
    return camera


def _stand_on(standing: Installation, *, site: str, at: datetime) -> None:
    """End a placement at the old board's site; the same begins at the new one's."""
    presets, sign = list(standing.presets.all()), queries.sign(standing.camera)
    Installation.objects.filter(pk=standing.pk).update(ends_at=at)
    standing.pk, standing.site_id, standing.starts_at = new_id(at=at), site, at
    standing.save(force_insert=True)
    for preset in presets:
        preset.pk = None
        preset.installation = standing
        preset.save(force_insert=True)
    carry_over(sign, standing, at=at)


def _name(camera: Camera, board: str) -> str:
    """Return its name, with its id when the new board has a camera of that name."""
    taken = Camera.objects.filter(board=board, name=camera.name).exists()
    return f"{camera.name[:70]} ({camera.id})" if taken else camera.name
