"""The wall: the cameras that a person may look at now, and why not the others."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.pages.browsing import login, text
from tests.stages.standing import standing_now
from vaka.municipality.rules import Role
from vaka.operation import actions

pytestmark = pytest.mark.django_db


def shown(actor) -> str:
    return text(login(actor).get(reverse("operation:wall")))


def camera(person, board, site, at, requires: list[str]):
    return standing_now(
        person=person,
        board=board,
        site=site,
        at=at,
        access=[{"role": "operator", "acts": ["live"], "requires": requires}],
    )


def test_a_camera_that_may_be_looked_at_now_has_its_player(person, board, site, at) -> None:
    row = camera(person, board, site, at, [])
    page = shown(person(Role.OPERATOR, board))
    assert reverse("operation:ticket", args=[row.id]) in page
    assert "Visa alla" in page


def test_a_camera_that_asks_for_an_incident_stands_beside_with_its_reason(
    person, board, site, at
) -> None:
    camera(person, board, site, at, ["incident"])
    page = shown(person(Role.OPERATOR, board))
    assert "vaka-player" not in page
    assert "Inte nu" in page
    assert "Beslutet kräver en öppen händelse." in page


def test_a_foreign_operator_and_a_camera_taken_down_show_nothing(
    person, board, foreign_board, site, at
) -> None:
    row = camera(person, board, site, at, [])
    assert "Torgkameran" not in shown(person(Role.OPERATOR, foreign_board))
    actions.take_down(camera=row.id, by=person(Role.TECHNICIAN, board), at=timezone.now())
    assert "Torgkameran" not in shown(person(Role.OPERATOR, board))
