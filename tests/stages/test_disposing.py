"""What was written and sent goes when the centre's time is over; what it proves stays."""

from datetime import datetime, timedelta

import pytest

from tests.stages.response_story import registered, take
from tests.stages.sharing_story import agreed, partner
from tests.stages.warning_story import take_warning
from vaka.core.errors import BadInput, Conflict
from vaka.municipality.rules import Role
from vaka.operation.models import Hold
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.response import actions, queries
from vaka.response.models import (
    Alarm,
    Centre,
    Contact,
    Exercise,
    Incident,
    PublicWarning,
    Sharing,
    Shift,
    WatchEntry,
)
from vaka.response.rules.incidents import Outcome

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
SAID = "Anna Andersson sprang mot parken"


@pytest.fixture
def incident(site, founder, person, at: datetime) -> str:
    """A closed one, written about and shared."""
    registered(site, founder, at)
    agreed(partner("Grannkommunen", founder, at), founder, at, webhook="https://g.example/in")
    key = take("a", at, text=SAID, user="7", raw=f"#0028|NBA^{SAID}^").incident
    operator = person(Role.OPERATOR)
    actions.acknowledge(incident=key, by=operator, at=at)
    actions.write_entry(incident=key, text=SAID, by=operator, at=at)
    actions.share_changes(at=at)
    actions.close(incident=key, outcome=Outcome.HANDLED, reason=SAID, by=operator, at=at)
    return key


def keep(days: int | None, founder, at: datetime, *, exercises: int | None = None) -> None:
    told = {"keep_days": days, "keep_exercise_days": exercises}
    actions.configure_centre(
        name="Centralen", correlation_minutes=30, **told, by=founder, at=at
    )


def hold_for(incident: str, camera: str, founder, at: datetime, *, until: datetime) -> Hold:
    return Hold.objects.create(
        id="0" * 26,
        camera=camera,
        starts_at=at,
        ends_at=at + timedelta(hours=1),
        until=until,
        incident=incident,
        reason="Polisen begär ut",
        placed_by_id=founder.id,
        placed_at=at,
    )


def words() -> str:
    rows = [
        *Incident.objects.values_list("reason"),
        *Alarm.objects.values_list("text", "user", "raw", "extended"),
        *WatchEntry.objects.values_list("text"),
        *Sharing.objects.values_list("facts"),
    ]
    return str(rows)


def test_nothing_goes_before_somebody_has_decided_nor_before_its_time(
    incident, founder, at: datetime
) -> None:
    before = words()
    assert actions.dispose_due(at=at + 4000 * DAY) == 0
    keep(90, founder, at)
    assert actions.dispose_due(at=at + 90 * DAY - timedelta(seconds=1)) == 0
    assert words() == before


def test_the_words_go_in_the_record_too_and_every_proof_stays_valid(
    incident, founder, at: datetime
) -> None:
    keep(90, founder, at)
    assert [actions.dispose_due(at=at + 90 * DAY) for _ in range(2)] == [1, 0]
    assert SAID not in words()
    assert "Exempeltorget" not in words()
    assert record.with_personal(subject=incident) == []
    [entry] = record.of_kind(Kind.INCIDENT_DISPOSED)
    assert entry.facts == {"entries": 1, "alarms": 1, "messages": 0, "sharings": 1}
    assert record.audit().holds
    # What happened, when, and who did what is still there.
    row, alarm = Incident.objects.get(), Alarm.objects.get()
    assert (row.outcome, row.closed_at, alarm.code) == ("handled", at, "BA")
    assert WatchEntry.objects.get().by_id


def test_an_incident_for_which_recordings_are_held_waits_as_they_do(
    incident, camera, founder, at: datetime
) -> None:
    keep(30, founder, at)
    later = at + 30 * DAY
    hold = hold_for(incident, camera, founder, at, until=later + DAY)
    assert actions.dispose_due(at=later) == 0
    assert actions.dispose_due(at=hold.until) == 1


