"""What a figure of the safety survey can carry: its interval, its level, a change.

The survey shows what people feel. It stands beside the documented problems, never instead of
them (servicenämnden's opinion in STK-2025-626).
"""

import math
import tomllib
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

# The two-sided 95 % quantile of the normal distribution.
Z = 1.959963984540054


@dataclass(frozen=True)
class Level:
    """A named level of the problem index, reached above a score; from a named source."""

    code: str
    over: float
    sv: str
    en: str
    source: str

    def name(self, language: str) -> str:
        """Return its name on a page in that language."""
        return self.sv if language.startswith("sv") else self.en


@dataclass(frozen=True)
class Indicator:
    """One question, or the index of them all, with its names."""

    code: str
    sv: str
    en: str
    aliases: tuple[str, ...]

    def name(self, language: str) -> str:
        """Return its name on a page in that language."""
        return self.sv if language.startswith("sv") else self.en


@dataclass(frozen=True)
class Interval:
    """Two ends of a 95 % interval, both included, as shares from 0 to 1."""

    low: float
    high: float


@dataclass(frozen=True)
class Change:
    """How a share changed between two samples: the difference and its interval, 0 to 1."""

    difference: float
    interval: Interval

    @property
    def told_from_chance(self) -> bool:
        """Return whether the interval leaves out no change at all."""
        return not self.interval.low <= 0 <= self.interval.high


@cache
def _told() -> Mapping[str, object]:
    return tomllib.loads(
        resources.files("vaka.needs").joinpath("survey.toml").read_text("utf-8")
    )


def _scale() -> tuple[float, float]:
    scale = _told()["scale"]
    assert isinstance(scale, dict)
    return scale["lowest"], scale["highest"]


# The problem index runs from none to alarming.
SCALE = _scale()


@cache
def levels() -> tuple[Level, ...]:
    """Return the levels of the problem index that a source was found for, highest first."""
    told = _told()["levels"]
    assert isinstance(told, list)
    return tuple(sorted((Level(**level) for level in told), key=lambda level: -level.over))


@cache
def indicators() -> Mapping[str, Indicator]:
    """Return the indicators that have names of ours, by code."""
    told = _told()["indicators"]
    assert isinstance(told, dict)
    return {
        code: Indicator(code, names["sv"], names["en"], tuple(names["aliases"]))
        for code, names in told.items()
    }


def indicator_code(called: str) -> str:
    """Return our code for an indicator; one of the other thirty keeps the name it came with."""
    for indicator in indicators().values():
        names = (indicator.code, indicator.sv, indicator.en, *indicator.aliases)
        if called.casefold() in {name.casefold() for name in names}:
            return indicator.code
    return called


def indicator_name(code: str, language: str) -> str:
    """Return what an indicator is called on a page."""
    known = indicators().get(code)
    return known.name(language) if known else code


def level(score: float) -> Level | None:
    """Return the highest level that the problem index is over, or none."""
    return next((found for found in levels() if score > found.over), None)


def share_interval(share: float, answers: int) -> Interval:
    """Return Wilson's 95 % interval of a share (0–1) among that many answers.

    For a simple random sample (Wilson 1927); the survey's weighting makes it wider, so this is
    the least uncertainty there is.
    """
    middle = (share + Z**2 / (2 * answers)) / (1 + Z**2 / answers)
    spread = Z / (1 + Z**2 / answers)
    half = spread * math.sqrt(share * (1 - share) / answers + Z**2 / (4 * answers**2))
    # Rounding may put an end a hair outside what a share can be, or the share itself outside.
    return Interval(max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def change(before: float, answers_before: int, after: float, answers_after: int) -> Change:
    """Return the change between two shares (0–1), with Newcombe's hybrid 95 % interval.

    Newcombe 1998, method 10: built of the two Wilson intervals, it holds for small samples.
    """
    first = share_interval(before, answers_before)
    second = share_interval(after, answers_after)
    difference = after - before
    down = math.hypot(after - second.low, first.high - before)
    up = math.hypot(second.high - after, before - first.low)
    return Change(difference, Interval(difference - down, difference + up))


def smallest_change(share: float, answers_before: int, answers_after: int) -> float:
    """Return the smallest change (0-1) of a share, up or down, that is told from chance.

    To a thousandth; 1 when no change is.
    """

    def told(thousandths: int) -> bool:
        ends = (share - thousandths / 1000, share + thousandths / 1000)
        return all(
            change(share, answers_before, end, answers_after).told_from_chance
            for end in ends
            if 0 <= end <= 1
        )

    far = math.floor(1000 * max(share, 1 - share))
    found = bisect_left(range(far + 1), True, key=told)
    return found / 1000 if found <= far else 1.0
