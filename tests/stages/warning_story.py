"""What the tests of warnings start from: one that is in force everywhere for six hours."""

from dataclasses import replace
from datetime import datetime, timedelta

from vaka.municipality.rules import machine
from vaka.response import actions
from vaka.response.rules.warnings import MessageType, Reference, Scope, Severity, Warned

WORKER = machine("worker")


def warned(at: datetime, name: str = "1", **changed: object) -> Warned:
    """Return a warning that was sent now, for six hours, without a polygon."""
    told = Warned(
        name=Reference("cap@smhi.se", name),
        sent=at,
        message_type=MessageType.ALERT,
        exercise=False,
        replaces=(),
        event="Vind",
        headline="Orange varning",
        description="Stormbyar",
        instruction="Håll dig inne",
        severity=Severity.SEVERE,
        starts_at=at,
        expires_at=at + timedelta(hours=6),
        area_text="Skåne",
        area=None,
        scope=Scope.PUBLIC,
    )
    return replace(told, **changed)


def take_warning(at: datetime, name: str = "1", **changed: object) -> actions.Noted:
    return actions.receive_warning(
        warned=warned(at, name, **changed), source="feed", by=WORKER, at=at
    )
