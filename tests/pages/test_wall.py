"""The wall: many cameras at a time, each with its state, or with why it is not shown."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.pages.browsing import login, text
from tests.stages.standing import standing_now
from tests.stages.test_health import tell
from vaka.municipality.rules import Role
from vaka.operation import actions
from vaka.record import queries as record

pytestmark = pytest.mark.django_db
WALL, STATE = "operation:wall", "operation:wall-state"


def shown(actor, **asked: str) -> str:
    return text(login(actor).get(reverse(WALL), asked))


def camera(person, board, site, at, requires: list[str]):
    return standing_now(
        person=person,
        board=board,
        site=site,
        at=at,
        access=[{"role": "operator", "acts": ["live"], "requires": requires}],
    )


def cell(page: str, key: str) -> str:
    """What stands in one camera's cell."""
    found = re.search(rf'<li class="cell" data-camera="{key}">(.*?)</li>', page)
    assert found
    return found[1]


def test_a_camera_that_may_be_looked_at_now_has_its_player_and_its_smaller_stream(
    person, board, site, at
) -> None:
    row = camera(person, board, site, at, [])
    tell(row, "camera.health", timezone.now(), state="recording", reason="")
    own = cell(shown(person(Role.OPERATOR, board)), row.id)
    assert f'stream-url="{reverse("operation:stream", args=[row.id])}?stream=small"' in own
    assert "spelar in" in own
    assert re.search(r"data-why hidden></p>", own)


def test_a_camera_that_asks_for_an_incident_says_so_where_its_picture_would_be(
    person, board, site, at
) -> None:
    row = camera(person, board, site, at, ["incident"])
    own = cell(shown(person(Role.OPERATOR, board)), row.id)
    assert "data-why>Beslutet kräver en öppen händelse." in own


def test_a_foreign_operator_and_a_camera_taken_down_show_nothing(
    person, board, foreign_board, site, at
) -> None:
    row = camera(person, board, site, at, [])
    stranger = person(Role.OPERATOR, foreign_board)
    assert "Torgkameran" not in shown(stranger)
    asked = {"camera": row.id}
    assert login(stranger).get(reverse(STATE), asked).json() == {}
    actions.take_down(camera=row.id, by=person(Role.TECHNICIAN, board), at=timezone.now())
    assert "Torgkameran" not in shown(person(Role.OPERATOR, board))


@pytest.mark.parametrize(
    ("asked", "size"), [("4", 4), ("9", 9), ("16", 16), ("", 4), ("5", 4), ("många", 4)]
)
def test_the_address_remembers_the_size_and_an_odd_one_is_four(
    person, board, site, at, asked: str, size: int
) -> None:
    camera(person, board, site, at, [])
    page = shown(person(Role.OPERATOR, board), size=asked)
    assert f"wall__cells--{size}" in page
    assert re.search(rf'href="\?size={size}" aria-current="true"', page)


def test_the_wall_is_told_how_its_cells_are_and_nothing_of_it_is_a_look(
    person, board, site, at
) -> None:
    row = camera(person, board, site, at, [])
    tell(row, "camera.health", timezone.now(), state="stalled", reason="no picture")
    client, before = login(person(Role.OPERATOR, board)), record.all_entries().count()
    told = client.get(reverse(STATE), {"camera": [row.id, "nobody"]})
    assert json.loads(told.content) == {
        row.id: {"why": "", "health": "har stannat", "at_fault": True}
    }
    assert record.all_entries().count() == before