@pytest.mark.parametrize("days", [0, 29, 3651])
def test_a_time_that_is_none_is_refused(days: int, founder, at: datetime) -> None:
    with pytest.raises(BadInput, match="keep_days"):
        keep(days, founder, at)
    with pytest.raises(BadInput, match="keep_exercise_days"):
        keep(30, founder, at, exercises=days)
    assert not Centre.objects.exclude(keep_days=None, keep_exercise_days=None).exists()


def test_alarms_that_no_incident_has_go_too(site, founder, at: datetime) -> None:
    """An opening tells who came to work and when, for as long as anybody keeps it."""
    registered(site, founder, at)
    said = {"code": "OP", "zone": None, "user": "7", "text": SAID, "raw": f"#0028|NOP7^{SAID}^"}
    first = take("a", at, **said)
    take("b", at + DAY, **said | {"sequence": "0002"})
    assert first.incident is None
    keep(90, founder, at)
    assert [actions.dispose_due(at=at + 90 * DAY) for _ in range(2)] == [1, 0]
    gone, kept = Alarm.objects.order_by("received_at")
    assert (gone.text, gone.user, gone.raw, gone.code) == ("", "", "", "OP")
    assert (kept.text, kept.user, kept.disposed_at) == (SAID, "7", None)
    [entry] = record.of_kind(Kind.ALARMS_DISPOSED)
    assert entry.facts == {"alarms": 1, "received_before": at.isoformat()}


def test_what_a_sender_wrote_goes_as_the_place_of_an_incident_too(
    founder, person, at: datetime
) -> None:
    key, operator = take("a", at, account="NOBODY", text=SAID).incident, person(Role.OPERATOR)
    actions.acknowledge(incident=key, by=operator, at=at)
    actions.close(incident=key, outcome=Outcome.FALSE_ALARM, by=operator, at=at)
    assert Incident.objects.get().place == SAID
    keep(30, founder, at)
    assert actions.dispose_due(at=at + 30 * DAY) == 1
    assert Incident.objects.get().place == ""


@pytest.fixture
def handed_over(incident, person, at: datetime) -> str:
    """A shift that ended with words, while another incident was open."""
    operator = person(Role.OPERATOR)
    take("b", at + DAY, sequence="0002")
    shift = actions.begin_shift(by=operator, at=at).id
    actions.end_shift(shift=shift, notes=SAID, by=operator, at=at + DAY)
    return shift


def close_all(by, at: datetime) -> None:
    for row in Incident.objects.filter(closed_at=None):
        actions.acknowledge(incident=row.id, by=by, at=at)
        actions.close(incident=row.id, outcome=Outcome.HANDLED, reason="-", by=by, at=at)


def test_the_notes_of_a_shift_go_in_the_record_too(
    handed_over, founder, person, at: datetime
) -> None:
    keep(90, founder, at)
    close_all(person(Role.OPERATOR), at + 2 * DAY)
    actions.dispose_due(at=at + 91 * DAY - timedelta(seconds=1))
    assert Shift.objects.get().notes == SAID
    actions.dispose_due(at=at + 91 * DAY)
    row = Shift.objects.get()
    assert (row.notes, row.disposed_at) == ("", at + 91 * DAY)
    assert len(row.left_open) == 1
    assert record.with_personal(subject=handed_over) == []
    [entry] = record.of_kind(Kind.SHIFT_DISPOSED)
    assert (entry.subject, entry.actor) == (handed_over, "worker")
    assert record.audit().holds


def test_notes_stay_while_something_that_was_handed_over_is_open(
    handed_over, founder, person, at: datetime
) -> None:
    keep(30, founder, at)
    late = at + 200 * DAY
    actions.dispose_due(at=late)
    assert Shift.objects.get().notes == SAID
    close_all(person(Role.OPERATOR), late)
    actions.dispose_due(at=late)
    assert Shift.objects.get().notes == ""


def test_notes_stay_while_recordings_are_held_for_what_was_handed_over(
    handed_over, camera, founder, person, at: datetime
) -> None:
    keep(30, founder, at)
    close_all(person(Role.OPERATOR), at + DAY)
    [incident] = Shift.objects.get().left_open
    hold = hold_for(incident, camera, founder, at, until=at + 100 * DAY)
    actions.dispose_due(at=hold.until - timedelta(seconds=1))
    assert Shift.objects.get().notes == SAID
    actions.dispose_due(at=hold.until)
    assert Shift.objects.get().notes == ""


