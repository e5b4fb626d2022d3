"""The wall: the cameras that a person may look at now, and why not the others."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.stages.standing import standing
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Role
from vaka.operation import actions

pytestmark = pytest.mark.django_db
EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def shown(actor) -> str:
    client = Client()
    client.force_login(next(p for p in municipality.people() if p.id == actor.id))
    return " ".join(client.get(reverse("operation:wall")).content.decode().split())


def camera(person, board, site, at, requires: list[str]):
    today = timezone.localdate()
    return standing(
        person=person,
        board=board,
        site=site,
        at=at,
        hours=[{"days": EVERY_DAY, "from": "00:00", "to": "24:00"}],
        valid_until=(today + timedelta(days=90)).isoformat(),
        review_by=(today + timedelta(days=60)).isoformat(),
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
