"""Who is heard before the board decides: the data protection officer and the employees."""

from datetime import date, timedelta

import pytest

from tests.stages.weighing import ANSWERS, finalised, granted
from vaka.balancing import actions, queries
from vaka.balancing.models import EmployeesOpinion, ImpactAdvice
from vaka.balancing.rules.findings import Code
from vaka.balancing.rules.hearing import Form, Risk
from vaka.balancing.rules.impact import Need
from vaka.balancing.rules.states import Reason
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.decisions import actions as decisions
from vaka.decisions.rules import Reason as NoDecision
from vaka.municipality import actions as municipality
from vaka.municipality import queries as people
from vaka.municipality.rules import Role
from vaka.record import queries as record
from vaka.record.rules import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(person):
    return person(Role.DPO)


@pytest.fixture
def weigh(site, author, council, at):
    return lambda **changed: finalised(
        site=site, author=author, council=council, at=at, **changed
    )


@pytest.fixture
def decide(board, secretary, at):
    resolution = granted(board=board, secretary=secretary, at=at)
    return lambda row: decisions.decide(
        balancing_id=row.id, resolution=resolution.id, by=secretary, at=at
    )


def advise(row, by, at, risk: Risk = Risk.ACCEPTABLE) -> ImpactAdvice:
    return actions.advise_on_impact(
        balancing=row.id, risk=risk, text="Maska före lagring.", by=by, at=at
    )


def attach(row, by, at, **told) -> EmployeesOpinion:
    given = {
        "organisation": "Kommunal, sektion 2",
        "form": Form.NEGOTIATED,
        "held_on": date(2026, 3, 1),
        "text": "Enighet. Bilderna används inte för att följa upp arbete.",
    } | told
    return actions.attach_employees_opinion(balancing=row.id, by=by, at=at, **given)


def test_an_impact_to_be_assessed_waits_for_the_officer_before_the_decision(
    weigh, decide, officer, at
) -> None:
    row = weigh(dpia_needed=True)
    assert queries.impact_is_lacking(row)
    with pytest.raises(Conflict, match=NoDecision.IMPACT_UNADVISED):
        decide(row)
    advice = advise(row, officer, at)
    assert not queries.impact_is_lacking(row)
    assert decide(row).balancing == row
    entry = record.entries(subject=row.id).last()
    assert entry.kind == Kind.IMPACT_ADVISED
    assert (entry.facts["advice"], entry.facts["risk"]) == (advice.id, Risk.ACCEPTABLE)
    assert queries.is_intact(row)
    assert str(advice).endswith("acceptable")


def test_a_public_place_on_a_large_scale_waits_whatever_was_answered(weigh, decide) -> None:
    row = weigh(dpia_needed=False, large_scale=True)
    assert queries.impact_need(row) == Need.REQUIRED
    with pytest.raises(Conflict, match=NoDecision.IMPACT_UNADVISED):
        decide(row)


def test_where_no_impact_is_to_be_assessed_nobody_waits(weigh, decide) -> None:
    row = weigh()
    assert queries.impact_need(row) == Need.TO_ARGUE
    assert [each.criterion.code for each in queries.impact_criteria(row)] == ["systematic"]
    assert decide(row)


def test_the_officer_advises_once_on_a_text_that_no_longer_changes(
    site, author, officer, at
) -> None:
    row = actions.draft(site=site.id, by=author, at=at)
    actions.answer(balancing=row.id, answers=ANSWERS, by=author, at=at)
    with pytest.raises(Conflict, match=Reason.NOT_SUBMITTED):
        advise(row, officer, at)
    actions.submit(balancing=row.id, by=author, at=at)
    advise(row, officer, at)
    with pytest.raises(Conflict, match=Reason.IMPACT_ADVISED):
        advise(row, officer, at)
    with pytest.raises(Refused):
        advise(row, author, at)


def test_a_changed_text_is_advised_on_anew(site, author, officer, at) -> None:
    row = actions.draft(site=site.id, by=author, at=at)
    actions.answer(balancing=row.id, answers={**ANSWERS, "dpia_needed": True}, by=author, at=at)
    actions.submit(balancing=row.id, by=author, at=at)
    advise(row, officer, at, Risk.HIGH)
    actions.take_back(balancing=row.id, by=author, at=at)
    row = actions.submit(balancing=row.id, by=author, at=at)
    assert queries.impact_is_lacking(row)
    advise(row, officer, at)
    assert queries.impact_advice(row).risk == Risk.ACCEPTABLE


