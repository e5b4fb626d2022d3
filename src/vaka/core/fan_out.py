"""How the brokers stand to the record, as this process sees it.

Who looks notes it and who asks reads it; they need not know each other.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Step(StrEnum):
    """How what the brokers have compares with the record."""

    IN_STEP = "in-step"
    BEHIND = "behind"
    # They have what is not in the record: a restored backup, or another's stream.
    AHEAD = "ahead"
    AWAY = "away"


@dataclass(frozen=True)
class Standing:
    """How the brokers stand, since when, and how many entries of the record they lack."""

    step: Step
    since: datetime
    lacking: int = 0


class FanOut:
    """What was last seen of the brokers; nothing in a process that names none."""

    standing: Standing | None = None

    def note(self, step: Step, *, lacking: int = 0, at: datetime) -> None:
        """Note what is seen; while it is the same it has been so since it began."""
        before = self.standing
        since = before.since if before and before.step is step else at
        self.standing = Standing(step, since, lacking)


# Noted by whoever serves the pages, when brokers are named.
FAN_OUT = FanOut()
