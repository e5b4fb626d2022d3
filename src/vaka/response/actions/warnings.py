"""Take in a warning: once, and with an end to what it replaces or takes back."""

from dataclasses import dataclass
from datetime import datetime

from vaka.core.ids import new_id
from vaka.municipality.access import action, require
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind
from vaka.response.models import Centre, PublicWarning
from vaka.response.rules.warnings import Warned


@dataclass(frozen=True)
class Noted:
    """That a warning is stored: under which id, and whether it was new."""

    warning: str
    new: bool


@action
def receive_warning(*, warned: Warned, source: str, by: Actor, at: datetime) -> Noted:
    """Store a warning from that feed or file; the same message again changes nothing.

    What it replaces ends, also when it comes after the one that replaces it; nobody takes back
    what another sent.
    """
    name = warned.name
    require(by, Permission.RECEIVE_ALARM, board=EVERY_BOARD, subject=name.identifier)
    Centre.objects.select_for_update().get_or_create(pk=1)
    same = PublicWarning.objects.filter(
        sender=name.sender, identifier=name.identifier, sent=warned.sent
    ).first()
    if same is not None:
        return Noted(same.id, new=False)
    row = _stored(warned, source, at)
    own = [each.identifier for each in warned.replaces if each.sender == name.sender]
    PublicWarning.objects.filter(sender=name.sender, identifier__in=own, ended_at=None).exclude(
        pk=row.id
    ).update(ended_at=at, ended_by=row)
    if (later := _replaced_already(row)) is not None:
        row.ended_at, row.ended_by = at, later
        row.save(update_fields=["ended_at", "ended_by"])
    record.append(
        Kind.WARNING_RECEIVED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={
            "sender": row.sender,
            "identifier": row.identifier,
            "message_type": row.message_type,
            "severity": row.severity,
            "exercise": row.exercise,
        },
    )
    return Noted(row.id, new=True)


def _replaced_already(row: PublicWarning) -> PublicWarning | None:
    """Return the message that had replaced this one before it came."""
    later = PublicWarning.objects.filter(sender=row.sender, sent__gte=row.sent)
    name = [row.sender, row.identifier]
    others = later.exclude(pk=row.id).order_by("sent")
    return next((each for each in others if name in each.replaces), None)


def _stored(warned: Warned, source: str, at: datetime) -> PublicWarning:
    return PublicWarning.objects.create(
        id=new_id(at=at),
        sender=warned.name.sender,
        identifier=warned.name.identifier,
        sent=warned.sent,
        message_type=warned.message_type,
        exercise=warned.exercise,
        replaces=[[each.sender, each.identifier] for each in warned.replaces],
        event=warned.event,
        headline=warned.headline,
        description=warned.description,
        instruction=warned.instruction,
        severity=warned.severity,
        starts_at=warned.starts_at,
        ends_at=warned.ends_at,
        area_text=warned.area_text,
        area=dict(warned.area) if warned.area else None,
        codes=list(warned.codes),
        source=source,
        taken_at=at,
    )
