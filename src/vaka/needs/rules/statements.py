"""A statement of need: what is known of a place's problem on a day, frozen with its window."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from vaka.needs.rules.criteria import DocumentedProblem
from vaka.needs.rules.hours import HourBand

# The months that a place was chosen by; it falls back from them by itself (evidence.md 0.2).
TRIGGER_MONTHS = 12
FORMAT = "vaka.need-statement/1"


@dataclass(frozen=True)
class Window:
    """Whole local months, from the first day of the first to the last day of the last."""

    first: date
    last: date


def trigger_window(today: date) -> Window:
    """Return the year of whole months before the month of the day.

    Who states a need has looked at the last year: that year chose the place, and is no baseline
    for what is done about it.
    """
    end = today.replace(day=1)
    start = end.replace(year=end.year - TRIGGER_MONTHS // 12)
    return Window(start, end - timedelta(days=1))


@dataclass(frozen=True)
class Statement:
    """What is frozen: the judgement, the hours, the window, and the reports it rests on."""

    site: str
    category: str
    found: DocumentedProblem
    hours: Sequence[HourBand]
    window: Window
    problems: Sequence[str]

    def document(self) -> dict[str, object]:
        """Return it as it is hashed into the record."""
        found = self.found
        return {
            "format": FORMAT,
            "site": self.site,
            "category": self.category,
            "documented": found.holds,
            "criteria": [asdict(each) for each in found.judged],
            "standing": asdict(found.standing) if found.standing else None,
            "felt": found.felt,
            "detected": found.detected,
            "hours": [asdict(band) for band in self.hours],
            "window": [self.window.first.isoformat(), self.window.last.isoformat()],
            "problems": list(self.problems),
        }
