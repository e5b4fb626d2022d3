"""Nobody acknowledges: the steps fall due once each, and who is on duty is told, or is not."""

from datetime import datetime, timedelta

import pytest

from tests.stages.response_story import planned, published, reached, registered, take
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.core.outgoing import CLAIMED_FOR, Delivery
from vaka.municipality.rules import Role
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.response import actions, queries
from vaka.response.models import CallOut, Contact, Incident, Message
from vaka.response.rules.calling import DAYS, Channel
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.incidents import Finding
from vaka.terms.document import Hours

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = timedelta(seconds=1)


@pytest.fixture
def contact(founder, at: datetime) -> Contact:
    return reached(founder, at)


@pytest.fixture
def incident(site, founder, at: datetime) -> str:
    registered(site, founder, at)
    published(founder, at)
    key = take("a", at).incident
    assert key is not None
    return key


@pytest.fixture
def operator(person):
    return person(Role.OPERATOR)


def kinds(incident: str) -> list[str]:
    return [entry.kind for entry in record.entries(subject=incident)]


def test_each_step_falls_due_once_and_tells_its_own(
    contact, site, founder, incident: str, at: datetime
) -> None:
    planned(contact, site, founder, at, step=1)
    planned(contact, None, founder, at, step=2, channel=Channel.EMAIL)
    planned(contact, None, founder, at, step=2, channel=Channel.PHONE)
    assert actions.escalate_due(at=at + 89 * SECOND) == 0
    assert actions.escalate_due(at=at + 90 * SECOND) == 1
    assert actions.escalate_due(at=at + 91 * SECOND) == 0
    assert [row.channel for row in Message.objects.all()] == [Channel.SMS]
    assert actions.escalate_due(at=at + 180 * SECOND) == 1
    # A machine telephones nobody.
    assert {row.channel for row in Message.objects.all()} == {Channel.SMS, Channel.EMAIL}
    row = Incident.objects.get()
    assert (row.escalated, row.changed) == (2, queries.position())
    assert kinds(incident).count(Kind.INCIDENT_ESCALATED) == 2
    told = [line.kind for line in queries.history(row)]
    assert told == ["opened", *["escalated", "message-waiting"] * 2]


def test_a_step_after_somebody_took_it_tells_nobody(
    contact, site, founder, incident: str, operator, at: datetime
) -> None:
    planned(contact, site, founder, at)
    actions.acknowledge(incident=incident, by=operator, at=at)
    assert actions.escalate_due(at=at + 600 * SECOND) == 0
    assert not Message.objects.exists()
    assert Incident.objects.get().escalated == 0


def test_who_is_off_duty_or_asked_about_other_things_is_not_told(
    contact, site, founder, incident: str, at: datetime
) -> None:
    # It is Monday noon in UTC, 13.00 by the clock of the place.
    for fields in (
        {"hours": Hours(("mon",), 14 * 60, 15 * 60)},
        {"hours": Hours(("tue",), 0, 0)},
        {"kind": IncidentKind.FIRE},
        {"priority": 1},
    ):
        told = {"hours": Hours(DAYS, 0, 0), **fields}
        actions.plan_call_out(
            contact=contact.id, channel=Channel.SMS, step=1, **told, by=founder, at=at
        )
    line = planned(contact, site, founder, at)
    actions.end_call_out(call_out=line.id, by=founder, at=at)
    actions.escalate_due(at=at + 90 * SECOND)
    assert not Message.objects.exists()


def test_a_published_rule_sets_priority_correlation_and_the_hurry(
    site, founder, at: datetime
) -> None:
    registered(site, founder, at)
    told = {"within": timedelta(minutes=5), "escalations": [10 * SECOND], "by": founder}
    actions.publish_handling_rule(kind=IncidentKind.INTRUSION, priority=1, **told, at=at)
    actions.publish_handling_rule(
        kind=IncidentKind.TAMPER, priority=3, joins=[IncidentKind.INTRUSION], **told, at=at
    )
    one = take("a", at).incident
    same = take("b", at + 4 * SECOND, code="TA", sequence="2").incident
    late = take("c", at + 400 * SECOND, sequence="3").incident
    assert one == same != late
    row = Incident.objects.get(pk=one)
    assert (row.priority, row.escalations.count()) == (1, 1)
    assert actions.escalate_due(at=at + 10 * SECOND) == 1


