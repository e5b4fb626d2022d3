import pytest
from django.urls import reverse

from tests.pages.browsing import login, text
from tests.stages.test_needs import reports
from vaka.balancing import actions as balancing
from vaka.balancing import queries
from vaka.municipality.rules import Role
from vaka.needs import actions

PROBLEMS, TERMS = 2, 9


@pytest.fixture
def coordinator(person, board):
    return person(Role.SAFETY_COORDINATOR, board)


@pytest.fixture
def weighed(coordinator, site, at):
    """An assessment of the square, where thirty reports lie at ten in the evening."""
    actions.import_problems(
        reports(30).encode(), name="p.csv", site=site.id, by=coordinator, at=at
    )
    return balancing.draft(site=site.id, by=coordinator, at=at)


def page(client, weighed, section):
    return text(client.get(reverse("balancing:section", args=[weighed.id, section])))


def test_the_hours_of_the_stated_need_are_those_of_the_assessment_until_somebody_writes_others(
    coordinator, weighed, site, at
):
    client = login(coordinator)
    assert ">22:00–23:00" not in page(client, weighed, TERMS)
    need = actions.state_need(site=site.id, by=coordinator, at=at)
    proposed = page(client, weighed, TERMS)
    assert "22:00–23:00" in proposed
    assert need.pk in proposed
    assert need.pk in page(client, weighed, PROBLEMS)
    sent = {"hours": "fre, lör 21:00–23:00", "evidence-hours": need.pk, "stay": "yes"}
    client.post(reverse("balancing:section", args=[weighed.id, TERMS]), sent)
    answer = queries.answers(weighed)["hours"]
    assert (answer.value[0]["from"], answer.evidence) == ("21:00", [need.pk])
    assert "fre, lör 21:00" in page(client, weighed, TERMS)
