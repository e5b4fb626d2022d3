from dataclasses import replace
from datetime import date, timedelta

import pytest

from vaka.core.errors import Absent, Refused
from vaka.measures import actions, queries
from vaka.measures.rules.evidence import Caution, Crime
from vaka.measures.rules.kinds import MeasureKind, Plan
from vaka.municipality.rules import Role
from vaka.record import queries as record
from vaka.record.rules import Kind

LAMPS = Plan(
    kind=MeasureKind.LIGHTING,
    title="Ny belysning",
    starts=date(2025, 1, 1),
    ends=None,
    cost_investment_ore=100_000_00,
    cost_yearly_ore=10_000_00,
    responsible="Tekniska nämnden",
    result="Torget är ljusare",
)
HOSTS = replace(
    LAMPS, kind=MeasureKind.PRESENCE, title="Trygghetsvärdar", ends=date(2025, 7, 1)
)


@pytest.fixture
def coordinator(person, board):
    return person(Role.SAFETY_COORDINATOR, board)


def test_a_measure_is_registered_with_its_period_and_cost(coordinator, site, at):
    measure = actions.register(LAMPS, site=site.id, by=coordinator, at=at)
    assert measure.plan() == LAMPS
    assert str(measure) == "Ny belysning"
    assert measure.intrusiveness == 0
    entry = record.of_kind(Kind.MEASURE_REGISTERED).last()
    assert (entry.actor, entry.subject) == (coordinator.id, measure.id)
    assert entry.facts["site"] == site.id
    assert entry.facts["ends"] is None


def test_the_measures_of_a_site_are_those_of_that_day(coordinator, site, at):
    for plan in (LAMPS, HOSTS):
        actions.register(plan, site=site.id, by=coordinator, at=at)

    def titles(when=None):
        return [row.title for row in queries.at_site(site.id, by=coordinator, at=when)]

    assert titles() == ["Ny belysning", "Trygghetsvärdar"]
    assert titles(at) == ["Ny belysning"]
    assert titles(at - timedelta(days=300)) == ["Ny belysning", "Trygghetsvärdar"]
    assert titles(at - timedelta(days=3000)) == []
    assert queries.beside_cameras_at(site.id, by=coordinator, at=at) == 1
    assert len(queries.measures_of_sites(by=coordinator)[site.id]) == 2


def test_only_the_coordinator_registers_and_a_refusal_is_on_the_record(
    person, board, foreign_board, site, at
):
    officer = person(Role.CASE_OFFICER, board)
    with pytest.raises(Refused):
        actions.register(LAMPS, site=site.id, by=officer, at=at)
    assert record.of_kind(Kind.ACCESS_REFUSED).last().actor == officer.id
    foreigner = person(Role.SAFETY_COORDINATOR, foreign_board)
    with pytest.raises(Absent):
        actions.register(LAMPS, site=site.id, by=foreigner, at=at)
    with pytest.raises(Absent):
        queries.at_site(site.id, by=foreigner)
    assert queries.measures_of_sites(by=foreigner) == {}


def test_what_is_expected_of_a_camera_depends_on_what_is_there(coordinator, site, at):
    def cautions():
        return queries.expected_at(
            site.id, problems={Crime.DRUG}, by=coordinator, at=at
        ).cautions

    assert Caution.CAMERA_ALONE in cautions()
    actions.register(LAMPS, site=site.id, by=coordinator, at=at)
    assert Caution.ONE_OTHER_MEASURE in cautions()
    actions.register(replace(HOSTS, ends=None), site=site.id, by=coordinator, at=at)
    # The square is in the centre, where no certain effect was found.
    assert cautions() == (Caution.SETTING_WITHOUT_EFFECT,)
