"""Whom to call, by which way, when; what is said, and how often it is tried."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from vaka.core.errors import BadInput
from vaka.terms.document import HOLIDAY, MINUTES_A_DAY, WEEKDAYS, Hours
from vaka.terms.hours import stretches

DAYS = (*WEEKDAYS, HOLIDAY)
# A gateway that is away for a moment must not cost the message; one that is away for long must
# not hide that nobody was told.
RETRY_AFTER = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 60, 120))
# Longer than any gateway may take, so that no second worker sends what a first still sends.
CLAIMED_FOR = timedelta(seconds=60)


class Channel(StrEnum):
    """By which way somebody is told. A call is made by a person, and only noted here."""

    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    WEBHOOK = "webhook"


class Delivery(StrEnum):
    """How far a message has come."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given-up"


@dataclass(frozen=True)
class Outgoing:
    """One message on its way: to whom, and what it says. `key` is the same at each attempt."""

    key: str
    address: str
    subject: str
    text: str


class NotSent(Exception):
    """A gateway did not take a message; its words say why."""


def check_hours(hours: Hours) -> None:
    """Let hours through that name days and a stretch of the clock.

    :raises BadInput: when they do not.
    """
    if not hours.days or not set(hours.days) <= set(DAYS):
        raise BadInput("days", "no day, or one that does not exist", "Choose at least one day")
    if not (0 <= hours.start < MINUTES_A_DAY and 0 <= hours.end <= MINUTES_A_DAY):
        raise BadInput("start", "it is no time of the day", "Write HH:MM")


def on_duty(hours: Hours, *, at: datetime, zone: ZoneInfo) -> bool:
    """Return whether the wall clock of that place stands inside the hours."""
    local = at.astimezone(zone)
    minute = local.hour * 60 + local.minute
    return any(start <= minute < end for start, end in stretches((hours,), local.date()))


def try_again(attempts: int) -> timedelta | None:
    """Return how long to wait after so many attempts; None when it is given up."""
    return RETRY_AFTER[attempts - 1] if attempts <= len(RETRY_AFTER) else None
