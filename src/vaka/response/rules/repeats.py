"""Whether an alarm is one that we have already: sent again, or over another path.

A repeat opens nothing and asks nothing of anybody, so in doubt an alarm is a new one.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# The widest distance between the receipts of one alarm: a journal may wait for us so long.
KEPT_FOR = timedelta(hours=24)
# Who writes no time numbers its messages (0001-9999), and the numbers come round.
WITHOUT_TIME = timedelta(minutes=10)
# Two paths may each write when they sent it. A panel does not use a number twice in a minute.
TIMES_DIFFER = timedelta(minutes=1)
_UNNUMBERED = frozenset({None, "", "0000"})


@dataclass(frozen=True)
class Sending:
    """What tells one sending from another: its number (as sent, or None), and its times."""

    sequence: str | None
    occurred_at: datetime | None
    received_at: datetime

    @property
    def numbered(self) -> bool:
        """Return whether it has a number of its own."""
        return self.sequence not in _UNNUMBERED

    @property
    def mark(self) -> str | None:
        """Return what a repeat has too, besides the content: its number, else its time."""
        if self.numbered:
            return self.sequence
        return self.occurred_at.astimezone(UTC).isoformat() if self.occurred_at else None


def same(one: Sending, other: Sending) -> bool:
    """Return whether two sendings of the same content from one account are one alarm."""
    if one.mark is None or one.mark != other.mark:
        return False
    apart = abs(one.received_at - other.received_at)
    if one.occurred_at is None or other.occurred_at is None:
        return apart <= WITHOUT_TIME
    return apart <= KEPT_FOR and abs(one.occurred_at - other.occurred_at) <= TIMES_DIFFER
