"""An answer with its reason, and for how long it holds."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Verdict:
    """Yes or no, one reason code, and the next instant at which the answer can change.

    `until` is None when nothing but a new document can change the answer.
    """

    permitted: bool
    reason: str
    until: datetime | None
