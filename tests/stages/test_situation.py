"""The situation picture: what goes on, on paper, for who may see it, and on the record."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from shapely import Point
from shapely.geometry import shape

from tests.stages.response_story import planned, reached, registered, take
from tests.stages.warning_story import take_warning
from vaka.core.errors import Absent
from vaka.municipality.models import Person
from vaka.municipality.rules import Role
from vaka.oversight import actions as oversight
from vaka.oversight.documents.situation import _facts, situation_pdf
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.response import actions, queries
from vaka.response.models import Message
from vaka.response.rules.incidents import Outcome
from vaka.response.rules.warnings import Severity

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def operator(person):
    return person(Role.OPERATOR)


@pytest.fixture
def incident(site, founder, operator, at: datetime) -> str:
    registered(site, founder, at)
    key = take("a", at).incident
    assert key is not None
    actions.begin_shift(by=operator, at=at)
    actions.write_entry(incident=key, text="Väktare på väg", by=operator, at=at)
    take("unknown", at, account="FFFF", code="FA")
    return key


def test_the_picture_holds_what_goes_on_now(
    incident: str, founder, operator, at: datetime
) -> None:
    planned(reached(founder, at), None, founder, at)
    actions.escalate_due(at=at + 90 * timedelta(seconds=1))
    Message.objects.update(state="given-up", ended_at=at)
    shown = queries.situation(by=operator, at=at + HOUR)
    assert len(shown.incidents) == 2
    assert [entry.text for entry in shown.entries] == ["Väktare på väg"]
    assert [shift.person_id for shift in shown.shifts] == [operator.id]
    assert shown.untold
    # The log is of twelve hours; what is closed has nobody left to tell.
    later = queries.situation(by=operator, at=at + 13 * HOUR)
    assert (len(later.incidents), later.entries) == (2, [])
    actions.acknowledge(incident=incident, by=operator, at=at)
    actions.close(incident=incident, outcome=Outcome.TEST, by=operator, at=at)
    assert len(queries.situation(by=operator, at=at).incidents) == 1


def test_it_is_an_accessible_pdf_and_that_it_was_printed_is_on_the_record(
    incident: str, operator, at: datetime
) -> None:
    content = oversight.print_situation(by=operator, at=at)
    assert content.startswith(b"%PDF-")
    assert b"pdfuaid" in content
    assert content == oversight.print_situation(by=operator, at=at)
    entry = record.newest(limit=1)[0]
    assert entry.kind == Kind.SITUATION_PRINTED
    assert incident in entry.facts["incidents"]


def test_an_exercise_is_marked_in_each_line_of_the_paper_and_on_its_map(
    site, founder, operator, at: datetime
) -> None:
    transmitter = registered(site, founder, at)
    exercise = actions.begin_exercise(title="Kniv", purpose="Pröva", by=founder, at=at)
    key = actions.sound_alarm(
        exercise=exercise.id, transmitter=transmitter.id, code="HA", by=founder, at=at
    ).incident
    actions.write_entry(incident=key, text="Man med kniv", by=operator, at=at)
    planned(reached(founder, at), None, founder, at)
    actions.escalate_due(at=at + HOUR)
    Message.objects.update(state="given-up", ended_at=at)
    facts = _facts(queries.situation(by=operator, at=at + HOUR), "Exempelstad")
    [entry], [line] = facts["entries"], facts["incidents"]
    assert entry["where"] == "ÖVNING: Exempeltorget"
    assert facts["untold"] == ["ÖVNING: Väktarbolaget (Exempeltorget)"]
    assert (facts["places"], line["number"]) == (["ÖVNING: Exempeltorget"], "Ö1")
    assert ">Ö1<" in facts["map"]
    real = take("a", at, sequence="2").incident
    actions.write_entry(incident=real, text="Väktare på väg", by=operator, at=at + HOUR)
    facts = _facts(queries.situation(by=operator, at=at + HOUR), "Exempelstad")
    assert facts["entries"][0]["where"] == "Exempeltorget"
    assert facts["places"] == ["Exempeltorget"]
    assert {each["number"] for each in facts["incidents"]} == {"1"}


def test_a_foreign_board_gets_its_own_picture_and_others_none(
    incident: str, foreign_board, person, at: datetime
) -> None:
    stranger = person(Role.OPERATOR, foreign_board)
    shown = queries.situation(by=stranger, at=at)
    assert (shown.incidents, shown.entries, shown.shifts) == ([], [], [])
    assert oversight.print_situation(by=stranger, at=at).startswith(b"%PDF-")
    with pytest.raises(Absent):
        oversight.print_situation(by=person(Role.TECHNICIAN), at=at)


def test_it_is_seen_and_printed_from_its_page(incident: str, operator) -> None:
    client = Client(headers={"accept-language": "sv"})
    client.force_login(Person.objects.get(pk=operator.id))
    page = client.get("/larm/lagesbild/").content.decode()
    for words in ("Intrång: Exempeltorget", "Okänd larmsändare", operator.name):
        assert words in page
    answer = client.post("/larm/lagesbild/papper/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "lagesbild-" in answer.headers["Content-Disposition"]


def test_warnings_and_what_is_drawn_on_are_in_the_picture_and_on_its_paper(
    incident: str, founder, operator, at: datetime
) -> None:
    wide = {
        "type": "Polygon",
        "coordinates": [[[10.0, 50.0], [16.0, 50.0], [16.0, 60.0], [10.0, 60.0], [10.0, 50.0]]],
    }
    take_warning(at, area=wide)
    take_warning(at, "2", severity=Severity.MINOR, headline="Gul varning", exercise=True)
    contact = reached(founder, at)
    tents = actions.add_resource(
        name="Tält", count=3, place="Förrådet", contact=contact.id, by=founder, at=at
    )
    actions.acknowledge(incident=incident, by=operator, at=at)
    actions.draw_on(incident=incident, resource=tents.id, count=2, by=operator, at=at)
    shown = queries.situation(by=operator, at=at)
    assert [concern.warning.headline for concern in shown.warnings] == [
        "Orange varning",
        "Gul varning",
    ]
    # Of half a continent what lies around our places is drawn, and of no polygon nothing.
    near, none = (concern.ground for concern in shown.warnings)
    west, south, east, north = shape(near).bounds
    assert (east - west, north - south) < (1, 1)
    assert shape(near).contains(Point(13.0035, 55.6045))
    assert none is None
    facts = _facts(shown, "Exempelstad")
    assert [line["letter"] for line in facts["warnings"]] == ["A", "–"]
    assert facts["warnings"][1]["what"] == "ÖVNING: Gul varning"
    assert facts["uses"] == [
        {
            "what": "2 Tält",
            "where": "Exempeltorget",
            "since": "02/03 13:00",
            "who": contact.name,
        }
    ]
    assert situation_pdf(shown, municipality="Exempelstad").startswith(b"%PDF-")
    client = Client(headers={"accept-language": "sv"})
    client.force_login(Person.objects.get(pk=operator.id))
    page = client.get("/larm/lagesbild/").content.decode()
    for words in ("Tält", "Väktarbolaget"):
        assert words in page
