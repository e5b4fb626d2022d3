"""Instants as others send them: of years that every time zone has."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

# At the calendar's ends a time zone, or a minute more, leads out of it.
YEARS = range(1900, 3000)


def has_all_zones(at: datetime) -> bool:
    """Return whether an instant is far from the calendar's ends."""
    return at.year in YEARS


def _sound(at: datetime) -> datetime:
    if not has_all_zones(at):
        raise ValueError("Give a year from 1900 to 2999")
    return at


Instant = Annotated[AwareDatetime, AfterValidator(_sound)]
