"""What a camera is doing, in the words of the contract with the centre."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """The state of a camera at its gateway."""

    RECORDING = "recording"
    LIVE_ONLY = "live-only"
    WAITING_FOR_TERMS = "waiting-for-terms"
    OUTSIDE_TERMS = "outside-terms"
    UNREACHABLE = "unreachable"
    STALLED = "stalled"
    GARBAGE = "garbage"
    REFUSED_ADDRESS = "refused-address"
    VIEW_CHANGED = "view-changed"
    COVERED = "covered"
    MASKS_LOST = "masks-lost"
    NOT_STORED = "not-stored"


@dataclass(frozen=True)
class Health:
    """A state, why, and since when."""

    state: State
    reason: str
    since: datetime


BY_CAMERA, BURNT_IN = "camera", "burnt-in"
# Why the gateway burns masks in, whatever the camera does; and until it is known what it does.
MOVABLE, SCALED, NOT_YET = "movable", "scaled", "being-checked"
# Between clocks that are set by the network there is less; more tells them apart in a court.
CLOCK_LIMIT_SECONDS = 2.0


@dataclass(frozen=True)
class MaskedBy:
    """Who makes the masks of the terms: the camera, or the gateway and why."""

    made: str
    why: str

    def facts(self) -> dict[str, str]:
        """Return it as the centre is told it."""
        return {"made": self.made, "why": self.why}


@dataclass(frozen=True)
class Clocks:
    """How far a camera's clocks, its own and that of its stream, are ahead of ours; None when
    nobody knows. And how many packets of the stream were lost on the way.
    """

    own: float | None = None
    stream: float | None = None
    lost: int | None = None

    @property
    def are_off(self) -> bool:
        """Return whether one differs from ours by more than it may."""
        known = [each for each in (self.own, self.stream) if each is not None]
        return any(abs(each) > CLOCK_LIMIT_SECONDS for each in known)

    def facts(self) -> dict[str, object]:
        """Return it as the centre is told it."""
        return {
            "clock_ahead_seconds": self.own,
            "stream_ahead_seconds": self.stream,
            "clock_is_off": self.are_off,
            "packets_lost": self.lost,
        }
