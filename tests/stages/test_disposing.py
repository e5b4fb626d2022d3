"""What was written and sent goes when the centre's time is over; what it proves stays."""

from datetime import datetime, timedelta

import pytest

from tests.stages.response_story import registered, take
from tests.stages.sharing_story import agreed, partner
from vaka.core.errors import BadInput
from vaka.municipality.rules import Role
from vaka.operation.models import Hold
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.response import actions
from vaka.response.models import Alarm, Centre, Incident, Sharing, WatchEntry
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


def keep(days: int | None, founder, at: datetime) -> None:
    told = {"name": "Centralen", "correlation_minutes": 30, "keep_days": days}
    actions.configure_centre(**told, by=founder, at=at)


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
    hold = Hold.objects.create(
        id="0" * 26,
        camera=camera,
        starts_at=at,
        ends_at=at + timedelta(hours=1),
        until=later + DAY,
        incident=incident,
        reason="Polisen begär ut",
        placed_by_id=founder.id,
        placed_at=at,
    )
    assert actions.dispose_due(at=later) == 0
    assert actions.dispose_due(at=hold.until) == 1


@pytest.mark.parametrize("days", [0, 29, 3651])
def test_a_time_that_is_none_is_refused(days: int, founder, at: datetime) -> None:
    with pytest.raises(BadInput, match="keep_days"):
        keep(days, founder, at)
    assert not Centre.objects.exclude(keep_days=None).exists()
