"""Who has what role where, as a picture: roles down, boards across, names where they meet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from vaka.municipality.rules import Role
from vaka.web.municipality.forms import OF_PEOPLE

if TYPE_CHECKING:
    from vaka.municipality.models import Assignment, Board, Person


@dataclass(frozen=True)
class Holder:
    """Somebody in a cell of the picture."""

    key: str
    name: str
    begins: datetime | None
    ends: datetime | None


@dataclass(frozen=True)
class Row:
    """A role, and for each column who holds it there."""

    role: Role
    cells: tuple[tuple["Board | None", tuple[Holder, ...]], ...]


@dataclass(frozen=True)
class Matrix:
    """The whole picture; the column without a board is what is held at every board."""

    boards: tuple["Board | None", ...]
    rows: tuple[Row, ...]


def matrix(people: Iterable["Person"], boards: Sequence["Board"], *, at: datetime) -> Matrix:
    """Return who holds which role where at that instant or is to, as the administrator sees.

    A role that nobody holds has its row too: the gap is what there is to see.
    """
    held = [
        (one, person)
        for person in people
        if person.is_active
        for one in person.assignments.all()
        if lasts(one, at)
    ]
    columns = (None, *boards)

    def cell(board: "Board | None", role: Role) -> tuple[Holder, ...]:
        place = board.pk if board else None
        return tuple(
            _holder(one, person, at)
            for one, person in held
            if one.role == role and one.board_id == place
        )

    def row(role: Role) -> Row:
        return Row(role, tuple((board, cell(board, role)) for board in columns))

    return Matrix(columns, tuple(row(role) for role in OF_PEOPLE))


def lasts(one: "Assignment", at: datetime) -> bool:
    """Return whether the role has not ended; one taken back before it began has."""
    return one.ends_at is None or (one.ends_at > at and one.ends_at > one.starts_at)


def _holder(one: "Assignment", person: "Person", at: datetime) -> Holder:
    begins = one.starts_at if one.starts_at > at else None
    return Holder(person.pk, person.name, begins, one.ends_at)
