"""Alarms taken in together give what they would have given one by one."""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import pytest
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import AT
from tests.stages.response_story import RECEIVER, alarm, published, registered
from vaka.record import queries as record
from vaka.response import actions
from vaka.response.models import Alarm, Escalation, Incident, Transmitter
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.incidents import Received

pytestmark = pytest.mark.django_db(transaction=True)
KEYS = [f"k{number}" for number in range(12)]
# Where the rules turn: a minute between two clocks, ten and thirty minutes, an hour, a day.
MINUTES = [0, 0, 0, 0.5, 1, 2, 9, 11, 29, 31, 61, 24 * 60 + 1]
SENT_AT = [
    None,
    AT,
    AT + timedelta(seconds=30),
    AT.astimezone(timezone(timedelta(hours=1))),
    AT + timedelta(minutes=2),
]


ALARM = ("key", "received_at", "transmitter_id", "incident_id", "duplicate_of_id", "digest")
INCIDENT = ("id", "site_id", "kind", "place", "priority", "card_id", "state", "opened_at")
INCIDENT += ("last_alarm_at",)


@st.composite
def sent(draw: st.DrawFn) -> Received:
    """An alarm that may well repeat, join, clear or say nothing."""
    code = draw(st.sampled_from([*["BA"] * 8, "FA", "BR", "FR", "TA", "OP", "??", None]))
    return alarm(
        draw(st.sampled_from(KEYS)),
        AT + timedelta(minutes=draw(st.sampled_from(MINUTES))),
        account=draw(st.sampled_from([*["0028"] * 4, "00aa", "00AA", "FFFF", None])),
        protocol="NULL" if code is None else "SIA-DCS",
        code=code,
        zone=draw(st.sampled_from(["05", "05", "06"])),
        sequence=draw(st.sampled_from([*["0001"] * 4, "0002", "0000", None])),
        occurred_at=draw(st.sampled_from(SENT_AT)),
        duplicate_of=draw(st.sampled_from([None, None, None, *KEYS[:4]])),
    )


class Names:
    """What does not change from one run to the next, for ids that do."""

    def __init__(self, known: dict[str, str]) -> None:
        self._known = known

    def note(self, opened: Sequence[str]) -> None:
        """Name incidents by the order in which they were opened."""
        self._known |= {key: f"incident {number}" for number, key in enumerate(opened)}

    def __getitem__(self, value: object) -> object:
        return self._known.get(value, value) if isinstance(value, str) else value

    def of(self, row: Model, *columns: str) -> tuple[object, ...]:
        """Return columns of a row with the ids in them named."""
        return tuple(self[getattr(row, column)] for column in columns)


def taken(batches: Sequence[Sequence[Received]]) -> object:
    """Take the batches in, and return all that came of it; nothing of it is left behind."""
    Transmitter.objects.update(heard_at=None)
    begun = record.size()
    receipts = [
        receipt
        for batch in batches
        for receipt in actions.receive_alarms(alarms=batch, by=RECEIVER, at=AT)
    ]
    entries = record.newest(limit=record.size() - begun)[::-1]
    incidents = {row.id: row for row in Incident.objects.all()}
    names = Names({row.id: row.key for row in Alarm.objects.all()})
    names.note([entry.subject for entry in entries if entry.subject in incidents])
    found = (
        [(names[one.alarm], names[one.incident], one.new) for one in receipts],
        [names.of(row, *ALARM) for row in Alarm.objects.order_by("key")],
        [(*names.of(row, *INCIDENT), row.changed - begun) for row in incidents.values()],
        [names.of(row, "incident_id", "step", "due_at") for row in Escalation.objects.all()],
        list(Transmitter.objects.order_by("account").values_list("heard_at")),
        [names.of(entry, "kind", "actor", "subject", "at") for entry in entries],
        [sorted((f, names[fact]) for f, fact in entry.facts.items()) for entry in entries],
    )
    for part in (found[2], found[3]):
        part.sort(key=str)
    Escalation.objects.all().delete()
    Alarm.objects.update(duplicate_of=None)
    Alarm.objects.all().delete()
    Incident.objects.all().delete()
    return found


@pytest.fixture
def centre(site, founder, at: datetime):
    """Two transmitters at the square, and rules by which kinds join and hurry one another."""
    registered(site, founder, at)
    actions.register_transmitter(
        account="00AA",
        name="Brandlarm",
        site=site.id,
        places={},
        interval=timedelta(minutes=5),
        by=founder,
        at=at,
    )
    published(founder, at, site_kind="square")
    for kind, joins, minutes in (
        (IncidentKind.FIRE, [IncidentKind.INTRUSION], 60),
        (IncidentKind.TAMPER, [IncidentKind.FIRE], 5),
    ):
        actions.publish_handling_rule(
            kind=kind,
            within=timedelta(minutes=minutes),
            priority=1,
            escalations=[timedelta(seconds=60)],
            joins=joins,
            by=founder,
            at=at,
        )


@pytest.mark.usefixtures("centre")
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(alarms=st.lists(sent(), min_size=2, max_size=12), data=st.data())
def test_a_batch_gives_what_one_by_one_gives(
    alarms: list[Received], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(alarms) - 1))
    assert taken([alarms[:cut], alarms[cut:]]) == taken([[one] for one in alarms])


@pytest.mark.usefixtures("centre")
def test_what_a_batch_asks_does_not_grow_with_it(django_assert_max_num_queries) -> None:
    actions.receive_alarms(alarms=[alarm("first", AT)], by=RECEIVER, at=AT)
    many = [
        alarm(f"n{number}", AT, sequence=f"{number:04}", zone=f"{number:02}")
        for number in range(100)
    ]
    # On SQLite a statement has room for so many rows only; each insert goes in a few.
    with django_assert_max_num_queries(45):
        actions.receive_alarms(alarms=many, by=RECEIVER, at=AT)
    assert Incident.objects.get().alarms.count() == 101
    assert record.audit().holds


@pytest.mark.usefixtures("centre")
def test_no_alarms_are_no_act() -> None:
    begun = record.size()
    assert actions.receive_alarms(alarms=[], by=RECEIVER, at=AT) == []
    assert record.size() == begun
