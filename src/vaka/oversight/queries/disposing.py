"""Reads: the surveillance whose documentation has passed its time (KBL 9–10 §§)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from vaka.balancing import queries as balancing
from vaka.core.errors import Absent
from vaka.decisions import queries as decisions
from vaka.decisions.rules import LOCAL
from vaka.municipality.rules import Actor, Duty, Grant, Permission, Role, TaskReason
from vaka.operation import queries as operation
from vaka.oversight.queries.account import ends
from vaka.oversight.rules.account import disposable_from, has_ended
from vaka.record import queries as record
from vaka.record.rules import Kind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from vaka.balancing.models import Balancing
    from vaka.operation.models import Camera, Installation, Sign
    from vaka.record.models import Entry

# It looks at every board for what is due; only a person of the board disposes of it.
ARCHIVIST = Actor(id="worker", name="worker", grants=frozenset({Grant(Role.BOARD_SECRETARY)}))
# Our choice; the act says for how long at least, and no more.
DECIDED_WITHIN = timedelta(days=90)


@dataclass(frozen=True)
class Documentation:
    """What documents a surveillance that has ended, and what of it can be disposed of.

    `disposable_from` is the first day on which somebody may decide so, five years after the end
    or after somebody last wrote in a weighing; what is final, decided or of the case is not
    ours to dispose of.
    """

    camera: "Camera"
    place: "Installation"
    ended_on: date
    disposable_from: date
    drafts: "tuple[Balancing, ...]"
    photos: "tuple[Sign, ...]"
    entries: "tuple[Entry, ...]"

    def is_due(self, *, today: date) -> bool:
        """Return whether its time has passed."""
        return today >= self.disposable_from


def ended(*, by: Actor, at: datetime) -> list[Documentation]:
    """Return what has ended at the actor's boards and is not disposed of, the oldest first."""
    rows = operation.cameras(by=by, permission=Permission.DISPOSE_DOCUMENTATION)
    found = [_documentation(row, at) for row in rows.filter(hosted_for=None)]
    return sorted((each for each in found if each), key=lambda each: each.ended_on)


def disposals_due(*, at: datetime) -> Iterator[Duty]:
    """Yield the surveillance whose documentation somebody is to decide on (KBL 9–10 §§)."""
    for told in ended(by=ARCHIVIST, at=at):
        if told.is_due(today=at.astimezone(LOCAL).date()):
            yield Duty(
                board=told.camera.board_id,
                reason=TaskReason.DISPOSAL_DUE,
                permission=Permission.DISPOSE_DOCUMENTATION,
                subject=told.camera.id,
                about=f"{told.camera.name}, {told.place.site.name}",
                due=told.disposable_from + DECIDED_WITHIN,
                mark=str(told.ended_on),
            )


def documentation(camera: str, *, by: Actor, at: datetime) -> Documentation:
    """Return what documents one camera's surveillance that has ended.

    :raises Absent: when it goes on, is disposed of, or is a foreign board's.
    """
    row = operation.camera(camera, by=by, permission=Permission.DISPOSE_DOCUMENTATION)
    found = None if row.hosted_for_id else _documentation(row, at)
    if found is None:
        raise Absent("documentation", camera)
    return found


def _documentation(camera: "Camera", at: datetime) -> Documentation | None:
    """Return what documents a camera; None while it goes on, or is disposed of."""
    places = list(operation.installations(camera))
    last = has_ended(
        ends(camera.id, at=at),
        stands=any(place.ends_at is None for place in places),
        may_watch=decisions.may_begin(camera=camera.id, at=at),
    )
    if last is None or _is_disposed(camera.id, last):
        return None
    written = balancing.last_written(camera.id)
    return Documentation(
        camera=camera,
        place=places[0],
        ended_on=last,
        disposable_from=disposable_from(max(last, written.astimezone(LOCAL).date())),
        drafts=tuple(balancing.drafts(camera.id, board=camera.board_id)),
        photos=tuple(operation.signs(camera).exclude(photo=b"")),
        entries=tuple(_naming(camera)),
    )


def _is_disposed(camera: str, last: date) -> bool:
    told = record.of_kind(Kind.DOCUMENTATION_DISPOSED).filter(subject=camera)
    return any(entry.facts["ended"] == str(last) for entry in told)


def _naming(camera: "Camera") -> "QuerySet[Entry]":
    """Return what names somebody on a camera, its balancings, decisions and terms."""
    weighed = balancing.ids_of(camera.id, board=camera.board_id)
    decided = decisions.ids_of(camera.id, board=camera.board_id)
    return record.of_subjects([camera.id, *weighed, *decided]).exclude(personal=None)
