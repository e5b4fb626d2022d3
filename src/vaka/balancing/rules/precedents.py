"""When one weighing is a precedent for another: what they share, and where they part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from vaka.balancing.rules.proposal import HOURS_OF_WEEK, Proposal, hours_of_week
from vaka.law.precedents import Published
from vaka.law.se.surveillance import RETENTION_HOURS_UNARGUED

# Hours are much the same when they share as much as this of what either has.
ALIKE = 0.6
# One is much longer, closer or kept longer than another from this factor on.
MUCH = 1.5


@dataclass(frozen=True)
class Profile:
    """What of a weighing can be held against another.

    `uses` are allowed and `without` are not; what nobody has said is in neither. Figures that
    are not told are None. `hours` are hours of the week.
    """

    kind: str
    purposes: frozenset[str]
    hours: frozenset[int]
    uses: frozenset[str]
    without: frozenset[str]
    masked: bool | None
    present: frozenset[str] = frozenset()
    pixels_per_metre: float | None = None
    retention_hours: int | None = None


class Likeness(StrEnum):
    """Why one weighing resembles another."""

    KIND = "kind"
    PURPOSE = "purpose"
    HOURS = "hours"
    PEOPLE = "people"
    USES = "uses"
    MASKED = "masked"


class Difference(StrEnum):
    """Where the weighing at hand parts from the other."""

    LONGER_HOURS = "longer-hours"
    SHORTER_HOURS = "shorter-hours"
    MORE_DETAIL = "more-detail"
    LESS_DETAIL = "less-detail"
    KEPT_LONGER = "kept-longer"
    KEPT_SHORTER = "kept-shorter"
    UNMASKED = "unmasked"
    FURTHER_USE = "further-use"


# Kinds of place count most, then purposes: the law weighs where and for what (KBL 8 §).
WEIGHTS: Mapping[Likeness, int] = {
    Likeness.KIND: 4,
    Likeness.PURPOSE: 3,
    Likeness.HOURS: 2,
    Likeness.PEOPLE: 1,
    Likeness.USES: 1,
    Likeness.MASKED: 1,
}


@dataclass(frozen=True)
class Compared:
    """What two weighings share, and where the first parts from the second."""

    likenesses: tuple[Likeness, ...]
    differences: tuple[Difference, ...]

    @property
    def weight(self) -> int:
        """Return how much they share, to put the closest first."""
        return sum(WEIGHTS[each] for each in self.likenesses)


def profile_of(proposal: Proposal, kind: str) -> Profile:
    """Return the profile of a weighing at a kind of place."""
    said = {
        "live": proposal.live,
        "record": proposal.record,
        "audio": proposal.audio,
        "movable": proposal.movable,
    }
    return Profile(
        kind=kind,
        purposes=proposal.purposes,
        hours=proposal.hours,
        uses=frozenset(use for use, allowed in said.items() if allowed),
        without=frozenset(use for use, allowed in said.items() if allowed is False),
        masked=proposal.masks,
        present=proposal.present,
        pixels_per_metre=proposal.pixels_per_metre or None,
        retention_hours=proposal.retention_hours,
    )


def profile_of_published(told: Published) -> Profile:
    """Return the profile of a published decision; what it does not say is not told."""
    return Profile(
        kind=told.kind,
        purposes=told.purposes,
        hours=hours_of_week(told.hours),
        uses=told.uses,
        without=told.without,
        masked=told.masked or None,
    )


def compared(this: Profile, other: Profile) -> Compared | None:
    """Return what they share; nothing where neither kind of place nor purpose is shared."""
    likenesses = tuple(_likenesses(this, other))
    if not {Likeness.KIND, Likeness.PURPOSE} & set(likenesses):
        return None
    return Compared(likenesses, tuple(_differences(this, other)))


def _likenesses(this: Profile, other: Profile) -> Iterator[Likeness]:
    shared = {
        Likeness.KIND: this.kind == other.kind,
        Likeness.PURPOSE: bool(this.purposes & other.purposes),
        Likeness.HOURS: overlap(this.hours, other.hours) >= ALIKE,
        # Passers-by are everywhere.
        Likeness.PEOPLE: bool((this.present & other.present) - {"passers-by"}),
        Likeness.USES: bool(this.uses) and this.uses == other.uses,
        Likeness.MASKED: this.masked is True and other.masked is True,
    }
    return (likeness for likeness, holds in shared.items() if holds)


def _differences(this: Profile, other: Profile) -> Iterator[Difference]:
    # A draft that has not come to its hours parts from nobody by them.
    hours = (len(this.hours) or None, len(other.hours) or None)
    detail = (this.pixels_per_metre, other.pixels_per_metre)
    kept = (this.retention_hours, other.retention_hours)
    apart = {
        Difference.LONGER_HOURS: _much(*hours),
        Difference.SHORTER_HOURS: _much(*reversed(hours)),
        Difference.MORE_DETAIL: _much(*detail),
        Difference.LESS_DETAIL: _much(*reversed(detail)),
        Difference.KEPT_LONGER: _much(*kept),
        Difference.KEPT_SHORTER: _much(*reversed(kept)),
        Difference.UNMASKED: this.masked is False and other.masked is True,
        Difference.FURTHER_USE: bool(this.uses & other.without),
    }
    return (difference for difference, holds in apart.items() if holds)


def overlap(these: frozenset[int], those: frozenset[int]) -> float:
    """Return how much of what either has both have, 0 to 1."""
    return len(these & those) / len(these | those) if these | those else 0.0


def _much(more: float | None, less: float | None) -> bool:
    """Return whether one is much more than another; what is not told is not compared."""
    return more is not None and less is not None and more > less and more >= MUCH * less


class Limit(StrEnum):
    """A limit to search for."""

    NOT_ALWAYS = "not-always"
    NO_AUDIO = "no-audio"
    NOT_RECORDED = "not-recorded"
    FIXED = "fixed"
    MASKED = "masked"
    SHORT_KEEPING = "short-keeping"


def has(profile: Profile, limit: Limit) -> bool:
    """Return whether the weighing is known to have that limit."""
    kept = profile.retention_hours
    return {
        Limit.NOT_ALWAYS: 0 < len(profile.hours) < HOURS_OF_WEEK,
        Limit.NO_AUDIO: "audio" in profile.without,
        Limit.NOT_RECORDED: "record" in profile.without,
        Limit.FIXED: "movable" in profile.without,
        Limit.MASKED: profile.masked is True,
        Limit.SHORT_KEEPING: kept is not None and kept <= RETENTION_HOURS_UNARGUED,
    }[limit]


@dataclass(frozen=True)
class Sought:
    """What is searched for; what is left empty is not asked about."""

    text: str = ""
    kind: str = ""
    purpose: str = ""
    limits: frozenset[Limit] = frozenset()

    def finds(self, words: str, profile: Profile) -> bool:
        """Return whether a precedent with these words and this profile is what is sought."""
        return (
            all(word in words.casefold() for word in self.text.casefold().split())
            and self.kind in ("", profile.kind)
            and (not self.purpose or self.purpose in profile.purposes)
            and all(has(profile, limit) for limit in self.limits)
        )
