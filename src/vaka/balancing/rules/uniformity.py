"""Whether like places are treated alike: where the outcomes or the limits part.

The council is there for one uniform process over the whole city (the source memo).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vaka.balancing.rules.precedents import Profile

# So much more, of the same kind of place, calls for a reason.
UNEVEN = 2.0


@dataclass(frozen=True)
class Case:
    """A weighing that is counted: its key, what came of it, its profile."""

    key: str
    outcome: str
    profile: Profile


class Uneven(StrEnum):
    """In what like places part."""

    OUTCOME = "outcome"
    HOURS = "hours"
    RETENTION = "retention"
    DETAIL = "detail"
    MASKS = "masks"


@dataclass(frozen=True)
class Parting:
    """Two weighings of the same kind of place, the stricter first, and in what they part."""

    kind: str
    uneven: Uneven
    stricter: str
    wider: str


def partings(cases: Sequence[Case]) -> list[Parting]:
    """Return where like places part; one pair for each kind of place and each matter.

    It says that there is something to explain, never that anything is wrong: the weighing is
    made in the single case.
    """
    kinds = dict.fromkeys(case.profile.kind for case in cases)
    return [parting for kind in kinds for parting in _within(kind, cases)]


def _within(kind: str, cases: Sequence[Case]) -> Iterator[Parting]:
    same = [case for case in cases if case.profile.kind == kind]
    yield from _outcomes(kind, same)
    allowed = [case for case in same if case.outcome != "no"]
    for uneven, figure in FIGURES.items():
        told = [(value, case.key) for case in allowed if (value := figure(case.profile))]
        if told and max(told)[0] >= UNEVEN * min(told)[0]:
            yield Parting(kind, uneven, stricter=min(told)[1], wider=max(told)[1])
    masked = [case.key for case in allowed if case.profile.masked is True]
    bare = [case.key for case in allowed if case.profile.masked is False]
    if masked and bare:
        yield Parting(kind, Uneven.MASKS, stricter=masked[0], wider=bare[0])


def _outcomes(kind: str, same: Sequence[Case]) -> Iterator[Parting]:
    """Yield a refusal and a grant for a purpose that both have."""
    refused = [case for case in same if case.outcome == "no"]
    granted = [case for case in same if case.outcome not in ("no", "")]
    both = (
        Parting(kind, Uneven.OUTCOME, stricter=no.key, wider=yes.key)
        for no in refused
        for yes in granted
        if no.profile.purposes & yes.profile.purposes
    )
    first = next(both, None)
    if first:
        yield first


FIGURES: dict[Uneven, Callable[[Profile], float | None]] = {
    Uneven.HOURS: lambda profile: len(profile.hours),
    Uneven.RETENTION: lambda profile: profile.retention_hours,
    Uneven.DETAIL: lambda profile: profile.pixels_per_metre,
}
