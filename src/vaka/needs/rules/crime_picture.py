"""The situation picture of crime that a municipality owes itself (2023:196, 4 and 6 §§)."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from vaka.core.canonical import canonical_bytes
from vaka.core.errors import BadInput
from vaka.law.se.deadlines import CRIME_PICTURE

FORMAT = "vaka.crime-picture/1"
FIRST_YEAR = 2000
LONGEST_LINE, LONGEST_TEXT, MOST_LINES = 200, 20_000, 50
# A mapping, its analysis and a board's meeting take half a year. Our choice; no law sets it.
AHEAD = timedelta(days=180)
# What 4 § asks for, each a text of its own.
PARTS = ("extent", "consequences", "other", "analysis")


@dataclass(frozen=True)
class Written:
    """What people write: of which whole years, the four parts of 4 §, and what they rest on.

    `statements` are ids of statements of need, `others` names the pictures of others.
    """

    first_year: int
    last_year: int
    extent: str
    consequences: str
    other: str
    analysis: str
    statements: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.first_year <= self.last_year:
            raise BadInput("last_year", "the years are in no order", "Put the last year last")
        for part in PARTS:
            _bounded(part, getattr(self, part), LONGEST_TEXT)
        if len(self.others) > MOST_LINES:
            raise BadInput("others", "there are too many lines", f"At most {MOST_LINES}")
        for line in self.others:
            _bounded("others", line, LONGEST_LINE)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the parts of 4 § that say nothing yet."""
        return tuple(part for part in PARTS if not getattr(self, part).strip())


@dataclass(frozen=True)
class Resolved:
    """That a body decided it: which, on which day, under which item of its minutes."""

    body: str
    on: date
    item: str

    def __post_init__(self) -> None:
        for where, text in (("body", self.body), ("item", self.item)):
            if not text.strip():
                raise BadInput(where, "it is empty", "Write it as the minutes do")
            _bounded(where, text, LONGEST_LINE)


def check_years(written: Written, *, today: date) -> None:
    """See that the years are over: one that still grows would tell, shown twice, what came.

    :raises BadInput: when the last is not.
    """
    if written.last_year >= today.year:
        raise BadInput("last_year", "the year is not over", "Choose whole years")


def document(written: Written, figures: Mapping[str, object]) -> dict[str, object]:
    """Return a picture as it is hashed into the record, with the figures it was drawn with."""
    return {"format": FORMAT, **asdict(written), "figures": dict(figures)}


def fingerprint(told: Mapping[str, object]) -> str:
    """Return the hash of a document's canonical form, hex."""
    return hashlib.sha256(canonical_bytes(dict(told))).hexdigest()


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def due_again(last: date) -> date:
    """Return by which day what was last done on a day is to be done again (6 §)."""
    return CRIME_PICTURE.day_after(last)


def picture_due(decided: date | None, *, led_since: date) -> date:
    """Return by which day a picture is to be decided.

    Where there is none it is owed already (in force 1 July 2023); whoever leads the work is
    given time to make it.
    """
    return due_again(decided) if decided else led_since + AHEAD


def _bounded(where: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise BadInput(where, "it is too long", f"At most {longest} characters")
