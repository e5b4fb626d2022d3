"""Verbs: make the supervision file, print the situation, erase a person."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from vaka.core.errors import Absent, Conflict
from vaka.core.ids import new_id
from vaka.municipality import queries as municipality
from vaka.municipality.access import action, require, require_some_board
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission
from vaka.oversight import queries
from vaka.oversight.documents.bundle import supervision_file
from vaka.oversight.documents.situation import situation_pdf
from vaka.record import actions as record
from vaka.record.rules import Kind
from vaka.response import queries as response


@dataclass(frozen=True)
class SupervisionFile:
    """A file that was made: what was handed out can be told from what was not."""

    id: str
    content: bytes
    sha256: str


@action
def make_file(*, camera: str | None, by: Actor, at: datetime) -> SupervisionFile:
    """Make the file on one camera, or on all that the actor may; its hash on the record.

    :raises Absent: when there is no such camera for this person, or no file at all.
    :raises Conflict: when there is no camera at all.
    """
    offered = queries.cameras_for_file(by=by)
    chosen = [each for each in offered if camera in (None, each.id)]
    if camera and not chosen:
        raise Absent("camera", camera)
    if not chosen:
        raise Conflict("supervision file", "no-cameras")
    dossiers = [queries.dossier(each, by=by, at=at) for each in chosen]
    content = supervision_file(dossiers, at=at)
    made = SupervisionFile(new_id(at=at), content, hashlib.sha256(content).hexdigest())
    facts = {
        "cameras": [each.id for each in chosen],
        "sha256": made.sha256,
        "bytes": len(content),
    }
    record.append(Kind.SUPERVISION_FILE_MADE, actor=by.id, subject=made.id, at=at, facts=facts)
    return made


@action
def print_situation(*, by: Actor, at: datetime) -> bytes:
    """Print what goes on, as PDF; that it was printed, and what was on it, is on the record.

    :raises Absent: when the actor sees no incidents.
    """
    require_some_board(by, Permission.SEE_INCIDENTS, subject="situation")
    shown = response.situation(by=by, at=at)
    content = situation_pdf(shown, municipality=municipality.municipality().name)
    facts = {
        "incidents": [row.id for row in shown.incidents],
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    key = new_id(at=at)
    record.append(Kind.SITUATION_PRINTED, actor=by.id, subject=key, at=at, facts=facts)
    return content


@action
def erase_personal(*, entry: int, why: str, by: Actor, at: datetime) -> None:
    """Erase what names somebody in an entry of the record; every proof stays valid.

    :raises Refused: when the actor may not do so for the whole municipality.
    :raises Conflict: when the entry names nobody (any longer).
    """
    subject = f"entry:{entry}"
    require(by, Permission.ERASE_PERSONAL, board=EVERY_BOARD, subject=subject)
    record.erase_personal(seq=entry, actor=by.id, why=why, at=at)
