"""An incident is taken by one, followed by its card, written down, and closed with a reason."""

from datetime import datetime

import pytest

from tests.stages.response_story import published, registered, take
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.municipality.rules import Role
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.response import actions, queries
from vaka.response.models import Incident, WatchEntry
from vaka.response.rules.incidents import Outcome

pytestmark = pytest.mark.django_db(transaction=True)


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


def newest_kind() -> str:
    return record.newest(limit=1)[0].kind


def test_one_takes_it_and_the_next_is_told_who_has_it(
    incident: str, operator, person, at: datetime
) -> None:
    row = actions.acknowledge(incident=incident, by=operator, at=at)
    assert (row.state, row.acknowledged_by_id) == ("acknowledged", operator.id)
    assert newest_kind() == Kind.INCIDENT_ACKNOWLEDGED
    assert Incident.objects.get().changed == queries.position()
    with pytest.raises(Conflict) as told:
        actions.acknowledge(incident=incident, by=person(Role.OPERATOR), at=at)
    assert told.value.subject == operator.name


def test_taking_it_twice_oneself_changes_nothing(incident: str, operator, at: datetime) -> None:
    actions.acknowledge(incident=incident, by=operator, at=at)
    size = record.size()
    actions.acknowledge(incident=incident, by=operator, at=at)
    assert record.size() == size


def test_steps_follow_the_answers(incident: str, operator, at: datetime) -> None:
    actions.acknowledge(incident=incident, by=operator, at=at)
    with pytest.raises(BadInput):
        actions.check_step(incident=incident, step="police", by=operator, at=at)
    actions.check_step(incident=incident, step="look", answer="Ja", by=operator, at=at)
    assert newest_kind() == Kind.STEP_CHECKED
    with pytest.raises(BadInput):
        actions.check_step(incident=incident, step="guard", by=operator, at=at)
    actions.check_step(incident=incident, step="police", by=operator, at=at)
    with pytest.raises(Conflict) as told:
        actions.check_step(incident=incident, step="police", by=operator, at=at)
    assert told.value.subject == operator.name
    actions.close(incident=incident, outcome=Outcome.HANDLED, by=operator, at=at)
    assert newest_kind() == Kind.INCIDENT_CLOSED


def test_a_question_is_answered_by_one_of_its_answers(
    incident: str, operator, at: datetime
) -> None:
    actions.acknowledge(incident=incident, by=operator, at=at)
    with pytest.raises(BadInput):
        actions.check_step(incident=incident, step="look", answer="Kanske", by=operator, at=at)


def test_nothing_is_checked_or_closed_before_somebody_has_it(
    incident: str, operator, at: datetime
) -> None:
    with pytest.raises(Conflict, match="not-acknowledged"):
        actions.check_step(incident=incident, step="look", answer="Ja", by=operator, at=at)
    with pytest.raises(Conflict, match="not-acknowledged"):
        actions.close(incident=incident, outcome=Outcome.TEST, by=operator, at=at)


def test_required_steps_are_done_or_there_is_a_reason(
    incident: str, operator, at: datetime
) -> None:
    actions.acknowledge(incident=incident, by=operator, at=at)
    with pytest.raises(Conflict, match="required-steps-left"):
        actions.close(incident=incident, outcome=Outcome.TEST, by=operator, at=at)
    actions.close(incident=incident, outcome=Outcome.TEST, reason="Prov", by=operator, at=at)
    assert record.newest(limit=1)[0].facts["undone"] == ["look"]
    with pytest.raises(Conflict, match="incident-closed"):
        actions.close(incident=incident, outcome=Outcome.TEST, by=operator, at=at)
    with pytest.raises(Conflict, match="incident-closed"):
        actions.acknowledge(incident=incident, by=operator, at=at)
    with pytest.raises(Conflict, match="incident-closed"):
        actions.write_entry(incident=incident, text="För sent", by=operator, at=at)
    assert queries.cameras(Incident.objects.get(), by=operator, at=at) == []


def test_the_watch_log_keeps_words_where_they_can_be_erased(
    incident: str, operator, at: datetime
) -> None:
    actions.write_entry(incident=incident, text=" Rutan är hel ", by=operator, at=at)
    assert WatchEntry.objects.get().text == "Rutan är hel"
    entry = record.newest(limit=1)[0]
    assert (entry.kind, entry.subject) == (Kind.WATCH_ENTRY_WRITTEN, incident)
    assert "Rutan" not in str(entry.facts)
    assert record.audit().holds
    for text in (" ", "x" * 2001):
        with pytest.raises(BadInput):
            actions.write_entry(incident=incident, text=text, by=operator, at=at)


def test_history_tells_all_that_was_done(incident: str, operator, at: datetime) -> None:
    actions.acknowledge(incident=incident, by=operator, at=at)
    actions.check_step(incident=incident, step="look", answer="Nej", by=operator, at=at)
    actions.write_entry(incident=incident, text="Tomt", by=operator, at=at)
    actions.close(
        incident=incident, outcome=Outcome.FALSE_ALARM, reason="Räv", by=operator, at=at
    )
    lines = queries.history(Incident.objects.get())
    assert [line.kind for line in lines] == [
        "opened",
        "acknowledged",
        "checked",
        "written",
        "closed",
    ]
    assert lines[2].text == "Titta i kameran: Nej"


def test_a_foreign_boards_operator_sees_nothing_at_all(
    incident: str, foreign_board, person, at: datetime
) -> None:
    stranger = person(Role.OPERATOR, foreign_board)
    assert not queries.queue(by=stranger)
    assert not queries.changes_since(-1, by=stranger)
    for verb in (
        lambda: queries.incident(incident, by=stranger),
        lambda: actions.acknowledge(incident=incident, by=stranger, at=at),
        lambda: actions.write_entry(incident=incident, text="x", by=stranger, at=at),
        lambda: actions.check_step(incident=incident, step="look", by=stranger, at=at),
        lambda: actions.close(incident=incident, outcome=Outcome.TEST, by=stranger, at=at),
    ):
        with pytest.raises(Absent):
            verb()


def test_cards_are_for_those_who_follow_or_edit_them(
    incident: str, founder, operator, person
) -> None:
    card = queries.cards(by=founder).get()
    assert queries.card(card.id, by=operator) == card
    with pytest.raises(Absent):
        queries.cards(by=person(Role.TECHNICIAN))


def test_seeing_is_not_handling(incident: str, operator, at: datetime, monkeypatch) -> None:
    from vaka.municipality.rules import roles

    granted = {**roles.GRANTS, Role.OPERATOR: frozenset({roles.Permission.SEE_INCIDENTS})}
    monkeypatch.setattr(roles, "GRANTS", granted)
    with pytest.raises(Refused):
        actions.acknowledge(incident=incident, by=operator, at=at)
    assert newest_kind() == Kind.ACCESS_REFUSED


def test_changes_come_in_the_order_of_the_record(
    incident: str, operator, founder, at: datetime
) -> None:
    position = queries.position()
    other = take("b", at, code="FA", sequence="0002").incident
    actions.acknowledge(incident=incident, by=operator, at=at)
    assert [row.id for row in queries.changes_since(position, by=operator)] == [other, incident]
    assert [row.id for row in queries.queue(by=operator)] == [other, incident]
