"""Whom to call, by which way, when; what is said, and how often it is tried."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from vaka.core.errors import BadInput
from vaka.terms.document import HOLIDAY, MINUTES_A_DAY, WEEKDAYS, Hours
from vaka.terms.hours import stretches

DAYS = (*WEEKDAYS, HOLIDAY)


class Channel(StrEnum):
    """By which way somebody is told. A call is made by a person, and only noted here."""

    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    WEBHOOK = "webhook"


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
