"""The safety centre as rows, one module for each of its concerns."""

from vaka.response.models.calling import CallOut, Contact, Escalation, Message
from vaka.response.models.handling import (
    ActionCard,
    Alarm,
    Centre,
    HandlingRule,
    Incident,
    StepCheck,
    Transmitter,
    Verification,
    WatchEntry,
)
from vaka.response.models.preparedness import Exercise
from vaka.response.models.shifts import Shift
from vaka.response.models.warnings import PublicWarning

__all__ = [
    "ActionCard",
    "Alarm",
    "CallOut",
    "Centre",
    "Contact",
    "Escalation",
    "Exercise",
    "HandlingRule",
    "Incident",
    "Message",
    "PublicWarning",
    "Shift",
    "StepCheck",
    "Transmitter",
    "Verification",
    "WatchEntry",
]
