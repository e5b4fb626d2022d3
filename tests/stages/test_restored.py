"""What a restore does before anybody is let in: verify, note, end logins, dispose."""

from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.stages.response_story import registered, take
from vaka.backup.manifest import FORMAT, Manifest, Record
from vaka.backup.settling import Settled, settle_database
from vaka.municipality.models import Person
from vaka.municipality.rules import Role
from vaka.record import actions as recording
from vaka.record import queries as record
from vaka.record.models import Entry
from vaka.record.rules import Kind
from vaka.response import actions
from vaka.response.models import Alarm, Incident
from vaka.response.rules.incidents import Outcome

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
SAID = "Anna Andersson sprang mot parken"


@pytest.fixture
def incident(site, founder, person, at: datetime) -> str:
    """A closed one, kept for ninety days."""
    registered(site, founder, at)
    actions.configure_centre(
        name="Centralen", correlation_minutes=30, keep_days=90, by=founder, at=at
    )
    key = take("a", at, text=SAID).incident
    operator = person(Role.OPERATOR)
    actions.acknowledge(incident=key, by=operator, at=at)
    actions.close(incident=key, outcome=Outcome.HANDLED, reason=SAID, by=operator, at=at)
    return key


def backed_up(at: datetime) -> Manifest:
    """Return what a backup made now says of itself."""
    told = Record(record.size(), record.root().hex(), record.checkpoint())
    return Manifest(FORMAT, at, "0.1.0", None, told, (), ())


def settle(manifest: Manifest, at: datetime, witnessed: str = "") -> Settled:
    return settle_database(manifest, witnessed=witnessed, by="command-line", at=at)


def test_what_fell_due_while_the_backup_lay_there_is_gone_before_anybody_looks(
    incident: str, at: datetime
) -> None:
    settled = settle(backed_up(at), at + 91 * DAY)
    assert settled.incidents_disposed == 1
    assert SAID not in str(
        [*Alarm.objects.values_list("text"), *Incident.objects.values_list("reason")]
    )
    assert not record.with_personal(subject=incident)
    assert record.audit().holds


def test_what_is_not_due_stays(incident: str, at: datetime) -> None:
    assert settle(backed_up(at), at + 89 * DAY).incidents_disposed == 0
    assert Incident.objects.get(pk=incident).reason == SAID


def test_a_login_that_was_ended_since_does_not_live_again(founder, at: datetime) -> None:
    Client().force_login(Person.objects.get(), "django.contrib.auth.backends.ModelBackend")
    assert settle(backed_up(at), at).sessions_ended == 1
    assert not Session.objects.exists()


def test_the_restore_is_on_the_record_with_what_is_lost(founder, board, at: datetime) -> None:
    manifest, size = backed_up(at), record.size()
    witnessed = later_checkpoint(size, entries=3, at=at)
    settled = settle(manifest, at + DAY, witnessed)
    assert not settled.holds
    assert (settled.findings, settled.lost) == ((), (size, size + 2))
    noted = record.of_kind(Kind.INSTALLATION_RESTORED).get()
    assert noted.seq == size
    assert noted.facts == {
        "made_at": "2026-03-02T12:00:00.000000Z",
        "lost_from": size,
        "lost_to": size + 2,
    }


def later_checkpoint(size: int, *, entries: int, at: datetime) -> str:
    """Return what a witness saw of entries that a restored installation has not."""
    from django.db import transaction

    with transaction.atomic():
        for _ in range(entries):
            recording.append(Kind.TASK_RAISED, actor="a", subject="lost", at=at)
        note = record.checkpoint()
        transaction.set_rollback(True)
    assert record.size() == size
    return note


def test_what_the_witness_saw_earlier_holds(founder, at: datetime) -> None:
    witnessed = record.checkpoint()
    take("a", at)
    settled = settle(backed_up(at), at, witnessed)
    assert (settled.holds, settled.lost) == (True, None)


def test_a_tampered_record_is_found_and_nothing_is_added_to_it(founder, at: datetime) -> None:
    manifest = backed_up(at)
    Entry.objects.filter(seq=0).update(actor="another")
    settled = settle(manifest, at)
    assert not settled.holds
    assert "entry 0: content and stored hash differ" in settled.findings
    assert record.size() == manifest.record.size


def test_a_record_other_than_the_manifest_tells_of_is_found(founder, at: datetime) -> None:
    manifest = backed_up(at)
    take("a", at)
    [finding] = settle(manifest, at).findings
    assert finding.startswith("manifest: it tells of")


def test_a_checkpoint_of_another_installation_is_found(founder, at: datetime) -> None:
    foreign = record.checkpoint().replace("/record/", "/another/")
    [finding] = settle(backed_up(at), at, foreign).findings
    assert finding.startswith("witnessed checkpoint: it is of the log")
