"""One camera site's counts as municipalities share them: a line of JSON that names no place.

The format `vaka.site-effect/1` is explained in `docs/reference/effects.md`. The municipality is
a code that only it can recognise; the plan's hash lets anybody see later that nothing was
chosen afterwards.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import NoReturn, TypeVar

from vaka.core.canonical import canonical_bytes
from vaka.core.errors import BadInput, VakaError
from vaka.measures.rules.evidence import Crime, Group, Monitoring, Setting, measures_level
from vaka.measures.rules.ratios import Counts, Estimate, Ruling, relative_effect

FORMAT = "vaka.site-effect/1"
MEND = "docs/reference/effects.md says what a line holds"
MUNICIPALITY, PLAN = re.compile(r"[0-9a-f]{16}"), re.compile(r"[0-9a-f]{64}")
Code = TypeVar("Code", bound=StrEnum)
MOST, LONGEST_LINE, MOST_MONTHS = 10**9, 4000, 240


@dataclass(eq=False)
class RejectedLine(VakaError):
    """A line that cannot be taken, and why."""

    line: int
    problem: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.problem}. {MEND}"


@dataclass(frozen=True)
class SiteEffect:
    """What was counted at one site, before and after, there and at comparable places.

    `crime` is None when the outcome mixes several kinds.
    """

    municipality: str
    plan: str
    setting: Setting
    crime: Crime | None
    monitoring: Monitoring
    other_measures: int
    months_before: int
    months_after: int
    controls: int
    treated: Counts
    control: Counts
    buffer: Counts | None
    dispersion: float
    detection_driven: bool
    verdict: Ruling

    @property
    def relative(self) -> Estimate:
        """Return the relative effect size; above 1 the site fared better."""
        return relative_effect(self.treated, self.control, dispersion=self.dispersion)

    @property
    def log_change(self) -> float:
        """Return the logarithm of the ratio of rates: below 0 there were fewer."""
        return -math.log(self.relative.value)

    @property
    def variance(self) -> float:
        """Return the variance of `log_change`."""
        return self.relative.standard_error**2

    def level(self, group: Group) -> str:
        """Return the site's level in a grouping of the research."""
        return {
            Group.ALL: "all",
            Group.SETTING: self.setting.value,
            Group.CRIME: self.crime.value if self.crime else "mixed",
            Group.MEASURES: measures_level(self.other_measures),
            Group.MONITORING: self.monitoring.value,
        }[group]


def line(effect: SiteEffect) -> str:
    """Return the effect as one line: canonical JSON, the same site is the same bytes."""
    return canonical_bytes({"format": FORMAT, **document(effect)}).decode()


def document(effect: SiteEffect) -> dict[str, object]:
    """Return the effect as JSON has it."""
    told = asdict(effect)
    for arm in ("treated", "control", "buffer"):
        counts = told[arm]
        told[arm] = [counts["before"], counts["after"]] if counts else None
    return told


def read(content: bytes, *, name: str) -> Iterator[tuple[int, SiteEffect] | RejectedLine]:
    """Return each effect with its line, or why a line cannot be taken; blank ones are left out.

    :raises BadInput: when the file as a whole is no text; `name` is what it is called.
    """
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise BadInput(name, "it is not UTF-8", "Send the file as it was exported") from None
    for number, text in enumerate(lines, 1):
        if text.strip():
            try:
                yield number, understand(text)
            except ValueError as problem:
                yield RejectedLine(number, str(problem))


def understand(text: str) -> SiteEffect:
    """Return the effect in a line.

    :raises ValueError: when it is not one, saying why.
    """
    if len(text) > LONGEST_LINE:
        raise ValueError(f"it is longer than {LONGEST_LINE} characters")
    told = json.loads(text, parse_constant=_no_number)
    if not isinstance(told, dict) or told.pop("format", None) != FORMAT:
        raise ValueError(f"it is no object of the format {FORMAT}")
    return of_document(told)


def of_document(told: Mapping[str, object]) -> SiteEffect:
    """Return the effect that a JSON object holds.

    :raises ValueError: when a field is missing, unknown, or has no such value.
    """
    known = {field.name for field in fields(SiteEffect)}
    if odd := sorted(known ^ set(told)):
        raise ValueError(f"the field {odd[0]} is {'missing' if odd[0] in known else 'unknown'}")
    return SiteEffect(
        municipality=_matching(told, "municipality", MUNICIPALITY),
        plan=_matching(told, "plan", PLAN),
        setting=_one_of(told, "setting", Setting),
        crime=None if told["crime"] is None else _one_of(told, "crime", Crime),
        monitoring=_one_of(told, "monitoring", Monitoring),
        other_measures=_whole(told, "other_measures", 0, 100),
        months_before=_whole(told, "months_before", 1, MOST_MONTHS),
        months_after=_whole(told, "months_after", 1, MOST_MONTHS),
        controls=_whole(told, "controls", 1, 100_000),
        treated=_counts(told, "treated"),
        control=_counts(told, "control"),
        buffer=None if told["buffer"] is None else _counts(told, "buffer"),
        dispersion=_dispersion(told["dispersion"]),
        detection_driven=_truth(told, "detection_driven"),
        verdict=_one_of(told, "verdict", Ruling),
    )


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _matching(told: Mapping[str, object], name: str, form: re.Pattern[str]) -> str:
    value = told[name]
    if not isinstance(value, str) or not form.fullmatch(value):
        raise ValueError(f"{name} has not the form {form.pattern}")
    return value


def _one_of(told: Mapping[str, object], name: str, codes: type[Code]) -> Code:
    try:
        return codes(str(told[name]))
    except ValueError:
        raise ValueError(f"{name} is none of {', '.join(codes)}") from None


def _whole(told: Mapping[str, object], name: str, lowest: int, highest: int) -> int:
    value = told[name]
    # True is an int to Python, and no count.
    if type(value) is not int or not lowest <= value <= highest:
        raise ValueError(f"{name} is no whole number from {lowest} to {highest}")
    return value


def _counts(told: Mapping[str, object], name: str) -> Counts:
    pair = told[name]
    if not isinstance(pair, list) or len(pair) != 2:
        raise ValueError(f"{name} is no pair of counts, before and after")
    before, after = (_whole({name: count}, name, 0, MOST) for count in pair)
    return Counts(before, after)


def _dispersion(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= 1000:
        raise ValueError("dispersion is no number from 1 to 1000")
    return float(value)


def _truth(told: Mapping[str, object], name: str) -> bool:
    value = told[name]
    if not isinstance(value, bool):
        raise ValueError(f"{name} is neither true nor false")
    return value
