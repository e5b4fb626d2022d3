"""Events that the police publish, and what their positions are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from vaka.needs.rules.table import RejectedRow


class Precision(StrEnum):
    """Of what a position is the centre. The police publish no addresses."""

    MUNICIPALITY = "municipality"
    COUNTY = "county"


@dataclass(frozen=True)
class PublishedEvent:
    """One event as published; `content_hash` is of all that was published about it.

    `occurred_at` is when the police write that it happened, `published_at` when the text was
    put out or last changed. `longitude` and `latitude` are those of a centre, never an address.
    """

    id: int
    occurred_at: datetime | None
    published_at: datetime
    kind: str
    place: str
    longitude: float
    latitude: float
    summary: str
    url: str
    content_hash: str


class Publication(Protocol):
    """Events as some reader hands them on, one at a time, with the hash of the bytes read."""

    @property
    def sha256(self) -> str:
        """Return the SHA-256 (hex) of what has been read so far."""
        ...

    def __iter__(self) -> Iterator[PublishedEvent | RejectedRow]:
        """Return each event, or why a line cannot be taken."""
        ...


def precision(place: str) -> Precision:
    """Return of what the position of an event at that place is the centre."""
    return Precision.COUNTY if place.endswith(" län") else Precision.MUNICIPALITY


# Notices about other events, or about nothing that happened at a place.
NOTICES = ("Sammanfattning", "Uppdatering", "Information")


def is_notice(kind: str) -> bool:
    """Return whether the entry sums up or informs, and so is no event to be counted."""
    return kind.startswith(NOTICES)
