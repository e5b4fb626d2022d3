"""What the broker carries: that something happened, never what was written or who did it.

Beside that, whether it is an exercise: who acts on an event alone must not take it for real.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from vaka.balancing import queries as balancing
from vaka.cases import queries as cases
from vaka.core.canonical import canonical_bytes
from vaka.decisions import queries as decisions
from vaka.municipality import queries as municipality
from vaka.operation import queries as operation
from vaka.record import queries as record
from vaka.record.rules import ABOUT_PEOPLE, Kind, instant
from vaka.response import queries as response

if TYPE_CHECKING:
    from vaka.record.models import Entry

# Of which one look at the record is made; they are published together.
AT_ONCE = 256
# In a subject, for what is no single board's.
NO_BOARD = "-"

# What somebody was refused may be a login or a name, as it was typed.
_NOT_TOLD = ABOUT_PEOPLE | {Kind.ACCESS_REFUSED}

# Who may know whose a thing is, those asked most often first.
_ASKED: tuple[Callable[[Collection[str]], Mapping[str, str]], ...] = (
    response.boards_of,
    operation.boards_of,
    municipality.boards_of,
    cases.boards_of,
    balancing.boards_of,
    decisions.boards_of,
)


@dataclass(frozen=True)
class Event:
    """One entry of the record as others are told of it: ids only, and no person's."""

    number: int
    kind: str
    board: str | None
    subject: str | None
    at: datetime
    exercise: bool = False

    @property
    def address(self) -> str:
        """Return the subject that it is published on: `vaka.BOARD.KIND`."""
        return f"vaka.{self.board or NO_BOARD}.{self.kind}"

    def told(self) -> dict[str, object]:
        """Return what JSON can carry."""
        return {
            "number": self.number,
            "kind": self.kind,
            "board": self.board,
            "subject": self.subject,
            "at": instant(self.at),
            "exercise": self.exercise,
        }

    def content(self) -> bytes:
        """Return the event as canonical JSON."""
        return canonical_bytes(self.told())

    def is_of(self, other: "Event") -> bool:
        """Return whether both tell of the same act, whose ever the thing is by now."""
        return (self.number, self.kind, self.subject, self.at) == (
            other.number,
            other.kind,
            other.subject,
            other.at,
        )


def parsed(content: bytes) -> Event | None:
    """Return what was published; None when it is nothing of ours."""
    try:
        told = json.loads(content)
        return Event(
            number=int(told["number"]),
            kind=str(told["kind"]),
            board=told["board"],
            subject=told["subject"],
            at=datetime.fromisoformat(told["at"]),
            # An earlier release did not tell.
            exercise=told.get("exercise", False) is True,
        )
    except (ValueError, TypeError, KeyError):
        return None


def events_after(number: int, *, limit: int) -> list[Event]:
    """Return the events beyond a number, oldest first, at most so many."""
    return told_of(record.all_entries().filter(seq__gt=number)[:limit])


def told_of(entries: "Iterable[Entry]") -> list[Event]:
    """Return the entries as others are told of them."""
    rows = list(entries)
    subjects = {row.subject for row in rows}
    boards, exercised = _boards(subjects), response.exercised_among(subjects)
    return [
        Event(
            number=row.seq,
            kind=row.kind,
            board=boards.get(row.subject),
            subject=None if row.kind in _NOT_TOLD else row.subject,
            at=row.at,
            exercise=row.subject in exercised,
        )
        for row in rows
    ]


def _boards(subjects: set[str]) -> dict[str, str]:
    """Return the board of each subject that is one's; asks no further than it must."""
    found: dict[str, str] = {}
    for boards_of in _ASKED:
        if not (left := subjects - found.keys()):
            break
        found |= boards_of(left)
    return found
