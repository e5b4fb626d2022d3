"""Two of the council write at once: each has written, or is told that the other has."""

from functools import partial

import pytest

from tests.stages.test_response_twice import at_once
from vaka.balancing import actions
from vaka.balancing.models import Edition, OwnQuestion, Routine
from vaka.balancing.rules.own import Asked
from vaka.balancing.rules.states import Reason
from vaka.core.errors import Conflict
from vaka.municipality.rules import Role

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 6


@pytest.fixture
def member(person):
    return person(Role.COUNCIL_MEMBER)


def refused(results) -> list[Conflict]:
    """Return the refusals; all of them are the clear one."""
    told = [each for each in results if isinstance(each, Conflict)]
    assert {each.reason for each in told} <= {Reason.CHANGED_MEANWHILE}
    assert len(told) < len(results)
    return told


def test_versions_of_a_routine_at_once_are_numbered_one_by_one_or_refused(member, at) -> None:
    first = actions.publish_routine(title="Kontroll", text="Läs.", by=member, at=at)
    publish = partial(
        actions.publish_routine, title="Kontroll", series=first.series, by=member, at=at
    )
    results = at_once(*[partial(publish, text=f"Text {n}") for n in range(MANY)])
    numbers = list(Routine.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 2 + MANY - len(refused(results))))


def test_own_questions_at_once_are_editions_one_by_one_or_refused(member, at) -> None:
    asked = [Asked(13, "text", f"Fråga {n}?", "Policyn", required=False) for n in range(MANY)]
    results = at_once(*[partial(actions.add_question, a, by=member, at=at) for a in asked])
    made = MANY - len(refused(results))
    assert Edition.objects.count() == OwnQuestion.objects.count() == made
