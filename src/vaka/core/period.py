"""A stretch of time, half-open: its start is in it, its end is not."""

from dataclasses import dataclass
from datetime import datetime

from vaka.core.errors import BadInput


@dataclass(frozen=True, order=True)
class Period:
    """From `start` up to but not including `end`; both know their time zone.

    :raises BadInput: when an end lacks a time zone or the period would be empty.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise BadInput("period", "a time has no time zone", "Give an offset, as in +01:00")
        if self.end <= self.start:
            raise BadInput("period", "it ends before it starts", "Put the end after the start")

    def __contains__(self, at: datetime) -> bool:
        return self.start <= at < self.end

    def overlaps(self, other: "Period") -> bool:
        """Return whether some instant lies in both."""
        return self.start < other.end and other.start < self.end
