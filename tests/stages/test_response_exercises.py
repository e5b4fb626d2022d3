"""An exercise goes the way of a real alarm, is marked everywhere, and is evaluated."""

from datetime import datetime, timedelta

import pytest

from tests.stages.response_story import planned, published, reached, registered, take
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.core.period import Period
from vaka.municipality.rules import Role
from vaka.operation import gate
from vaka.operation import queries as operation
from vaka.operation.actions import ask_for_footage, place_hold
from vaka.operation.models import Camera
from vaka.operation.rules import Purpose
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.response import actions, queries
from vaka.response.models import Alarm, Exercise, Incident, Message, Transmitter
from vaka.response.rules.incidents import Outcome
from vaka.terms.document import Act

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def transmitter(site, founder, at: datetime) -> Transmitter:
    published(founder, at)
    return registered(site, founder, at)


@pytest.fixture
def exercise(founder, at: datetime) -> Exercise:
    return actions.begin_exercise(title="Inbrott", purpose="Hitta porten", by=founder, at=at)


def sounded(exercise, transmitter, founder, at: datetime, code: str = "BA") -> str:
    key = actions.sound_alarm(
        exercise=exercise.id, transmitter=transmitter.id, code=code, zone="5", by=founder, at=at
    ).incident
    assert key is not None
    return key


def test_a_sounded_alarm_is_a_real_one_but_for_its_mark(
    exercise, transmitter, founder, person, at: datetime
) -> None:
    real = take("a", at).incident
    heard = Transmitter.objects.get().heard_at
    key = sounded(exercise, transmitter, founder, at + MINUTE)
    again = sounded(exercise, transmitter, founder, at + 2 * MINUTE)
    assert key == again != real
    row = Incident.objects.get(pk=key)
    assert (row.place, row.card is not None, row.exercise) == ("Norra entrén", True, exercise)
    assert set(Alarm.objects.filter(exercise=True).values_list("incident", flat=True)) == {key}
    # What is sounded is no sign of life.
    assert Transmitter.objects.get().heard_at == heard
    assert list(queries.queue(by=person(Role.OPERATOR)).values_list("id", flat=True)) == [
        real,
        key,
    ]
    opened = record.of_kind(Kind.INCIDENT_OPENED)
    assert [entry.facts["exercise"] for entry in opened] == [None, exercise.id]
    # A real alarm joins the real incident, whatever is exercised meanwhile.
    assert take("b", at + 3 * MINUTE, sequence="2").incident == real


def test_whoever_is_called_out_reads_first_that_it_is_an_exercise(
    exercise, transmitter, founder, at: datetime
) -> None:
    planned(reached(founder, at), None, founder, at)
    sounded(exercise, transmitter, founder, at)
    assert actions.escalate_due(at=at + 2 * MINUTE) == 1
    assert Message.objects.get().text.startswith("ÖVNING. Prioritet 2")


def test_no_camera_is_opened_for_an_exercise(
    exercise, transmitter, site, founder, person, board, at: datetime
) -> None:
    from tests.stages.standing import standing

    access = [{"role": "operator", "acts": ["live"], "requires": ["incident"]}]
    standing(person=person, board=board, site=site, at=at, access=access)
    night = datetime.fromisoformat("2026-04-10T22:30:00+02:00")
    told = {"by": person(Role.OPERATOR), "at": night}
    real = Incident.objects.get(pk=take("a", at).incident)
    exercised = Incident.objects.get(pk=sounded(exercise, transmitter, founder, at))
    assert queries.cameras(real, **told)[0].permitted_now.permitted
    refused = queries.cameras(exercised, **told)[0].permitted_now
    assert refused.reason == "needs-incident"
    # Nor when somebody writes its id into the address of the live view.
    camera = Camera.objects.get()
    asked = {"camera": camera.id, "act": Act.LIVE, "purpose": Purpose.INCIDENT}
    with pytest.raises(Conflict, match="exercise-is-no-ground"):
        gate.give_ticket(**asked, incident=exercised.id, **told)
    asking = operation.asking_as(camera, told["by"], Act.LIVE, exercised.id, at=night)
    assert operation.verdict(camera.id, Act.LIVE, asking=asking, at=night) == refused
    span = Period(night - timedelta(hours=1), night - MINUTE)
    sought = {"act": Act.REVIEW, "span": span, "written_request": "", "reason": "Se porten"}
    with pytest.raises(Conflict, match="exercise-is-no-ground"):
        ask_for_footage(**asked | sought, incident=exercised.id, **told)
    held = {"span": span, "until": night + timedelta(days=5), "written_request": ""}
    with pytest.raises(Conflict, match="exercise-is-no-ground"):
        place_hold(
            camera=camera.id,
            **held,
            incident=exercised.id,
            reason="Spara",
            by=person(Role.SAFETY_COORDINATOR, board),
            at=night,
        )
    given = gate.give_ticket(**asked, incident=real.id, **told)
    assert given.expires > night


