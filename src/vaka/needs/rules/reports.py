"""What a file of problems or survey results says, a row at a time, once it is understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from vaka.needs.rules.table import RejectedRow


class Flag(StrEnum):
    """How a problem came to be known; the kinds are never summed (evidence.md 0.4).

    What is found by looking rises with the looking: a camera makes such figures go up.
    """

    VICTIM_REPORTED = "victim_reported"
    OBSERVED = "observed"
    DETECTION_DRIVEN = "detection_driven"


class Status(StrEnum):
    """Whether a survey figure is published, or made up for the example."""

    PUBLISHED = "published"
    EXAMPLE = "example"


class WhyNot(StrEnum):
    """Why an import cannot be undone."""

    UNDONE = "undone"
    CHANGED_SINCE = "changed-since"
    CITED_BY_STATEMENT = "cited-by-statement"
    CITED_BY_ASSESSMENT = "cited-by-assessment"


class Strictness(StrEnum):
    """What becomes of the good rows when some are bad."""

    TAKE_GOOD_ROWS = "take-good-rows"
    ALL_OR_NOTHING = "all-or-nothing"


@dataclass(frozen=True)
class Report:
    """One report of a problem; it happened at some instant from `occurred_from` to
    `occurred_to`, both included.

    `count` is how many problems it tells of. Its position, when it has one, is within so many
    metres of where it was (None: that very place).
    """

    external_id: str
    occurred_from: datetime
    occurred_to: datetime
    category: str
    source: str
    flag: Flag
    longitude: float | None
    latitude: float | None
    place: str
    text: str
    count: int = 1
    within_m: int | None = None


@dataclass(frozen=True)
class SurveyFigure:
    """One figure of a safety survey: a share (per cent) or an index score, with its sample."""

    area: str
    year: int
    indicator: str
    share: float | None
    score: float | None
    answers: int | None
    sent: int | None
    status: Status


# A file of nothing but rubbish must not fill the memory with complaints.
MOST_REASONS = 1000


@dataclass
class ImportReport:
    """What an import did, or would do: counts, and why rows were not taken.

    `applied` is false when nothing went in because of `ALL_OR_NOTHING`, or was only tried.
    `reasons` holds the first 1,000 rejected rows. `left_out` are rows of a kind that the map of
    the source leaves out; they are not counted as read. `key` is the id of what was brought in,
    by which it can be undone; empty when nothing was.
    """

    sha256: str = ""
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    left_out: int = 0
    applied: bool = False
    key: str = ""
    reasons: list[RejectedRow] = field(default_factory=list)

    def reject(self, row: RejectedRow) -> None:
        """Count a row that was not taken, and keep why."""
        self.rejected += 1
        if len(self.reasons) < MOST_REASONS:
            self.reasons.append(row)

    def counts(self) -> Mapping[str, int]:
        """Return the counts, as the record and the command line give them."""
        return {
            "read": self.read,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
        }
