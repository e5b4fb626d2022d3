"""What the answers propose, as values that rules can weigh against each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS_OF_WEEK = 7 * 24


@dataclass(frozen=True)
class Proposal:
    """The machine-readable answers; what is not answered yet proposes nothing.

    `hours` are hours of the week, 0 is Monday 00–01. `where` names the question of each field.
    """

    where: Mapping[str, str]
    hours: frozenset[int] = frozenset()
    purpose_level: str = ""
    pixels_per_metre: float = 0
    retention_hours: int = 0
    retention_argument: str = ""
    audio: bool = False
    claimed_effect: float = 0
    homes_in_view: bool = False
    masks: bool = False
    workplace_in_view: bool = False
    negotiated: bool = False


def hours_of_week(entries: Iterable[Mapping[str, object]]) -> frozenset[int]:
    """Return the hours of the week that the terms' hours touch, a begun hour counted whole.

    An entry whose end is not after its start runs past midnight, as the terms say. Holidays
    follow days of their own and are no hour of the week.
    """
    touched: set[int] = set()
    for entry in entries:
        start, end = _minutes(entry["from"]), _minutes(entry["to"])
        end += 24 * 60 if end <= start else 0
        days = entry["days"]
        assert isinstance(days, list)
        for day in days:
            if day in DAYS:
                first = DAYS.index(day) * 24 + start // 60
                last = DAYS.index(day) * 24 + (end - 1) // 60
                touched.update(hour % HOURS_OF_WEEK for hour in range(first, last + 1))
    return frozenset(touched)


def _minutes(clock: object) -> int:
    """Return the minutes since midnight of `HH:MM`; `24:00` ends the day."""
    hours, _, minutes = str(clock).partition(":")
    return int(hours) * 60 + int(minutes)
