"""What is known is filled in where it is asked for: nothing is typed twice."""

import pytest
from django.urls import reverse

from tests.pages.browsing import login, text
from tests.stages.weighing import ANSWERS
from vaka.balancing import actions, queries
from vaka.municipality import actions as municipality
from vaka.municipality.rules import SiteKind
from vaka.web.balancing.lending import lent

pytestmark = pytest.mark.django_db
RING = [[13.013, 55.604], [13.015, 55.604], [13.015, 55.605], [13.013, 55.604]]


@pytest.fixture
def weighed(author, site, at):
    """The first camera of the square, answered in full."""
    row = actions.draft(site=site.id, by=author, at=at)
    actions.answer(balancing=row.id, answers=ANSWERS, by=author, at=at)
    return row


def known(row, author, at):
    return {
        key: told.value
        for key, told in lent(row, queries.template_of(row), by=author, at=at).items()
    }


def test_what_was_said_of_a_place_holds_for_its_next_camera(weighed, author, site, at) -> None:
    told = known(actions.draft(site=site.id, by=author, at=at), author, at)
    for question in ("place", "public_access", "who_is_there", "access", "security"):
        assert told[question] == ANSWERS[question]
    assert not {"necessity", "argument_for", "outcome", "homes_in_view"} & set(told)


def test_at_another_place_only_the_boards_own_way_does(
    weighed, author, board, founder, at
) -> None:
    other = municipality.add_site(
        board=board.id,
        name="Parken",
        kind=SiteKind.PARK,
        address="Parkgatan 2",
        longitude=13.014,
        latitude=55.6045,
        outline={"type": "Polygon", "coordinates": [RING]},
        example=True,
        by=founder,
        at=at,
    )
    told = known(actions.draft(site=other.id, by=author, at=at), author, at)
    assert told["access"] == ANSWERS["access"]
    assert told["place"] == "Parken, Parkgatan 2. Park."
    assert "who_is_there" not in told


def test_the_sign_and_the_detail_follow_from_other_answers(author, site, at) -> None:
    row = actions.draft(site=site.id, by=author, at=at)
    assert {"sign", "pixels_per_metre"}.isdisjoint(known(row, author, at))
    said = {key: ANSWERS[key] for key in ("purposes", "record", "retention_hours")}
    actions.answer(
        balancing=row.id, answers=said | {"purpose_level": "recognise"}, by=author, at=at
    )
    told = known(row, author, at)
    assert told["pixels_per_metre"] == 125
    assert "Förebygga rån på torget." in told["sign"]
    assert "Sparas: 3 dygn" in told["sign"]


def test_an_answer_is_never_overwritten_by_what_is_known(weighed, author, at) -> None:
    assert known(weighed, author, at) == {}


def test_under_an_exemption_a_text_without_its_weighing_goes_to_the_council(
    author, site, at
) -> None:
    row = actions.draft(site=site.id, by=author, at=at)
    waived = {"argument_for", "argument_against", "tips"}
    said = {key: value for key, value in ANSWERS.items() if key not in waived}
    actions.answer(balancing=row.id, answers=said | {"exemption": "11-5"}, by=author, at=at)
    shown = text(login(author).get(reverse("balancing:assessment", args=[row.id])))
    assert "Skicka till kamerabevakningsrådet" in shown
    assert "Obligatorisk" not in shown
