"""Each alarm is kept once, in the incident that it belongs to, and on the record."""

from datetime import datetime, timedelta

import pytest

from tests.stages.response_story import RECEIVER, alarm, published, registered, take
from vaka.core.errors import BadInput, Conflict, Refused
from vaka.municipality.rules import Role
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.response import actions, queries
from vaka.response.models import Alarm, Incident, Transmitter
from vaka.response.rules.codes import IncidentKind

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_alarm_opens_an_incident_at_its_site_in_one_act(site, founder, at: datetime) -> None:
    registered(site, founder, at)
    receipt = take("a", at)
    incident = Incident.objects.get()
    assert receipt.new
    assert receipt.incident == incident.id
    assert (incident.site_id, incident.kind, incident.priority) == (site.id, "intrusion", 2)
    assert incident.place == "Norra entrén"
    kinds = [entry.kind for entry in record.newest(limit=2)]
    assert kinds == [Kind.ALARM_RECEIVED, Kind.INCIDENT_OPENED]
    assert incident.changed == queries.position()


def test_the_same_key_again_changes_nothing(site, founder, at: datetime) -> None:
    registered(site, founder, at)
    first = take("a", at)
    size = record.size()
    again = take("a", at + timedelta(hours=1))
    assert (again.alarm, again.incident, again.new) == (first.alarm, first.incident, False)
    assert record.size() == size


def test_the_same_alarm_by_a_second_path_is_a_repeat_and_no_second_incident(
    site, founder, at: datetime
) -> None:
    registered(site, founder, at)
    first = take("a", at)
    position = queries.position()
    second = take("b", at + timedelta(seconds=20), receiver="2", raw="another", encrypted=True)
    assert second.new
    assert second.incident == first.incident
    assert Alarm.objects.get(pk=second.alarm).duplicate_of_id == first.alarm
    assert Incident.objects.get().changed <= position


def test_a_repeat_after_closing_opens_nothing(site, founder, person, at: datetime) -> None:
    registered(site, founder, at)
    operator = person(Role.OPERATOR)
    first = take("a", at)
    actions.acknowledge(incident=first.incident, by=operator, at=at)
    actions.close(incident=first.incident, outcome="test", by=operator, at=at)
    take("b", at + timedelta(minutes=1))
    assert Incident.objects.count() == 1


def test_a_sequence_that_comes_round_is_another_alarm(site, founder, at: datetime) -> None:
    registered(site, founder, at)
    take("a", at)
    take("b", at + timedelta(hours=2))
    assert Incident.objects.count() == 2


def test_what_cannot_be_told_from_a_new_alarm_is_one(site, founder, at: datetime) -> None:
    registered(site, founder, at)
    for n, sequence in enumerate((None, "0000")):
        take(f"a{n}", at, sequence=sequence)
        second = take(f"b{n}", at, sequence=sequence)
        assert Alarm.objects.get(pk=second.alarm).duplicate_of is None


def test_three_sendings_over_two_paths_are_one_alarm(site, founder, at: datetime) -> None:
    """Hard case 14. The paths differ in clock, encryption and the letters of the account."""
    registered(site, founder, at)
    first = take("a", at, account="0028", occurred_at=at)
    over_gsm = {"occurred_at": at + timedelta(seconds=2), "receiver": "2", "encrypted": True}
    take("b", at + timedelta(seconds=3), **over_gsm)
    take("c", at + timedelta(seconds=40), duplicate_of="b", **over_gsm)
    assert Incident.objects.count() == 1
    repeats = Alarm.objects.exclude(duplicate_of=None)
    assert {row.duplicate_of_id for row in repeats} == {first.alarm}
    assert len(repeats) == 2


def test_what_the_receiver_knows_as_a_repeat_is_one(site, founder, at: datetime) -> None:
    """It remembers for a day; the key of the first is what it tells."""
    registered(site, founder, at)
    first = take("a", at)
    late = take("b", at + timedelta(hours=2), duplicate_of="a")
    assert late.incident == first.incident
    # Another's alarm is not repeated, whoever says so; nor one that never came here.
    take("c", at, account="0029", duplicate_of="a")
    take("d", at + timedelta(hours=3), sequence="0004", duplicate_of="lost")
    assert Alarm.objects.filter(duplicate_of=None).count() == 3


