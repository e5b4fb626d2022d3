"""What the answers propose, as values that rules can weigh against each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from vaka.balancing.rules.impact import Need

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS_OF_WEEK = 7 * 24
NO_EXEMPTION = "none"
LOOKING_BACK = frozenset({"review", "export"})


@dataclass(frozen=True)
class Proposal:
    """The machine-readable answers; what is not answered yet proposes nothing.

    `hours` are hours of the week, 0 is Monday 00–01. `where` names the question of each field.
    `present` is who is there, `unguarded` the roles that may look back or take out recordings
    without anything required. `impact` and `criteria` say what speaks for an impact assessment.
    None is not answered.
    """

    where: Mapping[str, str]
    hours: frozenset[int] = frozenset()
    purpose_level: str = ""
    pixels_per_metre: float = 0
    retention_hours: int | None = None
    retention_argument: str = ""
    audio: bool = False
    claimed_effect: float = 0
    homes_in_view: bool = False
    masks: bool = False
    workplace_in_view: bool = False
    present: frozenset[str] = frozenset()
    movable: bool = False
    presets: bool = False
    analytics: frozenset[str] = frozenset()
    unguarded: frozenset[str] = frozenset()
    live: bool | None = None
    record: bool | None = None
    public: bool | None = None
    impact_assessed: bool | None = None
    impact: Need = Need.NO_SIGN
    criteria: frozenset[str] = frozenset()
    exemption: str = NO_EXEMPTION
    in_register: bool | None = None
    purposes: frozenset[str] = frozenset()
    legal_basis: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    review_by: date | None = None

    @property
    def is_registered(self) -> bool:
        """Return whether it stands in the register of KBL 10 §: what is exempt, by choice."""
        return not self.is_exempt or self.in_register is not False

    @property
    def is_exempt(self) -> bool:
        """Return whether KBL 8–10 §§ do not apply (11 and 13 §§)."""
        return self.exemption != NO_EXEMPTION


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


def unguarded(entries: Iterable[Mapping[str, object]]) -> frozenset[str]:
    """Return the roles that may look back or take out recordings with nothing required."""
    return frozenset(
        str(entry["role"])
        for entry in entries
        if not entry["requires"] and LOOKING_BACK & set(_words(entry["acts"]))
    )


def _words(value: object) -> list[str]:
    assert isinstance(value, list)
    return value


def _minutes(clock: object) -> int:
    """Return the minutes since midnight of `HH:MM`; `24:00` ends the day."""
    hours, _, minutes = str(clock).partition(":")
    return int(hours) * 60 + int(minutes)
