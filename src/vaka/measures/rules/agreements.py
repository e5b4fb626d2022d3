"""What a municipality and the police have agreed to do together, and how it is kept."""

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
    starts: date
    ends: date | None
    promises: tuple[Promise, ...]

    def __post_init__(self) -> None:
        _filled("title", self.title, LONGEST_LINE)
        if self.ends is not None and self.ends <= self.starts:
            raise BadInput("ends", "it ends before it starts", "Put the end after the start")
        if not 0 < len(self.promises) <= MOST_COMMITMENTS:
            mend = f"From 1 to {MOST_COMMITMENTS}, each on a line of its own"
            raise BadInput("promises", "there are none, or too many", mend)
        for promise in self.promises:
            _filled("promises", promise.text, LONGEST_TEXT)
            _filled("promises", promise.responsible, LONGEST_LINE)


def _filled(where: str, text: str, longest: int) -> None:
    if not text.strip():
        raise BadInput(where, "it is empty", "Write what the reader needs")
    if len(text) > longest:
        raise BadInput(where, "it is too long", f"At most {longest} characters")


def promises(text: str) -> tuple[Promise, ...]:
    """Return the commitments that lines say: who, a colon, and what.

    :raises BadInput: when a line has no colon.
    """
    found = []
    for line in (each for each in text.splitlines() if each.strip()):
        responsible, colon, what = line.partition(":")
        if not colon:
            mend = "Write who is to do it, a colon, and what"
            raise BadInput("promises", "a line does not say who", mend)
        found.append(Promise(what.strip(), responsible.strip()))
    return tuple(found)


def is_due(looked: date, today: date) -> bool:
    """Return whether it is more than a year since anybody looked at how it is kept."""
    return today - looked > OFTEN_ENOUGH