def test_it_ends_when_all_is_closed_and_is_evaluated_once(
    exercise, transmitter, founder, person, at: datetime
) -> None:
    key, operator = sounded(exercise, transmitter, founder, at), person(Role.OPERATOR)
    lead = {"exercise": exercise.id, "by": founder}
    with pytest.raises(Conflict, match="exercise-not-to-evaluate"):
        actions.evaluate_exercise(**lead, findings="Bra", at=at)
    with pytest.raises(Conflict, match="exercise-incidents-open"):
        actions.end_exercise(**lead, at=at)
    actions.acknowledge(incident=key, by=operator, at=at + MINUTE)
    told = {"incident": key, "outcome": Outcome.TEST, "reason": "Övning", "by": operator}
    actions.close(**told, at=at + 2 * MINUTE)
    actions.end_exercise(**lead, at=at + 3 * MINUTE)
    with pytest.raises(Conflict, match="exercise-ended"):
        actions.end_exercise(**lead, at=at)
    with pytest.raises(Conflict, match="exercise-ended"):
        sounded(exercise, transmitter, founder, at)
    with pytest.raises(BadInput):
        actions.evaluate_exercise(**lead, findings=" ", at=at)
    row = actions.evaluate_exercise(**lead, findings=" Porten heter A ", at=at + 4 * MINUTE)
    assert row.findings == "Porten heter A"
    with pytest.raises(Conflict):
        actions.evaluate_exercise(**lead, findings="Mer", at=at)
    (handling,) = queries.exercise_figures(row, at=at + 5 * MINUTE).handling
    assert handling.acknowledged.half == MINUTE
    # The year's figures are of what was real.
    year = Period(at, at + timedelta(days=1))
    assert queries.figures(year, by=operator, at=at + 5 * MINUTE).count == 0
    assert record.audit().holds


def test_what_is_ill_said_is_refused(exercise, transmitter, founder, at: datetime) -> None:
    with pytest.raises(BadInput):
        sounded(exercise, transmitter, founder, at, code="??")
    for fields in ({"title": " "}, {"purpose": ""}, {"title": "x" * 101}):
        told = {"title": "Brand", "purpose": "Pröva", **fields}
        with pytest.raises(BadInput):
            actions.begin_exercise(**told, by=founder, at=at)
    actions.end_transmitter(transmitter=transmitter.id, by=founder, at=at)
    with pytest.raises(Absent):
        sounded(exercise, transmitter, founder, at)


def test_a_board_exercises_at_its_own_sites(
    transmitter, founder, person, board, foreign_board, at: datetime
) -> None:
    told = {"title": "Brand", "purpose": "Pröva", "at": at}
    theirs = person(Role.ADMINISTRATOR, foreign_board)
    foreign = actions.begin_exercise(**told, board=foreign_board.id, by=theirs)
    with pytest.raises(Absent):
        sounded(foreign, transmitter, theirs, at)
    own = actions.begin_exercise(**told, board=board.id, by=person(Role.ADMINISTRATOR, board))
    assert own not in queries.exercises(by=theirs)
    for verb in (
        lambda: actions.begin_exercise(**told, by=theirs),
        lambda: actions.end_exercise(exercise=own.id, by=theirs, at=at),
        lambda: sounded(own, transmitter, theirs, at),
    ):
        with pytest.raises(Absent):
            verb()
    with pytest.raises(Refused):
        actions.end_exercise(exercise=own.id, by=person(Role.OPERATOR), at=at)
