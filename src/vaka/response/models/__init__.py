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
from vaka.response.models.preparedness import Exercise, Plan, Resource, ResourceUse
from vaka.response.models.sharing import PartnerLogin, Sharing, SharingAgreement
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
    "PartnerLogin",
    "Plan",
    "PublicWarning",
    "Resource",
    "ResourceUse",
    "Sharing",
    "SharingAgreement",
    "Shift",
    "StepCheck",
    "Transmitter",
    "Verification",
    "WatchEntry",
]