def test_an_officer_who_wrote_in_the_text_does_not_advise_on_it(
    site, person, board, at
) -> None:
    both = person(Role.SAFETY_COORDINATOR, board)
    founder = people.actor_by_login("administratör", at=at)
    municipality.assign(person=both.id, role=Role.DPO, by=founder, at=at)
    both = people.actor_by_id(both.id, at=at)
    row = actions.draft(site=site.id, by=both, at=at)
    actions.answer(balancing=row.id, answers=ANSWERS, by=both, at=at)
    actions.submit(balancing=row.id, by=both, at=at)
    with pytest.raises(Conflict, match=Reason.OWN_WORK):
        advise(row, both, at)


def test_advice_has_words(weigh, officer, at) -> None:
    with pytest.raises(BadInput, match="text"):
        actions.advise_on_impact(
            balancing=weigh().id, risk=Risk.HIGH, text=" ", by=officer, at=at
        )


def test_hard_case_02_a_workplace_carries_no_decision_before_the_employees_are_heard(
    weigh, decide, author, at
) -> None:
    row = weigh(workplace_in_view=True, negotiated=True)
    assert queries.employees_are_unheard(row)
    codes = [each.code for each in queries.findings(row, by=author, at=at)]
    assert Code.WORKPLACE_IN_VIEW in codes
    with pytest.raises(Conflict, match=NoDecision.EMPLOYEES_UNHEARD):
        decide(row)
    opinion = attach(row, author, at)
    assert not queries.employees_are_unheard(row)
    assert decide(row)
    entry = record.entries(subject=row.id).last()
    assert (entry.kind, entry.facts["opinion"]) == (Kind.EMPLOYEES_HEARD, opinion.id)
    assert str(opinion) == "Kommunal, sektion 2 2026-03-01"
    assert queries.is_intact(row)


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({"organisation": " "}, "organisation"),
        ({"text": ""}, "text"),
        ({"held_on": date(2026, 3, 3)}, "held_on"),
    ],
)
def test_an_opinion_says_who_what_and_a_day_that_has_been(
    weigh, author, at, told, where: str
) -> None:
    with pytest.raises(BadInput) as problem:
        attach(weigh(), author, at, **told)
    assert problem.value.where == where
    assert not EmployeesOpinion.objects.exists()


def test_an_organisation_is_heard_once_a_day_and_others_beside(weigh, author, at) -> None:
    row = weigh()
    attach(row, author, at)
    with pytest.raises(Conflict, match=Reason.HEARD_ALREADY):
        attach(row, author, at)
    attach(row, author, at, organisation="Vision")
    attach(row, author, at + timedelta(days=2), held_on=date(2026, 3, 2))
    assert queries.employees_opinions(row).count() == 3


def test_only_who_drafts_attaches_and_a_foreign_board_finds_nothing(
    weigh, officer, person, foreign_board, at
) -> None:
    row = weigh()
    with pytest.raises(Refused):
        attach(row, officer, at)
    for role in (Role.SAFETY_COORDINATOR, Role.DPO):
        foreigner = person(role, foreign_board)
        with pytest.raises(Absent):
            attach(row, foreigner, at)
        with pytest.raises(Absent):
            advise(row, foreigner, at)


def test_the_assessment_of_the_impact_is_drawn_from_the_answers(weigh) -> None:
    row = weigh(dpia_needed=True)
    drawn = {
        each.part.source: [q.id for q in each.answered] for each in queries.impact_drawn(row)
    }
    assert drawn["GDPR art. 35.1 och 35.3"] == ["dpia_needed", "dpia"]
    assert {"purposes", "hours", "access"} <= set(drawn["GDPR art. 35.7 a"])
    assert {"necessity", "measures"} <= set(drawn["GDPR art. 35.7 b"])
    assert {"intrusion", "argument_against"} <= set(drawn["GDPR art. 35.7 c"])
    assert "security" in drawn["GDPR art. 35.7 d"]
