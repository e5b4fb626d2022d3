"""Public warnings (VMA) and weather warnings: what is in force, and what it replaces.

As the Common Alerting Protocol has them (OASIS CAP 1.2), with the words of one language.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# CAP leaves it to the receiver when a warning without an end is over.
WITHOUT_END = timedelta(hours=24)
# Beside the codes of counties, 01 to 25.
SWEDEN = "00"


class MessageType(StrEnum):
    """What a message does: warns anew, replaces those that it refers to, or takes them back."""

    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"


class Scope(StrEnum):
    """To whom a message is sent; what is not for everybody is nobody's to pass on."""

    PUBLIC = "Public"
    RESTRICTED = "Restricted"
    PRIVATE = "Private"


class Severity(StrEnum):
    """How severe, most severe first."""

    EXTREME = "Extreme"
    SEVERE = "Severe"
    MODERATE = "Moderate"
    MINOR = "Minor"
    UNKNOWN = "Unknown"


# What nobody could name is shown after what is severe, and before what is minor.
_RANK = {
    Severity.EXTREME: 0,
    Severity.SEVERE: 1,
    Severity.UNKNOWN: 2,
    Severity.MODERATE: 3,
    Severity.MINOR: 4,
}


@dataclass(frozen=True)
class Reference:
    """Which message is meant: its sender and its name there."""

    sender: str
    identifier: str


@dataclass(frozen=True)
class Warned:
    """One message as it was sent. `area` is GeoJSON (WGS 84), None when it names no polygon.

    `codes` are official ones of Swedish counties (two digits) and municipalities (four).
    `exercise` is whatever is not meant to be acted upon: an exercise or a test. `original` is
    the message as XML, for whoever is to have it from us as it was sent.
    """

    name: Reference
    sent: datetime
    message_type: MessageType
    exercise: bool
    replaces: tuple[Reference, ...]
    event: str
    headline: str
    description: str
    instruction: str
    severity: Severity
    starts_at: datetime
    expires_at: datetime | None
    area_text: str
    area: Mapping[str, object] | None
    codes: tuple[str, ...] = ()
    scope: Scope = Scope.PRIVATE
    original: bytes = b""

    @property
    def ends_at(self) -> datetime:
        """Return when it is over by itself."""
        return self.expires_at or max(self.sent, self.starts_at) + WITHOUT_END


def names_some_of(codes: Collection[str], served: Collection[str]) -> bool:
    """Return whether a warning's codes name one of the municipalities served, or its county.

    In doubt it does: when it names none, when nobody has said who is served, and when it names
    the whole country.
    """
    if not codes or not served or SWEDEN in codes:
        return True
    return any(code in (one, one[:2]) for code in codes for one in served)


def urgency(severity: Severity, starts_at: datetime) -> tuple[int, datetime]:
    """Return what warnings are sorted by: the most severe first, then what begins first."""
    return _RANK[severity], starts_at
