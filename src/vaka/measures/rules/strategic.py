"""What the strategic council dealt with, and what was reported (2023:196, 10 and 13 §§)."""

from dataclasses import dataclass
from datetime import date

from vaka.core.errors import BadInput
from vaka.measures.rules.agreements import LONGEST_LINE, LONGEST_TEXT, filled, said_by

LONGEST_MINUTES, MOST_ATTENDED = 20_000, 50
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Attended:
    """Whom somebody was there for, and as what; never a name."""

    actor: str
    function: str


@dataclass(frozen=True)
class Session:
    """A meeting of the strategic council: led by a function of the municipality (10 §)."""

    on: date
    led_by: str
    attended: tuple[Attended, ...]
    dealt_with: str
    minutes: str

    def __post_init__(self) -> None:
        filled("led_by", self.led_by, LONGEST_LINE)
        filled("dealt_with", self.dealt_with, LONGEST_TEXT)
        filled("minutes", self.minutes, LONGEST_MINUTES)
        if not 0 < len(self.attended) <= MOST_ATTENDED:
            raise BadInput(
                "attended", "there are none, or too many", "Each on a line of its own"
            )
        for each in self.attended:
            filled("attended", each.actor, LONGEST_LINE)
            filled("attended", each.function, LONGEST_LINE)


@dataclass(frozen=True)
class Report:
    """What was told the municipal council on a day; `year` is of a yearly report beside it."""

    on: date
    text: str
    year: int | None = None

    def __post_init__(self) -> None:
        filled("text", self.text, LONGEST_MINUTES)
        if self.year is not None and not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise BadInput("year", "it is no year of a report", "Write it with four digits")


def attended(text: str) -> tuple[Attended, ...]:
    """Return who was there, as lines say: for whom, a colon, and as what.

    :raises BadInput: when a line has no colon.
    """
    return tuple(Attended(actor, function) for actor, function in said_by(text, "attended"))
