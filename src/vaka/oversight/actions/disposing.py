"""Verbs: dispose of what documents a surveillance that ended long ago."""

from datetime import datetime

from vaka.balancing import actions as balancing
from vaka.core.errors import Conflict
from vaka.decisions.rules import LOCAL
from vaka.municipality.access import action, require
from vaka.municipality.rules import Actor, Permission
from vaka.operation import actions as operation
from vaka.oversight import queries
from vaka.oversight.rules.texts import said
from vaka.record import actions as record
from vaka.record.rules import Kind


@action
def dispose(*, camera: str, plan: str, why: str, by: Actor, at: datetime) -> None:
    """Dispose of what documents a surveillance that ended more than five years ago.

    Drafts, photos of signs, and what names somebody on the record go; `plan` is where the
    municipality has decided so. What is final, decided or of the case stays, and every proof.

    :raises Absent: when it goes on, is disposed of, or is a foreign board's.
    :raises Conflict: when its time has not passed (KBL 9 and 10 §§).
    :raises BadInput: when the plan or a reason is not given.
    """
    told = queries.documentation(camera, by=by, at=at)
    require(by, Permission.DISPOSE_DOCUMENTATION, board=told.camera.board_id, subject=camera)
    if not told.is_due(today=at.astimezone(LOCAL).date()):
        raise Conflict(camera, "not-due-yet")
    ground = said("plan", plan, "Name the document plan and its item, or the decision")
    reason = said("why", why, "Say why nothing of it is needed any longer")
    drafts = [draft.id for draft in told.drafts]
    for draft in told.drafts:
        balancing.dispose_draft(draft)
    photos = operation.dispose_photos(camera)
    for entry in told.entries:
        record.erase_personal(seq=entry.seq, actor=by.id, why=ground, at=at)
    record.append(
        Kind.DOCUMENTATION_DISPOSED,
        actor=by.id,
        subject=camera,
        at=at,
        facts={
            "ended": str(told.ended_on),
            "disposable_from": str(told.disposable_from),
            "plan": ground,
            "drafts": drafts,
            "photos": photos,
            "entries": len(told.entries),
        },
        personal={"why": reason},
    )
