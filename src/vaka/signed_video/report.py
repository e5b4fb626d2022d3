"""What becomes of a camera's signatures in a recording, as a copy's manifest tells it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import IO

from vaka.signed_video.certificates import Authorities
from vaka.signed_video.groups import Group, State
from vaka.signed_video.judge import Judge
from vaka.signed_video.movie import Movie, Remade
from vaka.signed_video.units import split

# So many stretches are told one by one; all are counted.
MOST_DOUBTS = 50


class Form(StrEnum):
    """How a camera signs; `none` is not at all."""

    NONE = "none"
    ONVIF = "onvif-media-signing"
    AXIS = "axis-signed-video"


class Outcome(StrEnum):
    """What it comes to, in one word."""

    UNSIGNED = "unsigned"
    REMADE = "remade"
    OTHER_FORM = "other-form"
    VALID = "valid"
    # Every group holds, by a certificate that no authority we trust vouches for.
    UNKNOWN_SIGNER = "unknown-signer"
    INCOMPLETE = "incomplete"
    ALTERED = "altered"


@dataclass(frozen=True)
class Doubt:
    """A stretch, from its first to its last picture, that does not hold."""

    first: datetime
    last: datetime
    state: State


@dataclass(frozen=True)
class Signer:
    """Whose signatures hold: certificate, how many groups, whether somebody vouches for it."""

    sha256: str
    subject: str
    issuer: str
    trusted: bool
    groups: int


@dataclass(frozen=True)
class Added:
    """Pictures from after what was asked for, in which the signatures of the last lie."""

    pictures: int
    last: datetime


@dataclass(frozen=True)
class Signatures:
    """A camera's signatures in a recording.

    `breaks` counts where groups that the camera signed are not there; `lacking` is why what
    follows the last group, with its signature, was not added.
    """

    form: Form
    remade: Remade | None = None
    groups: Mapping[State, int] = field(default_factory=dict)
    breaks: int = 0
    doubts: tuple[Doubt, ...] = ()
    signers: tuple[Signer, ...] = ()
    added: Added | None = None
    lacking: str | None = None

    @property
    def outcome(self) -> Outcome:
        """Return what it comes to."""
        if self.remade:
            return Outcome.REMADE
        if self.form is not Form.ONVIF:
            return Outcome.UNSIGNED if self.form is Form.NONE else Outcome.OTHER_FORM
        if self.groups.get(State.ALTERED):
            return Outcome.ALTERED
        if self.breaks or set(self.groups) != {State.VALID}:
            return Outcome.INCOMPLETE
        trusted = all(each.trusted for each in self.signers)
        return Outcome.VALID if trusted else Outcome.UNKNOWN_SIGNER

    def count(self, state: State) -> int:
        """Return how many groups became that."""
        return self.groups.get(state, 0)


def examine(
    video: IO[bytes],
    name: str,
    *,
    starts: datetime,
    until: datetime,
    authorities: Authorities,
) -> Signatures:
    """Return the signatures in a recording of ours whose first picture was taken at `starts`.

    What was taken at `until` or later was added for the sake of the signatures.

    :raises BadInput: when it is no recording of ours.
    """
    movie = Movie(video, name)
    if movie.remade:
        return Signatures(Form.NONE, movie.remade)
    ends = (until - starts).total_seconds()
    judge, told = Judge(movie.coding), _Tally(starts, ends)
    for picture in movie.pictures():
        told.put(judge.take(split(picture.data), picture.at))
        told.see(picture.at)
    told.put(judge.finish())
    if not judge.signed:
        return Signatures(Form.AXIS if judge.otherwise else Form.NONE)
    return Signatures(
        Form.ONVIF,
        groups=dict(told.groups),
        breaks=judge.breaks,
        doubts=tuple(told.doubts),
        signers=tuple(
            Signer(
                sha256,
                chain.subject,
                chain.issuer,
                chain.is_trusted(authorities, starts),
                told.signed[sha256],
            )
            for sha256, chain in judge.signers.items()
        ),
        added=told.added,
    )


class _Tally:
    """Counts the groups that were asked for, and the pictures that were added after them."""

    def __init__(self, starts: datetime, ends: float) -> None:
        self._starts, self._ends = starts, ends
        self.groups = Counter[State]()
        self.signed = Counter[str]()
        self.doubts: list[Doubt] = []
        self.added: Added | None = None

    def put(self, groups: Sequence[Group]) -> None:
        """Count what was judged; what begins after what was asked for is not."""
        for each in groups:
            if each.first >= self._ends:
                continue
            self.groups[each.state] += 1
            if each.state is State.VALID:
                self.signed[each.signer] += 1
            elif len(self.doubts) < MOST_DOUBTS:
                first, last = self._instant(each.first), self._instant(each.last)
                self.doubts.append(Doubt(first, last, each.state))

    def see(self, at: float) -> None:
        """Count a picture that was added."""
        if at >= self._ends:
            before = self.added.pictures if self.added else 0
            self.added = Added(before + 1, self._instant(at))

    def _instant(self, at: float) -> datetime:
        return self._starts + timedelta(seconds=at)
