"""Alarms in from the receiver; incidents to read and handle."""

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Header, Router, Schema, Status
from ninja.security import django_auth
from pydantic import AfterValidator, AwareDatetime, ValidationError

from vaka.api.acting import actor, now
from vaka.api.by_token import EdgeToken, by_token
from vaka.api.instants import Instant, has_all_zones
from vaka.core.errors import BadInput
from vaka.core.period import Period
from vaka.municipality.rules.tokens import sends_for_itself
from vaka.response import actions, queries
from vaka.response.rules.calling import Channel
from vaka.response.rules.incidents import Finding, Outcome, Received

if TYPE_CHECKING:
    from vaka.response.models import Incident

router = Router(tags=["response"])
RECEIVER = [by_token, EdgeToken("receiver")]
LONGEST_KEY = 200
# Before it stands the id of the organisation.
LONGEST_KEY_OF_ORGANISATION = LONGEST_KEY - 27


def _when(at: datetime | None) -> datetime | None:
    """Return when it happened; None of a clock that is centuries wrong: the alarm stays."""
    return at if at and has_all_zones(at) else None


Degrees = Annotated[float, Field(allow_inf_nan=False)]


class AlarmIn(Schema):
    """One alarm as `vaka alarms list --json` prints it; what was not sent is null."""

    received_at: Instant
    protocol: str
    raw: str
    account: str | None = None
    sequence: str | None = None
    receiver: str | None = None
    line: str | None = None
    code: str | None = None
    qualifier: str | None = None
    area: str | None = None
    zone: str | None = None
    text: str | None = None
    user: str | None = None
    extended: dict[str, str] = {}
    position: tuple[Degrees, Degrees] | None = None
    occurred_at: Annotated[AwareDatetime | None, AfterValidator(_when)] = None
    encrypted: bool = False
    duplicate_of: str | None = None
    deviations: list[str] = []


class KeyedAlarmIn(AlarmIn):
    """One alarm of several; its `id` is its idempotency key."""

    id: Annotated[str, Field(min_length=1, max_length=LONGEST_KEY)]


class AlarmOut(Schema):
    """Where the alarm is now."""

    alarm: str
    incident: str | None


class OneOut(Schema):
    """What became of one alarm of several: where it is now, or why it is none."""

    alarm: str | None = None
    incident: str | None = None
    new: bool = False
    problem: str = ""


class IncidentOut(Schema):
    """One incident."""

    id: str
    site: str | None
    kind: str
    place: str
    priority: int
    state: str
    exercise: str | None
    opened_at: AwareDatetime
    acknowledged_at: AwareDatetime | None
    acknowledged_by: str | None
    escalated: int
    verified_at: AwareDatetime | None
    finding: str
    dispatched_at: AwareDatetime | None
    closed_at: AwareDatetime | None
    closed_by: str | None
    outcome: str
    reason: str


class FiguresOut(Schema):
    """The figures of a year; `by_hour` is Monday to Sunday, 24 hours each by the local clock.

    `seconds` is by priority and step (acknowledged, verified, closed) what half, nine of ten
    and 99 of a hundred took at most.
    """

    count: int
    closed: int
    false: int
    by_kind: dict[str, int]
    by_board: dict[str, int]
    by_outcome: dict[str, int]
    by_hour: list[list[int]]
    false_by_source: dict[str, int]
    seconds: dict[int, dict[str, list[float]]]


class EntryIn(Schema):
    """A line for the watch log."""

    text: str


class CheckIn(Schema):
    """A step of the action card that was done, with the answer when it is a question."""

    step: str
    answer: str = ""


class FindingIn(Schema):
    """What who looked found."""

    finding: Finding


class MessageIn(Schema):
    """Whom to send, and by which way they are told."""

    contact: str
    channel: Channel


class CloseIn(Schema):
    """What the incident turned out to be, and why required steps were left undone."""

    outcome: Outcome
    reason: str = ""


class Done(Schema):
    """The id of what was made."""

    id: str


def _told(row: "Incident") -> IncidentOut:
    return IncidentOut(
        id=row.id,
        site=row.site_id,
        kind=row.kind,
        place=row.place,
        priority=row.priority,
        state=row.state,
        exercise=row.exercise_id,
        opened_at=row.opened_at,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=row.acknowledged_by_id,
        escalated=row.escalated,
        verified_at=row.verified_at,
        finding=row.finding,
        dispatched_at=row.dispatched_at,
        closed_at=row.closed_at,
        closed_by=row.closed_by_id,
        outcome=row.outcome,
        reason=row.reason,
    )


def _received(key: str, told: AlarmIn) -> Received:
    fields = told.dict(exclude={"id", "deviations"})
    return Received(key=key, **fields, deviations=tuple(told.deviations))


