"""Reads: what boards have to see to, so that people are told of cameras (KBL 15–20 §§)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from vaka.decisions import queries as decisions
from vaka.decisions.rules import LOCAL
from vaka.municipality.rules import Duty, Permission, TaskReason
from vaka.operation import queries as operation
from vaka.operation.rules.signs import CONFIRMED_WITHIN
from vaka.oversight.rules.account import END_AHEAD

if TYPE_CHECKING:
    from vaka.operation.models import Installation


def signs_to_confirm(*, at: datetime) -> Iterator[Duty]:
    """Yield the cameras that stand with terms, and of whose sign nobody has said that it is up.

    Of one that was there before anybody asked it is to be said within a month.
    """
    today = at.astimezone(LOCAL).date()
    for place in operation.installed(at=at):
        told = operation.informing(place.camera, at=at)
        if told.sign and told.sign.flaw and told.sign.entered_by_id:
            continue  # its own task was entered with the flaw
        if told.telling.untold:
            yield _confirm(place, due=today, mark=f"{place.id}:{told.telling.untold}")
        elif told.sign and not told.sign.entered_by_id:
            due = (told.sign.entered_at + CONFIRMED_WITHIN).astimezone(LOCAL).date()
            yield _confirm(place, due=due, mark=told.sign.id)


def _confirm(place: "Installation", *, due: date, mark: str) -> Duty:
    return Duty(
        board=place.camera.board_id,
        reason=TaskReason.SIGN_TO_CONFIRM,
        permission=Permission.REGISTER_CAMERA,
        subject=place.camera_id,
        about=f"{place.camera.name}, {place.site.name}",
        due=due,
        mark=mark,
    )


def exemptions_to_end(*, at: datetime) -> Iterator[Duty]:
    """Yield the exemptions from information that end soon: then a sign is needed, or an end."""
    today = at.astimezone(LOCAL).date()
    for row in decisions.exemptions_ending(after=today, by=today + END_AHEAD):
        assert row.ends_on is not None  # it was asked for by that day
        yield Duty(
            board=row.decision.board_id,
            reason=TaskReason.EXEMPTION_ENDS,
            permission=Permission.ISSUE_TERMS,
            subject=row.decision_id,
            about=f"{row.decision.balancing.site.name}, {row}",
            due=row.ends_on,
            mark=row.id,
        )
