"""Take in alarms: each once however often it comes, into the incident that it belongs to.

Those that come together are one transaction with a bounded number of questions, and what is
stored is what would have been if each had come alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from vaka.core.ids import new_id
from vaka.municipality.access import action, require
from vaka.municipality.queries import accounts_of
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission
from vaka.municipality.rules.tokens import Refusal, TokenRefused, sends_for_itself
from vaka.record import actions as record
from vaka.record.rules import Act, Kind
from vaka.response.actions.correlation import Arrival, Correlation
from vaka.response.actions.originals import Originals
from vaka.response.models import Alarm, Centre, Transmitter
from vaka.response.rules.codes import SUPERVISION
from vaka.response.rules.incidents import Received


@dataclass(frozen=True)
class Receipt:
    """That an alarm is stored: under which id, in which incident, and whether it was new."""

    alarm: str
    incident: str | None
    new: bool


@action
def receive_alarms(*, alarms: Sequence[Received], by: Actor, at: datetime) -> list[Receipt]:
    """Store alarms in their order, with their incidents and record lines, all or nothing.

    The same key again changes nothing. The same alarm under another key (sent again, or by a
    second path) is kept as a repeat and touches no incident. An account that nobody registered
    opens an incident without a site, since somebody may need help there. The receipts come in
    the order of the alarms.

    :raises TokenRefused: when it comes by a token that is not for its account.
    """
    for alarm in alarms:
        require(by, Permission.RECEIVE_ALARM, board=EVERY_BOARD, subject=alarm.key)
    if sends_for_itself(by):
        alarms = _own(alarms, by)
    Centre.objects.select_for_update().get_or_create(pk=1)
    stored = {row.key: row for row in Alarm.objects.filter(key__in=[a.key for a in alarms])}
    fresh: dict[str, Received] = {}
    for alarm in alarms:
        if alarm.key not in stored:
            fresh.setdefault(alarm.key, alarm)
    heard = _heard(fresh.values())
    arrivals = [(alarm, heard.get(_account(alarm))) for alarm in fresh.values()]
    stored |= {row.key: row for row in take_in(arrivals, by=by, at=at)}
    return [
        Receipt(row.id, row.incident_id, new=fresh.pop(row.key, None) is not None)
        for row in (stored[alarm.key] for alarm in alarms)
    ]


def _own(alarms: Sequence[Received], by: Actor) -> list[Received]:
    """Return alarms of the token's own accounts, under keys that meet nobody else's.

    Else one who sends could hold a cut-off transmitter of another's for alive, or take the key
    under which another's alarm is to come.

    :raises TokenRefused: when one is of another account.
    """
    own = accounts_of(by)
    if any(_account(alarm) not in own for alarm in alarms):
        raise TokenRefused(Refusal.OTHER_ACCOUNT, by.token)
    return [replace(alarm, key=f"{by.organisation}:{alarm.key}") for alarm in alarms]


def take_in(arrivals: Sequence[Arrival], *, by: Actor, at: datetime) -> list[Alarm]:
    """Store alarms whose transmitters are known, each in its incident unless it is a repeat.

    The caller's transaction carries it.
    """
    originals = Originals([alarm for alarm, _ in arrivals])
    correlation, rows = Correlation(arrivals, at=at), []
    for alarm, source in arrivals:
        original = originals.of(alarm)
        if original is not None:
            row = _row(alarm, source, original, original.incident_id, by, at)
        else:
            incident = correlation.incident_for(alarm, source)
            row = _row(alarm, source, None, incident, by, at)
            if incident is not None:
                correlation.joined_by(incident, alarm, source)
        originals.add(row)
        rows.append(row)
        # A mere sign of life is kept, but is no act: hundreds of sites say it each minute.
        if alarm.meaning is not SUPERVISION:
            correlation.acts.append(_received(row, by, at))
    correlation.save([entry.seq for entry in record.append_all(correlation.acts)])
    return Alarm.objects.bulk_create(rows)


def _account(alarm: Received) -> str:
    return (alarm.account or "").upper()


def _heard(alarms: Iterable[Received]) -> Mapping[str, Transmitter]:
    """Return the transmitters of the alarms by account, noted as alive."""
    last: dict[str, datetime] = {}
    for alarm in alarms:
        account = _account(alarm)
        last[account] = max(last.get(account, alarm.received_at), alarm.received_at)
    known = Transmitter.objects.select_related("site").filter(account__in=last, ended_at=None)
    found, moved = {row.account: row for row in known}, []
    for account, row in found.items():
        if row.heard_at is None or row.heard_at < last[account]:
            row.heard_at = last[account]
            moved.append(row)
    # All are there: an upsert is one statement with a row each, and no case for each.
    Transmitter.objects.bulk_create(
        moved, update_conflicts=True, unique_fields=["id"], update_fields=["heard_at"]
    )
    return found


def _row(
    alarm: Received,
    source: Transmitter | None,
    original: Alarm | None,
    incident: str | None,
    by: Actor,
    at: datetime,
) -> Alarm:
    longitude, latitude = alarm.position or (None, None)
    return Alarm(
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
        transmitter=source,
        incident_id=incident,
        token_id=by.token if sends_for_itself(by) else None,
    )


def _received(row: Alarm, by: Actor, at: datetime) -> Act:
    facts = {
        "account": row.account,
        "code": row.code,
        "digest": row.digest,
        "incident": row.incident_id,
        "duplicate_of": row.duplicate_of_id,
    }
    return Act(Kind.ALARM_RECEIVED, by.id, row.id, at, facts)
