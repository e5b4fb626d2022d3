"""Counts drawn from the reports of problems: of which kinds, and where; frozen with a plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from vaka.evaluation.rules.trials import Area, Arm


@dataclass(frozen=True)
class Reports:
    """That counts are to be drawn from the reports of these kinds of problem."""

    kinds: tuple[str, ...]


@dataclass(frozen=True)
class CountedPlace:
    """Where one area of an evaluation is counted: in `area` (GeoJSON), or in the ring around.

    Its months are those of which the register of `site` is taken in.
    """

    place: str
    arm: Arm
    site: str
    area: Mapping[str, object]


@dataclass(frozen=True)
class Counting:
    """What is counted where, before the measure and after it, by one rule.

    Another way to count is another `rule`; a frozen plan keeps the one that it has.
    """

    kinds: tuple[str, ...]
    places: tuple[CountedPlace, ...]
    rule: Literal["vaka.report-counts/1"] = "vaka.report-counts/1"


@dataclass(frozen=True)
class Drawn:
    """An area as it was counted, and what was not: known too loosely, or found otherwise.

    `otherwise` are those found by looking where these are not looked for, and the reverse.
    """

    area: Area
    unsure: int
    otherwise: int

    @property
    def count(self) -> int:
        """Return how many problems were counted in all."""
        return sum(self.area.months.values())