def test_a_more_urgent_alarm_makes_its_incident_more_urgent(
    site, founder, at: datetime
) -> None:
    registered(site, founder, at)
    actions.publish_handling_rule(
        kind=IncidentKind.INTRUSION,
        within=timedelta(minutes=30),
        priority=2,
        escalations=[],
        joins=[IncidentKind.TAMPER],
        by=founder,
        at=at,
    )
    key = take("a", at, code="TA").incident
    assert Incident.objects.get().priority == 3
    assert take("b", at, sequence="2").incident == key
    assert Incident.objects.get().priority == 2


def test_the_rule_of_a_kind_of_site_goes_before_that_of_every_kind(
    site, founder, person, at: datetime
) -> None:
    for site_kind, priority in (("", 4), (site.kind, 1), (site.kind, 2)):
        actions.publish_handling_rule(
            kind=IncidentKind.FIRE,
            site_kind=site_kind,
            within=timedelta(minutes=30),
            priority=priority,
            escalations=[],
            by=founder,
            at=at,
        )
    held = {
        one.site_kind: one.handling.priority
        for one in queries.handling_rules(by=founder)
        if one.handling.kind is IncidentKind.FIRE
    }
    assert held == {"": 4, site.kind: 2}
    registered(site, founder, at)
    take("a", at, code="FA")
    assert Incident.objects.get().priority == 2
    with pytest.raises(Absent):
        queries.handling_rules(by=person(Role.TECHNICIAN))


def test_only_who_runs_the_centre_changes_its_rules(operator, at: datetime) -> None:
    with pytest.raises(Refused):
        actions.publish_handling_rule(
            kind=IncidentKind.FIRE,
            within=timedelta(minutes=30),
            priority=1,
            escalations=[],
            by=operator,
            at=at,
        )
    assert record.newest(limit=1)[0].kind == Kind.ACCESS_REFUSED


def test_a_contact_is_reached_by_what_it_has_and_nothing_else(founder, at: datetime) -> None:
    for fields in (
        {},
        {"phone": "ring mig"},
        {"email": "a@b"},
        {"email": "a@b.se\nBcc: x@y.se"},
        {"webhook": "http://127.0.0.1:8010/"},
        {"webhook": "https://user:pass@host/"},
    ):
        with pytest.raises(BadInput):
            actions.add_contact(name="Jouren", **fields, by=founder, at=at)
    made = actions.add_contact(name="Jouren", phone="112", by=founder, at=at)
    with pytest.raises(BadInput):
        planned(made, None, founder, at, channel=Channel.EMAIL)


def test_what_names_no_board_or_kind_of_site_is_refused(founder, person, at: datetime) -> None:
    told = {"by": founder, "at": at}
    rule = {"kind": IncidentKind.FIRE, "within": 60 * SECOND, "priority": 1, "escalations": []}
    with pytest.raises(BadInput):
        actions.publish_handling_rule(**rule, site_kind="moon", **told)
    watching = {"board": "nowhere", "by": person(Role.OPERATOR), "at": at}
    for verb in (
        lambda: actions.add_contact(name="Jouren", phone="112", board="nowhere", **told),
        lambda: actions.begin_exercise(title="A", purpose="B", board="nowhere", **told),
        lambda: actions.begin_shift(**watching),
    ):
        with pytest.raises(Absent):
            verb()


def test_a_contact_out_of_use_takes_its_lines_with_it(contact, site, founder, at) -> None:
    planned(contact, site, founder, at)
    actions.end_contact(contact=contact.id, by=founder, at=at)
    assert CallOut.objects.get().ended_at == at
    with pytest.raises(Conflict):
        actions.end_contact(contact=contact.id, by=founder, at=at)
    with pytest.raises(Absent):
        planned(contact, site, founder, at)


