"""What a municipality and another have agreed to do together, and how it is kept.

The law asks for written agreements with whom it concerns, with at least the purposes and the
areas of the cooperation (2023:196, 9 §).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from vaka.core.errors import BadInput

LONGEST_LINE, LONGEST_TEXT, MOST_COMMITMENTS = 200, 1000, 50
# An agreement that nobody has looked at for a year is due.
OFTEN_ENOUGH = timedelta(days=365)


class Standing(StrEnum):
    """How a commitment is kept."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT_KEPT = "not-kept"


@dataclass(frozen=True)
class Promise:
    """One thing that somebody is to do."""

    text: str
    responsible: str


@dataclass(frozen=True)
class Terms:
    """An agreement before it is rows; `ends` is the first day without it."""

    title: str
    partner: str
    purposes: str
    areas: str
    starts: date
    ends: date | None
    promises: tuple[Promise, ...]

    def __post_init__(self) -> None:
        filled("title", self.title, LONGEST_LINE)
        filled("purposes", self.purposes, LONGEST_TEXT)
        filled("areas", self.areas, LONGEST_TEXT)
        if self.ends is not None and self.ends <= self.starts:
            raise BadInput("ends", "it ends before it starts", "Put the end after the start")
        if not 0 < len(self.promises) <= MOST_COMMITMENTS:
            mend = f"From 1 to {MOST_COMMITMENTS}, each on a line of its own"
            raise BadInput("promises", "there are none, or too many", mend)
        for promise in self.promises:
            filled("promises", promise.text, LONGEST_TEXT)
            filled("promises", promise.responsible, LONGEST_LINE)


def filled(where: str, text: str, longest: int) -> None:
    """See that a text says something, and no more than there is room for.

    :raises BadInput: when it does not.
    """
    if not text.strip():
        raise BadInput(where, "it is empty", "Write what the reader needs")
    if len(text) > longest:
        raise BadInput(where, "it is too long", f"At most {longest} characters")


def promises(text: str) -> tuple[Promise, ...]:
    """Return the commitments that lines say: who, a colon, and what.

    :raises BadInput: when a line has no colon.
    """
    return tuple(Promise(what, responsible) for responsible, what in said_by(text, "promises"))


def said_by(text: str, where: str) -> list[tuple[str, str]]:
    """Return what stands before and after the colon of each line.

    :raises BadInput: when a line has no colon.
    """
    found = []
    for line in (each for each in text.splitlines() if each.strip()):
        who, colon, what = line.partition(":")
        if not colon:
            mend = "Write who, a colon, and what"
            raise BadInput(where, "a line does not say who", mend)
        found.append((who.strip(), what.strip()))
    return found


def is_due(looked: date, today: date) -> bool:
    """Return whether it is more than a year since anybody looked at how it is kept."""
    return today - looked > OFTEN_ENOUGH
