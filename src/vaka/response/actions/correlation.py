"""The incident of an alarm, found or opened; the caller's transaction carries it."""

from datetime import datetime

from vaka.core.ids import new_id
from vaka.record import actions as record
from vaka.record.rules import Kind
from vaka.response.models import Escalation, Incident, Transmitter
from vaka.response.queries.action_cards import card_for
from vaka.response.queries.handling_rules import handling_of
from vaka.response.rules import incidents as rules
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.handling import Handling
from vaka.response.rules.incidents import Received, State


def incident_for(
    alarm: Received, transmitter: Transmitter | None, *, at: datetime
) -> str | None:
    """Return the incident that the alarm joins or opens; None when it only says something."""
    said = alarm.meaning
    if not rules.may_join(said):
        return None
    site = transmitter.site if transmitter else None
    handling = handling_of(said.kind, site_kind=site.kind if site else "")
    candidates = Incident.objects.filter(
        site=site,
        # An exercise and what is real are never one incident.
        exercise=alarm.exercise,
        kind__in=[said.kind, *handling.joins],
        state__in=[State.NEW, State.ACKNOWLEDGED],
    )
    known = rules.joined(
        [
            rules.Open(row.id, row.site_id, IncidentKind(row.kind), row.last_alarm_at)
            for row in candidates
        ],
        site=site.id if site else None,
        kind=said.kind,
        at=alarm.received_at,
        within=handling.within,
        joins=handling.joins,
    )
    if known is not None or not rules.opens_incident(said):
        return known
    return _opened(alarm, transmitter, handling, at)


def _opened(
    alarm: Received, transmitter: Transmitter | None, handling: Handling, at: datetime
) -> str:
    """Open an incident at the transmitter's site, with the card and the rule that hold now."""
    site, key = transmitter.site if transmitter else None, new_id(at=at)
    facts = {
        "kind": handling.kind,
        "priority": handling.priority,
        "site": site.id if site else None,
        "exercise": alarm.exercise,
    }
    entry = record.append(
        Kind.INCIDENT_OPENED, actor="receiver", subject=key, at=at, facts=facts
    )
    row = Incident.objects.create(
        id=key,
        site=site,
        place=rules.place(alarm, transmitter.places if transmitter else {})[:200],
        exercise_id=alarm.exercise,
        kind=handling.kind,
        priority=handling.priority,
        card=card_for(kind=handling.kind, site=site),
        opened_at=alarm.received_at,
        last_alarm_at=alarm.received_at,
        changed=entry.seq,
    )
    # From when we have it: what was delayed on its way is not late by our doing.
    Escalation.objects.bulk_create(
        Escalation(id=new_id(at=at), incident=row, step=step, due_at=at + after)
        for step, after in enumerate(handling.escalations, start=1)
    )
    return key


def joined_by(row: Incident, alarm: Received, *, changed: int) -> None:
    """Let the incident know of one more alarm, which may make it more urgent, never less."""
    if row.kind != alarm.meaning.kind and rules.opens_incident(alarm.meaning):
        kind = row.site.kind if row.site else ""
        handling = handling_of(alarm.meaning.kind, site_kind=kind)
        row.priority = min(row.priority, handling.priority)
    row.last_alarm_at = max(row.last_alarm_at, alarm.received_at)
    row.changed = changed
    row.save(update_fields=["last_alarm_at", "changed", "priority"])