def test_a_board_plans_for_its_own_sites_with_its_own_contacts(
    founder, person, board, foreign_board, site, at: datetime
) -> None:
    own = person(Role.ADMINISTRATOR, board)
    theirs = person(Role.ADMINISTRATOR, foreign_board)
    contact = reached(own, at, board=board.id)
    planned(contact, site, own, at)
    assert not queries.contacts(by=theirs)
    assert not queries.call_outs(by=theirs)
    foreign = reached(theirs, at, board=foreign_board.id)
    for verb in (
        lambda: planned(contact, site, theirs, at),
        lambda: planned(foreign, site, own, at),
        lambda: planned(contact, None, own, at),
        lambda: reached(own, at),
        lambda: actions.end_contact(contact=contact.id, by=theirs, at=at),
        lambda: actions.end_call_out(call_out=CallOut.objects.get().id, by=theirs, at=at),
    ):
        with pytest.raises(Absent):
            verb()


def test_an_operator_verifies_and_sends_and_the_log_tells(
    contact, incident: str, operator, at: datetime
) -> None:
    with pytest.raises(Conflict, match="not-acknowledged"):
        actions.verify(incident=incident, finding=Finding.REAL, by=operator, at=at)
    actions.acknowledge(incident=incident, by=operator, at=at)
    actions.verify(incident=incident, finding=Finding.UNCLEAR, by=operator, at=at)
    later = at + 60 * SECOND
    actions.verify(incident=incident, finding=Finding.REAL, by=operator, at=later)
    told = {"incident": incident, "contact": contact.id, "by": operator}
    actions.dispatch(**told, channel=Channel.PHONE, at=later)
    sent = actions.dispatch(**told, channel=Channel.SMS, at=later + SECOND)
    row = Incident.objects.get()
    assert (row.verified_at, row.finding, row.dispatched_at) == (at, Finding.REAL, later)
    assert [line.text for line in queries.history(row) if line.kind == "verified"] == [
        Finding.UNCLEAR,
        Finding.REAL,
    ]
    assert [m.state for m in queries.messages(row)] == [Delivery.SENT, Delivery.WAITING]
    assert "Exempeltorget, Norra entrén" in sent.text.splitlines()[0]
    assert f"incident={incident}" in sent.text
    with pytest.raises(BadInput):
        actions.dispatch(**told, channel=Channel.WEBHOOK, at=later)


def test_another_boards_contact_is_not_there_to_send(
    foreign_board, founder, incident: str, operator, at: datetime
) -> None:
    theirs = reached(founder, at, board=foreign_board.id)
    actions.acknowledge(incident=incident, by=operator, at=at)
    with pytest.raises(Absent):
        actions.dispatch(
            incident=incident, contact=theirs.id, channel=Channel.SMS, by=operator, at=at
        )


def test_a_message_is_claimed_by_one_and_again_when_that_one_was_killed(
    contact, incident: str, operator, at: datetime
) -> None:
    actions.acknowledge(incident=incident, by=operator, at=at)
    key = actions.dispatch(
        incident=incident, contact=contact.id, channel=Channel.SMS, by=operator, at=at
    ).id
    claimed = actions.claim_message(message=key, at=at)
    assert claimed is not None
    assert claimed[1].subject == claimed[1].text.splitlines()[0]
    assert actions.claim_message(message=key, at=at + SECOND) is None
    assert actions.claim_message(message=key, at=at + CLAIMED_FOR) is not None
    actions.note_sent(message=key, receipt="42", at=at)
    actions.note_sent(message=key, receipt="43", at=at)
    actions.note_not_sent(message=key, problem="för sent", at=at)
    row = Message.objects.get()
    assert (row.state, row.receipt, row.attempts) == (Delivery.SENT, "42", 2)
    assert kinds(incident).count(Kind.MESSAGE_SENT) == 1
    assert actions.claim_message(message=key, at=at + 2 * CLAIMED_FOR) is None


def test_what_no_gateway_takes_is_given_up_aloud(
    contact, incident: str, operator, at: datetime
) -> None:
    actions.acknowledge(incident=incident, by=operator, at=at)
    key = actions.dispatch(
        incident=incident, contact=contact.id, channel=Channel.SMS, by=operator, at=at
    ).id
    while due := queries.due_messages(at=at, limit=8):
        assert due == [key]
        actions.claim_message(message=key, at=at)
        actions.note_not_sent(message=key, problem="503", at=at)
        at += 121 * SECOND
    row = Message.objects.get()
    assert (row.state, row.attempts, row.receipt) == (Delivery.GIVEN_UP, 5, "503")
    assert queries.history(Incident.objects.get())[-1].kind == "message-given-up"
    assert kinds(incident)[-1] == Kind.MESSAGE_GIVEN_UP
