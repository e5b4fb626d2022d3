"""What can be done at a place besides, or instead of, a camera; and what it costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from vaka.core.errors import BadInput

DAYS_A_YEAR = 365.25
LONGEST_LINE = 200
# Ten thousand million kronor.
DEAREST = 10**12


class MeasureKind(StrEnum):
    """What a measure does."""

    LIGHTING = "lighting"
    PHYSICAL = "physical"
    SOCIAL = "social"
    PRESENCE = "presence"
    CAMERA = "camera"


# How much a kind intrudes on those who pass: a camera is asked for only when what stands
# before it does not suffice (data protection regulation art. 5.1 c; KBL 8 §).
INTRUSIVENESS: Mapping[MeasureKind, int] = {
    MeasureKind.LIGHTING: 0,
    MeasureKind.PHYSICAL: 1,
    MeasureKind.SOCIAL: 1,
    MeasureKind.PRESENCE: 2,
    MeasureKind.CAMERA: 4,
}


@dataclass(frozen=True)
class Plan:
    """What is known of a measure before it is a row; `ends` is the first day without it."""

    kind: MeasureKind
    title: str
    starts: date
    ends: date | None
    cost_investment_ore: int
    cost_yearly_ore: int
    responsible: str
    result: str = ""

    def __post_init__(self) -> None:
        for where, text in (("title", self.title), ("responsible", self.responsible)):
            if not text.strip():
                raise BadInput(where, "it is empty", "Write what the reader needs")
            if len(text) > LONGEST_LINE:
                raise BadInput(where, "it is too long", f"At most {LONGEST_LINE} characters")
        if self.ends is not None and self.ends <= self.starts:
            raise BadInput("ends", "it ends before it starts", "Put the end after the start")
        for where, ore in (
            ("cost_investment_ore", self.cost_investment_ore),
            ("cost_yearly_ore", self.cost_yearly_ore),
        ):
            if not 0 <= ore <= DEAREST:
                raise BadInput(where, f"{ore} öre is no cost", f"From 0 to {DEAREST} öre")

    @property
    def last_day(self) -> date | None:
        """Return the last day with the measure, as people speak of it; none when it goes on."""
        return self.ends - timedelta(days=1) if self.ends else None

    def in_force(self, on: date) -> bool:
        """Return whether the measure is there on that local day."""
        return self.starts <= on and (self.ends is None or on < self.ends)

    def cost_until(self, day: date) -> int:
        """Return what it has cost (öre, whole kronor) up to and without that local day."""
        last = min(day, self.ends) if self.ends else day
        if last <= self.starts:
            return 0
        years = (last - self.starts).days / DAYS_A_YEAR
        # To whole kronor: a part of a year is no more exact than that.
        return round(int(self.cost_investment_ore + self.cost_yearly_ore * years), -2)


def beside_cameras(plans: Iterable[Plan], *, on: date) -> int:
    """Return how many kinds of measure other than cameras are in force on that day.

    Kinds, not measures: the research counts different interventions, and three lamps are one.
    """
    kinds = {plan.kind for plan in plans if plan.in_force(on)}
    return len(kinds - {MeasureKind.CAMERA})
