"""Take in an alarm: once however often it comes, into the incident that it belongs to."""

from dataclasses import dataclass
from datetime import datetime

from vaka.core.ids import new_id
from vaka.municipality.access import action, require
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind
from vaka.response.actions.correlation import incident_for, joined_by
from vaka.response.models import Alarm, Centre, Transmitter
from vaka.response.rules import repeats
from vaka.response.rules.codes import SUPERVISION
from vaka.response.rules.incidents import Received


@dataclass(frozen=True)
class Receipt:
    """That an alarm is stored: under which id, in which incident, and whether it was new."""

    alarm: str
    incident: str | None
    new: bool


@action
def receive_alarm(*, alarm: Received, by: Actor, at: datetime) -> Receipt:
    """Store an alarm with its incident and both record lines, all or nothing.

    The same key again changes nothing. The same alarm under another key (sent again, or by a
    second path) is kept as a repeat and touches no incident. An account that nobody registered
    opens an incident without a site, since somebody may need help there.
    """
    require(by, Permission.RECEIVE_ALARM, board=EVERY_BOARD, subject=alarm.key)
    Centre.objects.select_for_update().get_or_create(pk=1)
    if seen := Alarm.objects.filter(key=alarm.key).first():
        return Receipt(seen.id, seen.incident_id, new=False)
    return take_in(alarm, _heard(alarm), _original(alarm), by=by, at=at)


def take_in(
    alarm: Received,
    transmitter: Transmitter | None,
    original: Alarm | None,
    *,
    by: Actor,
    at: datetime,
) -> Receipt:
    """Store an alarm whose transmitter is known, in its incident, unless it repeats another.

    The caller's transaction carries it.
    """
    if original is not None:
        incident: str | None = original.incident_id
    else:
        incident = incident_for(alarm, transmitter, at=at)
    row = _stored(alarm, transmitter, original, incident, at)
    _put_on_record(alarm, row, by, at)
    return Receipt(row.id, incident, new=True)


def _heard(alarm: Received) -> Transmitter | None:
    """Return the transmitter of that account, noted as alive; None when it is unknown."""
    account = (alarm.account or "").upper()
    row = (
        Transmitter.objects.select_related("site")
        .filter(account=account, ended_at=None)
        .first()
    )
    if row is not None and (row.heard_at is None or row.heard_at < alarm.received_at):
        row.heard_at = alarm.received_at
        row.save(update_fields=["heard_at"])
    return row


def _original(alarm: Received) -> Alarm | None:
    """Return the alarm that this one repeats: as its receiver says, or as we see ourselves."""
    if alarm.duplicate_of:
        known = Alarm.objects.select_related("duplicate_of").filter(key=alarm.duplicate_of)
        told = known.filter(account__iexact=alarm.account or "").first()
        if told is not None:
            return told.duplicate_of or told
    near = alarm.received_at - repeats.KEPT_FOR, alarm.received_at + repeats.KEPT_FOR
    alike = Alarm.objects.filter(
        digest=alarm.digest, received_at__range=near, duplicate_of=None
    ).order_by("received_at")
    return next((row for row in alike if repeats.same(alarm.sending, _sending(row))), None)


def _sending(row: Alarm) -> repeats.Sending:
    return repeats.Sending(row.sequence or None, row.occurred_at, row.received_at)


def _stored(
    alarm: Received,
    transmitter: Transmitter | None,
    original: Alarm | None,
    incident: str | None,
    at: datetime,
) -> Alarm:
    longitude, latitude = alarm.position or (None, None)
    return Alarm.objects.create(
        id=new_id(at=at),
        key=alarm.key,
        received_at=alarm.received_at,
        taken_at=at,
        protocol=alarm.protocol,
        account=alarm.account or "",
        sequence=alarm.sequence or "",
        receiver=alarm.receiver or "",
        line=alarm.line or "",
        code=alarm.code or "",
        qualifier=alarm.qualifier or "",
        area=alarm.area or "",
        zone=alarm.zone or "",
        text=alarm.text or "",
        user=alarm.user or "",
        extended=dict(alarm.extended),
        longitude=longitude,
        latitude=latitude,
        occurred_at=alarm.occurred_at,
        encrypted=alarm.encrypted,
        deviations=list(alarm.deviations),
        raw=alarm.raw,
        digest=alarm.digest,
        exercise=alarm.exercise is not None,
        duplicate_of=original,
        transmitter=transmitter,
        incident_id=incident,
    )


def _put_on_record(alarm: Received, row: Alarm, by: Actor, at: datetime) -> None:
    """Put the alarm on the record, and let the consoles see its incident as changed.

    A mere sign of life is kept, but is no act: hundreds of sites say it each minute.
    """
    if alarm.meaning is SUPERVISION:
        return
    entry = record.append(
        Kind.ALARM_RECEIVED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={
            "account": row.account,
            "code": row.code,
            "digest": row.digest,
            "incident": row.incident_id,
            "duplicate_of": row.duplicate_of_id,
        },
    )
    if row.incident is not None and row.duplicate_of_id is None:
        joined_by(row.incident, alarm, changed=entry.seq)
