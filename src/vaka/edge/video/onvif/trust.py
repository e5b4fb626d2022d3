"""May a camera's pictures go as they come, since it masks them itself? No clock, no I/O.

It is asked for its masks again and again. A picture is kept as it came when it came between
two answers, not far apart, that both had every mask; until the second it waits. It is shown
while the last answer is fresh. Every doubt means burning in, from the next picture on, and a
camera that was doubted must answer well for longer each time before it is trusted again.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

# After an answer a camera may still send what it saw before it obeyed.
SETTLES = timedelta(seconds=2)
# An answer in time for the next: they come every ten seconds, and may take five.
FRESH = timedelta(seconds=20)
LEAST_ANSWERS, MOST_ANSWERS = 3, 64
# Answers in trust after which earlier doubts are forgotten: an hour of them.
STEADY_ANSWERS = 360


@dataclass(frozen=True)
class Trust:
    """What is known of a camera's masks.

    `good` counts the answers in a row that had them, `needed` how many it takes; `bare` says
    that the newest picture looked at showed something where a mask should be, None that none
    was. From `since` on pictures may go as they come; `through` is when the last good answer
    was asked for.
    """

    good: int = 0
    needed: int = LEAST_ANSWERS
    bare: bool | None = None
    since: datetime | None = None
    through: datetime | None = None

    @property
    def had_masks(self) -> bool:
        """Return whether the masks were there when it last answered."""
        return self.through is not None

    def covers(self, came: datetime) -> bool:
        """Return whether a picture that came then may go as it came.

        It may be kept so once it came before `through`, if the trust is unbroken until then.
        """
        if self.since is None or self.through is None or came < self.since:
            return False
        return came - self.through <= FRESH


def found(before: Trust, asked: datetime) -> Trust:
    """Take in that an answer, asked for at that instant, has every mask."""
    if before.through is None or not timedelta() <= asked - before.through <= FRESH:
        before = doubted(before)
    good = before.good + 1
    since = before.since
    if since is None and good >= before.needed and before.bare is False:
        since, good = asked + SETTLES, 0
    needed = before.needed
    if before.since is not None and good >= STEADY_ANSWERS:
        needed = LEAST_ANSWERS
    return replace(before, good=good, needed=needed, since=since, through=asked)


def doubted(before: Trust) -> Trust:
    """Take in that a mask is not there, or that nobody knows."""
    needed = before.needed
    if before.since is not None:
        needed = min(needed * 2, MOST_ANSWERS)
    return replace(before, good=0, needed=needed, since=None, through=None)


def renewed(before: Trust) -> Trust:
    """Take in that the camera begins anew, or is to mask something else: no fault of its."""
    return Trust(needed=before.needed)


def covered(before: Trust) -> Trust:
    """Take in that a picture shows nothing where the masks should be."""
    return replace(before, bare=False)


def uncovered(before: Trust) -> Trust:
    """Take in that a picture shows something where a mask should be."""
    return replace(doubted(before), bare=True)
