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


@dataclass(frozen=True)
class Health:
    """A state, why, and since when."""

    state: State
    reason: str
    since: datetime
