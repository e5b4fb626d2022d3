"""What a municipality means to do against crime, and its follow-up (2023:196, 5 and 6 §§)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum

from vaka.measures.rules.agreements import LONGEST_LINE, LONGEST_TEXT, filled
from vaka.needs.rules.crime_picture import AHEAD

FORMAT = "vaka.action-plan/1"
MOST_POINTS = 100
# To look at each point takes no half year. Our choice; no law sets it.
FOLLOW_UP_AHEAD = timedelta(days=60)


class Progress(StrEnum):
    """How far a point of the plan has come."""

    NOT_BEGUN = "not-begun"
    UNDER_WAY = "under-way"
    DONE = "done"
    DROPPED = "dropped"


SETTLED = frozenset({Progress.DONE, Progress.DROPPED})


@dataclass(frozen=True)
class Point:
    """What is to be done, against which problem, by whom, by which day, by which measure.

    `measure` is the id of a registered measure, empty where there is none yet.
    """

    problem: str
    text: str
    responsible: str
    due: date
    measure: str = ""

    def __post_init__(self) -> None:
        filled("problem", self.problem, LONGEST_TEXT)
        filled("text", self.text, LONGEST_TEXT)
        filled("responsible", self.responsible, LONGEST_LINE)


@dataclass(frozen=True)
class Looked:
    """What was said last of a point, and when; None where nobody has looked."""

    progress: Progress | None
    on: date | None


def document(picture: str, points: Mapping[int, Point]) -> dict[str, object]:
    """Return a plan as it is hashed into the record: on which picture it rests, its points."""
    told = [
        {"number": number, **asdict(point), "due": point.due.isoformat()}
        for number, point in sorted(points.items())
    ]
    return {"format": FORMAT, "picture": picture, "points": told}


def plan_due(pictured: date) -> date:
    """Return by which day a plan is to be decided that rests on a picture of that day.

    The law sets no day: it is owed already (in force 1 July 2024). The time is our choice.
    """
    return pictured + AHEAD


def followed_up(decided: date, looked: Sequence[Looked]) -> date:
    """Return when a plan was last followed up as a whole: when the last of its points was.

    What is done or dropped needs no more looking at, while something else is left.
    """
    left = [one for one in looked if one.progress not in SETTLED]
    if left:
        return min(one.on or decided for one in left)
    return max((one.on for one in looked if one.on), default=decided)
