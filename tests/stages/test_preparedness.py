"""What is prepared: plans by version, exercises that try them, resources that are drawn on."""

from datetime import datetime, timedelta

import pytest

from tests.stages.response_story import STEPS, reached, registered, take
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.municipality.rules import Role
from vaka.record import queries as record
from vaka.response import actions, queries
from vaka.response.models import Incident, Plan, Resource, Transmitter
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.incidents import Outcome

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def operator(person):
    return person(Role.OPERATOR)


@pytest.fixture
def incident(site, founder, operator, at: datetime) -> str:
    registered(site, founder, at)
    key = take("a", at).incident
    actions.acknowledge(incident=key, by=operator, at=at)
    return key


@pytest.fixture
def tents(founder, at: datetime) -> Resource:
    return resource(founder, at)


def resource(founder, at: datetime, **said: object) -> Resource:
    told = {"name": "Tält", "count": 3, "place": "Förrådet", **said}
    contact = reached(founder, at, board=told.get("board", "")).id
    return actions.add_resource(**told, contact=contact, by=founder, at=at)


def prepared(founder, at: datetime, **said: object) -> Plan:
    told = {"title": "Utrymning", "text": "När torget töms.", "steps": STEPS, **said}
    return actions.publish_plan(**told, by=founder, at=at)


def free(operator) -> int:
    (held,) = queries.stock(queries.resources(by=operator))
    return held.free


def names(plans) -> list[str]:
    return [str(plan) for plan in plans]


def test_a_plan_fits_the_kinds_and_places_that_it_is_for(
    incident, site, board, foreign_board, founder, operator, person, at: datetime
) -> None:
    prepared(founder, at)
    prepared(founder, at, title="Brand", kinds=[IncidentKind.FIRE])
    prepared(founder, at, title="Torget", sites=[site.id], board=board.id)
    prepared(founder, at, title="Scenen", board=foreign_board.id)
    row = Incident.objects.get()
    assert names(queries.plans_for(row, by=operator)) == ["Torget (1)", "Utrymning (1)"]
    stranger = person(Role.OPERATOR, foreign_board)
    assert names(queries.newest_plans(by=stranger)) == [
        "Brand (1)",
        "Scenen (1)",
        "Utrymning (1)",
    ]
    with pytest.raises(Absent):
        queries.plans(by=person(Role.TECHNICIAN))
    with pytest.raises(Absent):
        prepared(founder, at, sites=[site.id], board=foreign_board.id)
    with pytest.raises(Refused):
        prepared(operator, at)


def test_the_newest_version_is_followed_and_every_one_stays(
    founder, operator, board, at: datetime
) -> None:
    first = prepared(founder, at)
    second = prepared(founder, at, follows=first.id, text="Nytt.")
    third = prepared(founder, at, follows=first.id)
    assert names(queries.newest_plans(by=operator)) == ["Utrymning (3)"]
    assert names(queries.plans(by=operator)) == [
        "Utrymning (3)",
        "Utrymning (2)",
        "Utrymning (1)",
    ]
    with pytest.raises(Absent):
        prepared(founder, at, follows=first.id, board=board.id)
    with pytest.raises(Conflict, match="plan-ended"):
        actions.end_plan(plan=second.id, by=founder, at=at)
    actions.end_plan(plan=third.id, by=founder, at=at)
    for again in (
        lambda: actions.end_plan(plan=third.id, by=founder, at=at),
        lambda: prepared(founder, at, follows=first.id),
    ):
        with pytest.raises(Conflict, match="plan-ended"):
            again()
    assert names(queries.newest_plans(by=operator)) == []


def test_an_exercise_tries_a_plan_and_the_plan_knows_what_was_learnt(
    founder, at: datetime
) -> None:
    first = prepared(founder, at)
    told = {"title": "Utrymning i juni", "purpose": "Hitta porten", "by": founder}
    exercise = actions.begin_exercise(**told, plan=first.id, at=at)
    actions.end_exercise(exercise=exercise.id, by=founder, at=at + MINUTE)
    actions.evaluate_exercise(
        exercise=exercise.id, findings="Porten är låst", by=founder, at=at + MINUTE
    )
    second = prepared(founder, at, follows=first.id)
    (tried,) = queries.tried(second)
    assert (tried.plan, tried.findings) == (first, "Porten är låst")
    with pytest.raises(Absent):
        actions.begin_exercise(**told, plan=first.id, at=at)