def test_another_zone_within_the_minutes_joins_the_open_incident(
    site, founder, at: datetime
) -> None:
    registered(site, founder, at)
    first = take("a", at)
    second = take("b", at + timedelta(minutes=29), sequence="0002", zone="06")
    assert second.incident == first.incident
    third = take("c", at + timedelta(minutes=60), sequence="0003", zone="07")
    assert third.incident != first.incident


def test_the_municipality_chooses_the_minutes(site, founder, at: datetime) -> None:
    registered(site, founder, at)
    actions.configure_centre(name="Centralen", correlation_minutes=5, by=founder, at=at)
    first = take("a", at)
    second = take("b", at + timedelta(minutes=6), sequence="0002")
    assert first.incident != second.incident
    with pytest.raises(BadInput):
        actions.configure_centre(name="Centralen", correlation_minutes=0, by=founder, at=at)


def test_an_unknown_account_opens_an_incident_that_the_city_wide_operator_sees(
    site, board, person, at: datetime
) -> None:
    take("a", at, account="FFFF")
    incident = Incident.objects.get()
    assert incident.site is None
    assert list(queries.queue(by=person(Role.OPERATOR))) == [incident]
    assert not queries.queue(by=person(Role.OPERATOR, board))


def test_an_unreadable_code_is_taken_for_serious(site, founder, at: datetime) -> None:
    registered(site, founder, at)
    take("a", at, code="??")
    assert (Incident.objects.get().kind, Incident.objects.get().priority) == ("unknown", 2)


@pytest.mark.parametrize("code", ["OP", "RP", "BR"])
def test_daily_traffic_and_lone_restorals_open_nothing(
    site, founder, at: datetime, code: str
) -> None:
    registered(site, founder, at)
    assert take("a", at, code=code).incident is None
    assert Alarm.objects.count() == 1


def test_a_restoral_joins_the_open_incident(site, founder, at: datetime) -> None:
    registered(site, founder, at)
    opened = take("a", at)
    assert take("b", at, code="BR", sequence="0002").incident == opened.incident


def test_a_sign_of_life_is_kept_but_is_no_act(site, founder, at: datetime) -> None:
    registered(site, founder, at)
    size = record.size()
    take("a", at, protocol="NULL", code=None)
    assert record.size() == size
    assert Transmitter.objects.get().heard_at == at
    take("b", at - timedelta(hours=1), protocol="NULL", code=None, sequence="0009")
    assert Transmitter.objects.get().heard_at == at


def test_only_the_receiver_hands_alarms_in(person, at: datetime) -> None:
    with pytest.raises(Refused):
        actions.receive_alarms(alarms=[alarm("a", at)], by=person(Role.OPERATOR), at=at)
    assert Alarm.objects.count() == 0


def test_an_account_is_registered_once(site, founder, at: datetime) -> None:
    made = registered(site, founder, at)
    assert record.newest(limit=1)[0].kind == Kind.TRANSMITTER_REGISTERED
    assert made.interval_seconds == 300
    with pytest.raises(Conflict):
        registered(site, founder, at)


def test_a_card_grows_by_versions_and_an_open_incident_keeps_its_own(
    site, founder, at: datetime
) -> None:
    registered(site, founder, at)
    general, own = published(founder, at), published(founder, at, site_kind="square")
    take("a", at)
    newer = published(founder, at, site_kind="square")
    assert (general.version, own.version, newer.version) == (1, 1, 2)
    assert Incident.objects.get().card == own
    assert record.newest(limit=1)[0].kind == Kind.ACTION_CARD_PUBLISHED
    assert queries.card_for(kind=IncidentKind.INTRUSION, site=None) == general


def test_only_who_may_publishes_a_card_or_registers_a_transmitter(
    site, person, at: datetime
) -> None:
    operator = person(Role.OPERATOR)
    for verb in (lambda: published(operator, at), lambda: registered(site, operator, at)):
        with pytest.raises(Refused):
            verb()
    with pytest.raises(Refused):
        actions.configure_centre(name="x", correlation_minutes=5, by=operator, at=at)
    assert RECEIVER.name == "receiver"