@router.post("/alarms", auth=RECEIVER, response={201: AlarmOut, 200: AlarmOut})
def receive_alarm(
    request: HttpRequest,
    body: AlarmIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key")],
) -> Status[AlarmOut]:
    """Take an alarm in: 201 when it is stored now, 200 when this key was stored before.

    An organisation sends alarms of its own accounts; its keys meet nobody else's.
    """
    by = actor(request)
    most = LONGEST_KEY_OF_ORGANISATION if sends_for_itself(by) else LONGEST_KEY
    if not 0 < len(idempotency_key) <= most:
        raise BadInput("Idempotency-Key", "empty or too long", f"Send 1 to {most} characters")
    alarm = _received(idempotency_key, body)
    [receipt] = actions.receive_alarms(alarms=[alarm], by=by, at=now())
    told = AlarmOut(alarm=receipt.alarm, incident=receipt.incident)
    return Status(201 if receipt.new else 200, told)


@router.post("/alarm-batches", auth=RECEIVER, response=list[OneOut])
def receive_alarms(request: HttpRequest, body: list[dict[str, object]]) -> list[OneOut]:
    """Take alarms in, all in one act, and answer for each in its order.

    One that is no alarm is answered with its problem, and does not hold up the others.
    """
    read = [_read(one) for one in body]
    alarms = [one for one in read if isinstance(one, Received)]
    receipts = iter(actions.receive_alarms(alarms=alarms, by=actor(request), at=now()))
    return [
        OneOut(problem=one) if isinstance(one, str) else OneOut(**asdict(next(receipts)))
        for one in read
    ]


def _read(told: dict[str, object]) -> Received | str:
    """Return the alarm, or what is wrong with it."""
    try:
        one = KeyedAlarmIn.model_validate(told)
    except ValidationError as problem:
        first = problem.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return _received(one.id, one)


@router.get("/incidents", auth=django_auth, response=list[IncidentOut])
def incidents(request: HttpRequest) -> list[IncidentOut]:
    """Return the open incidents in the order to take them."""
    return [_told(row) for row in queries.queue(by=actor(request))]


@router.get("/incident-figures", auth=django_auth, response=FiguresOut)
def figures(request: HttpRequest, year: int) -> FiguresOut:
    """Return the figures of a year, by the clock of the municipality."""
    if not 2000 <= year <= 9998:
        raise BadInput("year", f"{year}", "Give a year from 2000")
    zone = timezone.get_default_timezone()
    starts, ends = (datetime(each, 1, 1, tzinfo=zone) for each in (year, year + 1))
    told = queries.figures(Period(starts, ends), by=actor(request), at=now())
    return FiguresOut(
        count=told.count,
        closed=told.closed,
        false=told.false,
        by_kind=dict(told.by_kind),
        by_board=dict(told.by_board),
        by_outcome=dict(told.by_outcome),
        by_hour=[list(day) for day in told.by_hour],
        false_by_source={one.name: one.false for one in told.sources},
        seconds={
            row.priority: {
                name: [each.total_seconds() for each in (one.half, one.most, one.nearly_all)]
                for name, one in (
                    ("acknowledged", row.acknowledged),
                    ("verified", row.verified),
                    ("closed", row.closed),
                )
                if one
            }
            for row in told.handling
        },
    )


@router.get("/incidents/{key}", auth=django_auth, response=IncidentOut)
def incident(request: HttpRequest, key: str) -> IncidentOut:
    """Return one incident, open or closed."""
    return _told(queries.incident(key, by=actor(request)))


@router.post("/incidents/{key}/acknowledge", auth=django_auth, response=IncidentOut)
def acknowledge(request: HttpRequest, key: str) -> IncidentOut:
    """Take an incident on; 409 names who has it when somebody else does."""
    return _told(actions.acknowledge(incident=key, by=actor(request), at=now()))


@router.post("/incidents/{key}/findings", auth=django_auth, response=IncidentOut)
def verify(request: HttpRequest, key: str, body: FindingIn) -> IncidentOut:
    """Note what who looked found; a later finding takes its place."""
    return _told(
        actions.verify(incident=key, finding=body.finding, by=actor(request), at=now())
    )


@router.post("/incidents/{key}/messages", auth=django_auth, response={201: Done})
def dispatch(request: HttpRequest, key: str, body: MessageIn) -> Status[Done]:
    """Send somebody; a telephone call is noted as made."""
    row = actions.dispatch(
        incident=key, contact=body.contact, channel=body.channel, by=actor(request), at=now()
    )
    return Status(201, Done(id=row.id))


@router.post("/incidents/{key}/checks", auth=django_auth, response={201: Done})
def check_step(request: HttpRequest, key: str, body: CheckIn) -> Status[Done]:
    """Check a step of the action card off."""
    row = actions.check_step(
        incident=key, step=body.step, answer=body.answer, by=actor(request), at=now()
    )
    return Status(201, Done(id=row.id))


@router.post("/incidents/{key}/entries", auth=django_auth, response={201: Done})
def write_entry(request: HttpRequest, key: str, body: EntryIn) -> Status[Done]:
    """Write a line in the watch log."""
    row = actions.write_entry(incident=key, text=body.text, by=actor(request), at=now())
    return Status(201, Done(id=row.id))


@router.post("/incidents/{key}/close", auth=django_auth, response=IncidentOut)
def close(request: HttpRequest, key: str, body: CloseIn) -> IncidentOut:
    """Close an incident with its outcome."""
    row = actions.close(
        incident=key, outcome=body.outcome, reason=body.reason, by=actor(request), at=now()
    )
    return _told(row)