def test_a_handover_whose_notes_are_gone_waits_for_nobody(
    handed_over, founder, person, at: datetime
) -> None:
    keep(30, founder, at)
    operator = person(Role.OPERATOR)
    close_all(operator, at + DAY)
    assert queries.waiting_handovers(by=operator).exists()
    actions.dispose_due(at=at + 31 * DAY)
    assert not queries.waiting_handovers(by=operator).exists()
    with pytest.raises(Conflict, match="handover-not-waiting"):
        actions.receive_handover(shift=handed_over, by=operator, at=at + 32 * DAY)


def exercised(founder, at: datetime) -> str:
    exercise = actions.begin_exercise(title="Brand", purpose=SAID, by=founder, at=at).id
    actions.end_exercise(exercise=exercise, by=founder, at=at)
    return exercise


def test_what_was_said_of_an_exercise_goes_by_its_own_time(founder, at: datetime) -> None:
    exercise = exercised(founder, at)
    told = at + 10 * DAY
    actions.evaluate_exercise(exercise=exercise, findings=SAID, by=founder, at=told)
    keep(30, founder, at)
    assert actions.dispose_due(at=at + 4000 * DAY) == 0
    keep(30, founder, at, exercises=1461)
    assert actions.dispose_due(at=told + 1461 * DAY - timedelta(seconds=1)) == 0
    assert [actions.dispose_due(at=told + 1461 * DAY) for _ in range(2)] == [1, 0]
    row = Exercise.objects.get()
    assert (row.title, row.purpose, row.findings, row.evaluated_at) == ("Brand", "", "", told)
    [entry] = record.of_kind(Kind.EXERCISE_DISPOSED)
    assert entry.subject == exercise


def test_an_exercise_that_nobody_evaluated_goes_by_its_end_and_one_that_goes_on_stays(
    founder, at: datetime
) -> None:
    keep(None, founder, at, exercises=30)
    exercise = exercised(founder, at)
    actions.begin_exercise(title="Pågår", purpose=SAID, by=founder, at=at)
    assert actions.dispose_due(at=at + 30 * DAY) == 1
    assert sorted(Exercise.objects.values_list("title", "purpose")) == [
        ("Brand", ""),
        ("Pågår", SAID),
    ]
    with pytest.raises(Conflict, match="exercise-not-to-evaluate"):
        actions.evaluate_exercise(
            exercise=exercise, findings="Sent", by=founder, at=at + 31 * DAY
        )


def test_the_ways_to_a_contact_out_of_use_go(founder, at: datetime) -> None:
    for name in ("Gamla jouren", "Jouren"):
        actions.add_contact(name=name, phone="070-123 45 67", by=founder, at=at)
    old = Contact.objects.get(name="Gamla jouren")
    actions.end_contact(contact=old.id, by=founder, at=at)
    keep(30, founder, at)
    assert [actions.dispose_due(at=at + 30 * DAY) for _ in range(2)] == [1, 0]
    assert sorted(Contact.objects.values_list("name", "phone")) == [
        ("Gamla jouren", ""),
        ("Jouren", "070-123 45 67"),
    ]
    [entry] = record.of_kind(Kind.CONTACT_DISPOSED)
    assert entry.subject == old.id


def test_the_words_of_a_warning_go_and_it_is_still_taken_in_once(founder, at: datetime) -> None:
    warning = take_warning(at).warning
    row = PublicWarning.objects.get(pk=warning)
    keep(30, founder, at)
    assert [actions.dispose_due(at=row.ends_at + 30 * DAY) for _ in range(2)] == [1, 0]
    row.refresh_from_db()
    assert (row.event, row.headline, row.description, row.instruction) == ("", "", "", "")
    assert not take_warning(at).new
    [entry] = record.of_kind(Kind.WARNING_DISPOSED)
    assert entry.subject == warning
