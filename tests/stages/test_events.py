"""What others are told of what happens: ids, whose it is, and nothing that names a person."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.stages.response_story import registered, take
from tests.stages.standing import standing
from vaka.core.errors import Refused
from vaka.municipality import actions as municipality
from vaka.municipality.rules import Role
from vaka.record import queries as record
from vaka.record.rules import ABOUT_PEOPLE, Kind
from vaka.response import actions as response
from vaka.servers.relay.events import Event, events_after, parsed

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = Path(__file__).resolve().parents[2] / "docs/reference/record-kinds.md"


def told(after: int = -1) -> list[Event]:
    return events_after(after, limit=10_000)


def of(kind: Kind) -> Event:
    return next(event for event in told() if event.kind == kind)


def test_each_entry_is_one_event_with_its_number(site, founder, at: datetime) -> None:
    registered(site, founder, at)
    take("a", at)
    assert [event.number for event in told()] == list(range(record.size()))
    assert told(after=record.size() - 2) == told()[-1:]
    assert [event.number for event in events_after(0, limit=2)] == [1, 2]


def test_what_belongs_to_an_exercise_says_so(site, founder, person, at: datetime) -> None:
    transmitter, operator = registered(site, founder, at), person(Role.OPERATOR)
    exercise = response.begin_exercise(title="Kniv", purpose="Pröva", by=founder, at=at)
    before = record.size() - 1
    sounded = response.sound_alarm(
        exercise=exercise.id, transmitter=transmitter.id, code="BA", by=founder, at=at
    )
    response.acknowledge(incident=sounded.incident, by=operator, at=at)
    drilled = told(after=before)
    [begun] = [event for event in told() if event.kind == Kind.EXERCISE_BEGUN]
    assert begun.exercise
    assert {event.subject for event in drilled} == {sounded.alarm, sounded.incident}
    assert all(event.exercise for event in drilled)
    assert parsed(drilled[0].content()) == drilled[0]
    before = record.size() - 1
    take("a", at, sequence="2")
    assert not [event for event in told(after=before) if event.exercise]


def test_an_event_of_an_earlier_release_is_no_exercises() -> None:
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    event = Event(1, "incident.opened", None, "x", at)
    earlier = {name: value for name, value in event.told().items() if name != "exercise"}
    assert parsed(json.dumps(earlier).encode()) == event


def test_what_is_a_boards_is_told_as_its_own(
    site, board, foreign_board, person, founder, at: datetime
) -> None:
    registered(site, founder, at)
    receipt = take("a", at)
    standing(person=person, board=board, site=site, at=at)
    for kind in (
        Kind.SITE_ADDED,
        Kind.CASE_OPENED,
        Kind.ASSESSMENT_DRAFTED,
        Kind.DECISION_MADE,
        Kind.TERMS_ISSUED,
        Kind.CAMERA_REGISTERED,
        Kind.ALARM_RECEIVED,
        Kind.INCIDENT_OPENED,
    ):
        assert of(kind).board == board.id, kind
    assert of(Kind.INCIDENT_OPENED).subject == receipt.incident
    assert of(Kind.INCIDENT_OPENED).address == f"vaka.{board.id}.incident.opened"
    added = {event.board for event in told() if event.kind == Kind.BOARD_ADDED}
    assert added == {board.id, foreign_board.id}


def test_what_is_of_no_single_board_is_nobodys(site, at: datetime) -> None:
    take("a", at, account="4711")
    assert of(Kind.ALARM_RECEIVED).board is None
    assert of(Kind.INCIDENT_OPENED).address == "vaka.-.incident.opened"
    assert of(Kind.MUNICIPALITY_FOUNDED).board is None


def test_nobody_is_named_and_nothing_that_was_written_is_told(
    person, site, founder, at: datetime
) -> None:
    registered(site, founder, at)
    somebody = person(Role.OPERATOR)
    take("a", at, text="Kalle ringde")
    with pytest.raises(Refused):
        municipality.add_person(
            login="kalle.kula", name="Kalle", password="x" * 20, by=somebody, at=at
        )
    assert of(Kind.ACCESS_REFUSED).subject is None
    for event in told():
        fields = {"number", "kind", "board", "subject", "at", "exercise"}
        assert set(json.loads(event.content())) == fields
    all_told = b"".join(event.content() for event in told()).decode()
    for secret in (
        somebody.id,
        founder.id,
        "Kalle",
        "kalle.kula",
        "Exempeltorget",
        "Norra entrén",
    ):
        assert secret not in all_told


def test_every_kind_whose_subject_is_a_person_is_known_as_such() -> None:
    rows = re.findall(
        r"^\| `([a-z.-]+)` \|[^|]*\| person \|", KINDS.read_text("utf-8"), re.MULTILINE
    )
    assert set(rows) == ABOUT_PEOPLE