@pytest.mark.parametrize(
    "said", [{"title": " "}, {"text": ""}, {"title": "x" * 101}, {"steps": []}], ids=str
)
def test_a_plan_without_words_or_steps_is_none(said, founder, at: datetime) -> None:
    with pytest.raises(BadInput):
        prepared(founder, at, **said)
    assert not Plan.objects.exists()


def test_a_resource_is_drawn_on_until_there_is_none_left_and_returned(
    incident, tents, operator, at: datetime
) -> None:
    draw = {"incident": incident, "resource": tents.id, "by": operator}
    use = actions.draw_on(**draw, count=2, at=at)
    with pytest.raises(Conflict, match="resource-not-enough"):
        actions.draw_on(**draw, count=2, at=at)
    assert free(operator) == 1
    assert [one.id for one in queries.uses(by=operator)] == [use.id]
    lines = [(line.kind, line.text) for line in queries.history(Incident.objects.get())]
    assert ("drawn", "2 Tält") in lines
    actions.close(incident=incident, outcome=Outcome.HANDLED, by=operator, at=at + MINUTE)
    actions.return_resource(use=use.id, by=operator, at=at + 2 * MINUTE)
    with pytest.raises(Conflict, match="resource-returned"):
        actions.return_resource(use=use.id, by=operator, at=at + 2 * MINUTE)
    with pytest.raises(Conflict, match="incident-closed"):
        actions.draw_on(**draw, count=1, at=at + 2 * MINUTE)
    assert free(operator) == 3
    assert record.audit().holds


def test_a_hindered_resource_and_one_that_is_drawn_on_are_not_lost_sight_of(
    incident, tents, founder, operator, at: datetime
) -> None:
    draw = {"incident": incident, "resource": tents.id, "count": 1, "by": operator, "at": at}
    kept = {"resource": tents.id, "by": founder, "at": at}
    actions.hinder_resource(**kept, why="Lagas")
    with pytest.raises(Conflict, match="resource-hindered"):
        actions.draw_on(**draw)
    with pytest.raises(BadInput):
        actions.hinder_resource(**kept, why="x" * 201)
    actions.hinder_resource(**kept, why="")
    use = actions.draw_on(**draw)
    with pytest.raises(Conflict, match="resource-drawn-on"):
        actions.end_resource(**kept)
    actions.return_resource(use=use.id, by=operator, at=at)
    actions.end_resource(**kept)
    assert not queries.resources(by=operator)


def test_what_an_exercise_draws_is_never_missing_to_what_is_real(
    incident, tents, site, founder, operator, at: datetime
) -> None:
    exercise = actions.begin_exercise(title="Inbrott", purpose="Pröva", by=founder, at=at)
    key = actions.sound_alarm(
        exercise=exercise.id,
        transmitter=Transmitter.objects.get().id,
        code="BA",
        by=founder,
        at=at,
    ).incident
    actions.acknowledge(incident=key, by=operator, at=at)
    draw = {"resource": tents.id, "count": 3, "by": operator, "at": at}
    actions.draw_on(incident=key, **draw)
    with pytest.raises(Conflict, match="resource-not-enough"):
        actions.draw_on(incident=key, **draw)
    assert free(operator) == 3
    actions.draw_on(incident=incident, **draw)


def test_a_board_draws_on_its_own_and_on_what_is_everybodys(
    incident, board, foreign_board, founder, person, operator, at: datetime
) -> None:
    own = resource(founder, at, name="Stängsel", board=board.id)
    theirs = resource(founder, at, name="Scen", board=foreign_board.id)
    draw = {"incident": incident, "count": 1, "by": operator, "at": at}
    actions.draw_on(**draw, resource=own.id)
    with pytest.raises(Absent):
        actions.draw_on(**draw, resource=theirs.id)
    with pytest.raises(BadInput):
        actions.draw_on(**{**draw, "count": 0}, resource=own.id)
    stranger = person(Role.ADMINISTRATOR, foreign_board)
    with pytest.raises(Absent):
        actions.hinder_resource(resource=own.id, why="Min", by=stranger, at=at)
    for said in ({"count": 0}, {"place": " "}, {"name": ""}):
        with pytest.raises(BadInput):
            resource(founder, at, **said)
