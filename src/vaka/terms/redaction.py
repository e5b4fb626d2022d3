"""What is made unrecognisable in a copy: found by the gateway, chosen by a person.

The gateway says what it found (`Findings`), a person at the centre says whom the copy is for
and what else is to be covered (`Plan`), and the gateway covers accordingly. Everything that
moves or was found to be a person is covered; only where the one followed stands alone, and is
surely the same, is that person left to be seen. Doubt is *covered*.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from vaka.core.errors import BadInput
from vaka.terms.reading import Ring

# The side of a cell: pictures are covered in squares, as codecs code them.
CELL_PIXELS = 16


class Box(NamedTuple):
    """A rectangle in pixels from the upper left; right and lower edge not within."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> int:
        """Return its pixels."""
        return max(self.right - self.left, 0) * max(self.bottom - self.top, 0)

    def shared(self, other: "Box") -> "Box":
        """Return what two boxes have in common; without area when nothing."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def joined(self, other: "Box") -> "Box":
        """Return the smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def grown(self, by: int) -> "Box":
        """Return the box with a margin around it."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def touches(self, other: "Box") -> bool:
        """Return whether two boxes share a pixel."""
        return self.shared(other).area > 0


class TrackKind(StrEnum):
    """What a track is of: one figure, several together, or somebody who was lost to sight."""

    ONE = "one"
    SEVERAL = "several"
    HELD = "held"


class Doubt(StrEnum):
    """Why a person must look at some pictures."""

    FACE_WITHOUT_BODY = "face-without-body"
    TRACK_LOST = "track-lost"
    CROSSING = "crossing"
    MUCH_MOVES = "much-moves"
    FOLLOWED_LOST = "followed-lost"


@dataclass(frozen=True)
class Track:
    """One figure, picture by picture, from picture number `first` on."""

    id: int
    kind: TrackKind
    first: int
    boxes: tuple[Box, ...]

    @property
    def last(self) -> int:
        """Return the number of its last picture."""
        return self.first + len(self.boxes) - 1

    def at(self, frame: int) -> Box | None:
        """Return where it is in a picture, if it is."""
        within = self.first <= frame <= self.last
        return self.boxes[frame - self.first] if within else None


@dataclass(frozen=True, order=True)
class Uncertain:
    """Pictures, first and last number, that a person must look at, and why."""

    first: int
    last: int
    reason: Doubt

    @property
    def key(self) -> str:
        """Return its name within one plan."""
        return f"{self.first}-{self.last}-{self.reason}"


@dataclass(frozen=True)
class Findings:
    """What the gateway found in a stretch of recordings.

    `times` are the instants of the pictures in milliseconds from the first; `moving` the cells
    that move in each, packed by `vaka.edge.video.privacy.redaction.cells`; `original` the
    SHA-256 (hex) of the recordings as they would have been handed out; `detectors` what was
    used, with versions and parameters.
    """

    width: int
    height: int
    times: tuple[int, ...]
    moving: str
    tracks: tuple[Track, ...]
    uncertain: tuple[Uncertain, ...]
    original: str
    detectors: Mapping[str, str]

    def __post_init__(self) -> None:
        """Refuse tracks and doubts of pictures there are not.

        :raises BadInput: when there are any.
        """
        lasts = [*(each.last for each in self.tracks), *(each.last for each in self.uncertain)]
        latest = max(lasts, default=0)
        if latest > self.last:
            problem = f"there is no picture {latest}"
            raise BadInput("findings", problem, f"Write 0 to {self.last}")

    @property
    def last(self) -> int:
        """Return the number of the last picture."""
        return len(self.times) - 1


@dataclass(frozen=True)
class Cover:
    """An area (image coordinates 0 to 1) that a person covers in some pictures."""

    first: int
    last: int
    ring: Ring


@dataclass(frozen=True)
class Plan:
    """What is covered: all that was found, but for the tracks followed; and the covers."""

    findings: Findings
    followed: tuple[int, ...] = ()
    covers: tuple[Cover, ...] = ()

    def __post_init__(self) -> None:
        """Refuse to follow what cannot be followed, and covers of pictures there are not.

        :raises BadInput: for the first of them.
        """
        single = {each.id for each in self.findings.tracks if each.kind == TrackKind.ONE}
        if strange := set(self.followed) - single:
            problem = f"{min(strange)} is no single figure"
            raise BadInput("plan.followed", problem, "Choose one that was found alone")
        for cover in self.covers:
            if not 0 <= cover.first <= cover.last <= self.findings.last:
                problem = f"there are no pictures {cover.first} to {cover.last}"
                mend = f"Write 0 to {self.findings.last}, the first before the last"
                raise BadInput("plan.covers", problem, mend)


def revealed(plan: Plan) -> dict[int, Box]:
    """Return where the followed person is left to be seen, by the number of the picture.

    Not where another is near, or so much moves that tracks mean little: there that person is
    covered too. Where somebody is held that place is covered, and nothing else.
    """
    unsteady = _frames(plan.findings.uncertain, {Doubt.MUCH_MOVES})
    return {
        frame: box
        for track in _followed(plan)
        for frame, box in enumerate(track.boxes, track.first)
        if frame not in unsteady and _stands_alone(plan.findings, track, frame, box)
    }


def _stands_alone(findings: Findings, track: Track, frame: int, box: Box) -> bool:
    around = box.grown(CELL_PIXELS)
    others = (
        other.at(frame)
        for other in findings.tracks
        if other is not track and other.kind != TrackKind.HELD
    )
    return not any(other and around.touches(other) for other in others)


def uncertain(plan: Plan) -> list[Uncertain]:
    """Return the pictures that a person must look at, in order.

    Beside what the gateway doubted: where the followed person is lost from when first seen. Two
    who cross are both covered; it matters where one of them is followed.
    """
    edges = {n for t in _followed(plan) for n in (t.first - 1, t.first, t.last, t.last + 1)}
    doubted = [
        each
        for each in plan.findings.uncertain
        if each.reason != Doubt.CROSSING or edges & set(range(each.first, each.last + 1))
    ]
    return sorted([*doubted, *_lost(plan)])


def _followed(plan: Plan) -> list[Track]:
    return [each for each in plan.findings.tracks if each.id in plan.followed]


def _lost(plan: Plan) -> Iterator[Uncertain]:
    """Yield the pictures, from the first to the last of the followed, that do not show it."""
    seen = revealed(plan)
    tracks = _followed(plan)
    if tracks:
        whole = range(min(t.first for t in tracks), max(t.last for t in tracks) + 1)
        missing = (frame for frame in whole if frame not in seen)
        yield from runs(missing, Doubt.FOLLOWED_LOST)


def runs(frames: Iterable[int], reason: Doubt) -> Iterator[Uncertain]:
    """Yield pictures in a row as one, in order."""
    ordered = enumerate(sorted(set(frames)))
    for _, run in groupby(ordered, key=lambda each: each[1] - each[0]):
        numbers = [frame for _, frame in run]
        yield Uncertain(numbers[0], numbers[-1], reason)


def _frames(doubted: Iterable[Uncertain], reasons: set[Doubt]) -> set[int]:
    return {
        frame
        for each in doubted
        if each.reason in reasons
        for frame in range(each.first, each.last + 1)
    }
