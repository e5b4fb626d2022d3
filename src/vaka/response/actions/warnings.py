"""Take in a warning: once, and with an end to what it replaces or takes back."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

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
    what another sent, and no exercise what is meant.
    """
    name = warned.name
    require(by, Permission.RECEIVE_ALARM, board=EVERY_BOARD, subject=name.identifier)
    Centre.objects.select_for_update().get_or_create(pk=1)
    same = PublicWarning.objects.filter(
        sender=name.sender, identifier=name.identifier, sent=warned.sent
    ).first()
    if same is not None:
        return Noted(same.id, new=False)
    key = new_id(at=at)
    facts = {
        "sender": name.sender,
        "identifier": name.identifier,
        "message_type": warned.message_type,
        "severity": warned.severity,
        "exercise": warned.exercise,
    }
    entry = record.append(Kind.WARNING_RECEIVED, actor=by.id, subject=key, at=at, facts=facts)
    row = _stored(warned, source, key, entry.seq, at)
    own = [each.identifier for each in warned.replaces if each.sender == name.sender]
    _like(row).filter(identifier__in=own, ended_at=None).update(ended_at=at, ended_by=row)
    if (later := _replaced_already(row)) is not None:
        row.ended_at, row.ended_by = at, later
        row.save(update_fields=["ended_at", "ended_by"])
    return Noted(row.id, new=True)


def _replaced_already(row: PublicWarning) -> PublicWarning | None:
    """Return the message that had replaced this one before it came."""
    name = [row.sender, row.identifier]
    later = _like(row).filter(sent__gte=row.sent).order_by("sent")
    return next((each for each in later if name in each.replaces), None)


def _like(row: PublicWarning) -> QuerySet[PublicWarning]:
    """Return the sender's other messages of the same earnest: no exercise ends a warning."""
    same = PublicWarning.objects.filter(sender=row.sender, exercise=row.exercise)
    return same.exclude(pk=row.id).defer("original")


def _stored(
    warned: Warned, source: str, key: str, received: int, at: datetime
) -> PublicWarning:
    return PublicWarning.objects.create(
        id=key,
        sender=warned.name.sender,
        identifier=warned.name.identifier,
        sent=warned.sent,
        message_type=warned.message_type,
        exercise=warned.exercise,
        scope=warned.scope,
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
        original=warned.original,
        taken_at=at,
        received=received,
    )
