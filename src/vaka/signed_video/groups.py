"""Groups of pictures, what became of each, and the units that wait to be judged."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise

from vaka.signed_video.message import Told

# Where a group may begin among the units that wait: each try hashes them.
MOST_TRIES = 16


class State(StrEnum):
    """What became of a group, by the camera's signature."""

    VALID = "valid"
    # What is there is genuine, but pictures that the camera signed are not there.
    INCOMPLETE = "pictures-missing"
    ALTERED = "altered"
    LACKING = "signature-missing"
    UNKNOWN = "not-judged"


@dataclass(frozen=True)
class Group:
    """A group: when its first and last picture were taken, in seconds from the start.

    `altered` counts the units that are not as they were signed, `missing` those not there.
    """

    first: float
    last: float
    state: State
    signer: str = ""
    altered: int = 0
    missing: int = 0


@dataclass(eq=False)
class Unit:
    """A unit that waits: its hash by each algorithm that may be meant, whether a group begins.

    `doubt` is what becomes of it when no signature comes. A message without a signature of its
    own `vouches` for the groups that it is about, once it is itself in a signed group.
    """

    at: float
    hashes: Mapping[str, bytes]
    begins: bool
    doubt: State = State.LACKING
    message: bool = False
    vouches: list[Group] = field(default_factory=list)


@dataclass(frozen=True)
class Likeness:
    """The units from `start` to `end`, beside what a camera lists: which of them are in it."""

    start: int
    end: int
    genuine: frozenset[int]
    missing: int
    # So many of those that follow may belong to it too, and be altered.
    doubtful: int = 0

    @property
    def altered(self) -> int:
        """Return how many units the camera did not sign."""
        return self.end - self.start - len(self.genuine)

    @property
    def state(self) -> State:
        """Return what became of the group."""
        if self.altered:
            return State.ALTERED
        return State.INCOMPLETE if self.missing else State.VALID


def places(units: Sequence[Unit]) -> list[int]:
    """Return where a group may begin: with what waits longest, or where one does."""
    return [at for at, unit in enumerate(units) if unit.begins or not at][:MOST_TRIES]


def next_beginning(units: Sequence[Unit], start: int) -> int | None:
    """Return where the next group begins after `start`."""
    later = range(start + 1, len(units))
    return next((at for at in later if units[at].begins), None)


def compared(
    units: Sequence[Unit], algorithm: str, told: Told, listed: Sequence[bytes]
) -> Likeness | None:
    """Return which units are the group of a message that lists its hashes; None when none is.

    A part of a group ends with the last that is listed, a whole one where the next begins.
    """
    where = {hashed: at for at, hashed in enumerate(listed)}
    listed_at = [where.get(unit.hashes.get(algorithm, b""), -1) for unit in units]
    hit = next((at for at, found in enumerate(listed_at) if found >= 0), None)
    if hit is None:
        return None
    start = _beginning(units, hit)
    if told.partial:
        start = max(start, hit - listed_at[hit])
    limit = next_beginning(units, start) or len(units)
    genuine, last = set[int](), -1
    for at in range(start, limit):
        if listed_at[at] > last:
            genuine.add(at)
            last = listed_at[at]
    end = max(genuine) + 1 if told.partial else limit
    lacking, altered = len(listed) - len(genuine), end - start - len(genuine)
    return Likeness(
        start,
        end,
        frozenset(genuine),
        missing=max(lacking - altered, 0),
        doubtful=len(listed) - 1 - last if told.partial else 0,
    )


def _beginning(units: Sequence[Unit], at: int) -> int:
    """Return where the group of a unit begins."""
    return next((place for place in range(at, -1, -1) if units[place].begins), 0)


def left(units: Sequence[Unit]) -> Iterator[Group]:
    """Yield what becomes of units, group by group, that no signature came for."""
    begun = [at for at, unit in enumerate(units) if unit.begins and at]
    for start, end in pairwise([0, *begun, len(units)]):
        group = units[start:end]
        state = _worst(unit.doubt for unit in group)
        for unit in group:
            yield from (replace(each, state=state) for each in unit.vouches)
        if pictures := [unit.at for unit in group if not unit.message]:
            yield Group(pictures[0], pictures[-1], state)


def _worst(states: Iterable[State]) -> State:
    found = set(states)
    ranked = (State.ALTERED, State.UNKNOWN)
    return next((each for each in ranked if each in found), State.LACKING)
