"""What a camera sees is confirmed by a person, and its gateway is told which view that is."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError

from tests.stages.standing import RING, put_up, standing
from vaka.core.errors import Absent, Conflict, Refused
from vaka.core.ids import new_id
from vaka.municipality.rules import Role, machine
from vaka.operation import actions, queries
from vaka.operation.actions import Reported
from vaka.operation.rules import FAULTS, Health
from vaka.record import queries as record

pytestmark = pytest.mark.django_db
GATEWAY = "gateway-1"
DAY = timedelta(days=1)


def confirm(camera, *, by, at: datetime, angle_deg: float = 40, nearest_m: float = 12) -> None:
    actions.confirm_view(
        camera=camera.id, angle_deg=angle_deg, nearest_m=nearest_m, by=by, at=at
    )


@pytest.fixture
def camera(person, board, site, at: datetime):
    return standing(person=person, board=board, site=site, at=at)


def ordered(at: datetime) -> str | None:
    return queries.orders(GATEWAY, at=at).cameras[0].view


def test_who_puts_a_camera_up_has_confirmed_its_view(camera, at: datetime) -> None:
    place = queries.installation(camera)
    assert place.view_confirmed_at == at
    assert ordered(at) == place.view


def test_a_confirmation_is_another_view_and_on_the_record(
    camera, person, board, at: datetime
) -> None:
    before, technician = ordered(at), person(Role.TECHNICIAN, board)
    confirm(camera, by=technician, at=at + DAY)
    assert ordered(at + DAY) not in (before, None)
    assert queries.installation(camera).view_confirmed_at == at + DAY
    *_, entry = record.entries(subject=camera.id)
    assert (entry.kind, entry.actor) == ("camera.view-confirmed", technician.id)
    assert entry.facts == {"view": ordered(at + DAY), "angle_deg": "40", "nearest_m": "12"}


def test_only_the_boards_technician_confirms_a_view(
    camera, person, board, foreign_board, at: datetime
) -> None:
    with pytest.raises(Refused):
        confirm(camera, by=person(Role.OPERATOR, board), at=at)
    with pytest.raises(Absent):
        confirm(camera, by=person(Role.TECHNICIAN, foreign_board), at=at)


def test_a_camera_that_stands_nowhere_has_no_view_and_put_up_again_it_has_another(
    camera, person, board, site, at: datetime
) -> None:
    before, technician = ordered(at), person(Role.TECHNICIAN, board)
    actions.take_down(camera=camera.id, by=technician, at=at + DAY)
    assert ordered(at + DAY) is None
    with pytest.raises(Conflict, match="not-installed"):
        confirm(camera, by=technician, at=at + DAY)
    put_up(camera.id, site=site.id, by=technician, at=at + 2 * DAY)
    assert ordered(at + 2 * DAY) not in (before, None)


@pytest.mark.parametrize("state", ["view-changed", "covered"])
def test_a_moved_or_covered_camera_is_a_fault_and_on_the_record(
    camera, state: str, at: datetime
) -> None:
    told = Reported(new_id(at=at), "camera.health", camera.id, at, {"state": state})
    actions.take_event(event=told, gateway=GATEWAY, by=machine(GATEWAY), at=at)
    assert queries.state(camera, at=at).health == Health(state)
    assert Health(state) in FAULTS
    *_, entry = record.entries(subject=camera.id)
    assert entry.facts["state"] == state


def test_a_gateway_is_told_what_the_picture_covers_at_its_nearest_point(
    camera, person, board, at: datetime
) -> None:
    """Eight metres ahead and 5.2 down, through a lens of 80 degrees."""
    (told,) = queries.orders(GATEWAY, at=at).cameras
    assert told.metres_across == pytest.approx(2 * 9.541 * 0.8391, rel=1e-3)
    zoomed = person(Role.TECHNICIAN, board)
    confirm(camera, by=zoomed, at=at + DAY, angle_deg=20, nearest_m=8)
    (told,) = queries.orders(GATEWAY, at=at + DAY).cameras
    assert told.metres_across == pytest.approx(2 * 9.541 * 0.1763, rel=1e-3)


def test_a_lens_that_nobody_knows_is_told_as_such(
    camera, person, board, site, at: datetime
) -> None:
    technician = person(Role.TECHNICIAN, board)
    actions.take_down(camera=camera.id, by=technician, at=at + DAY)
    (told,) = queries.orders(GATEWAY, at=at + DAY).cameras
    assert told.metres_across is None
    put_up(camera.id, site=site.id, by=technician, at=at + 2 * DAY, angle_deg=None)
    (told,) = queries.orders(GATEWAY, at=at + 2 * DAY).cameras
    assert told.metres_across is None
    assert told.view is not None


@pytest.mark.parametrize("lens", [{"angle_deg": 171}, {"angle_deg": 0}, {"nearest_m": -1}])
def test_the_database_keeps_no_lens_that_cannot_be(camera, person, board, at, lens) -> None:
    with pytest.raises(IntegrityError):
        confirm(camera, by=person(Role.TECHNICIAN, board), at=at, **lens)


AREA = {"type": "Polygon", "coordinates": [RING]}
PRESETS = [{"name": name, "area": AREA, "masks": []} for name in ("torget", "gatan")]


@pytest.fixture
def movable(person, board, site, at: datetime):
    whose = {"person": person, "board": board, "site": site, "at": at}
    return standing(**whose, movable=True, presets=PRESETS)


def confirm_preset(camera, preset: str, *, by, at: datetime) -> None:
    actions.confirm_preset(
        camera=camera.id, preset=preset, angle_deg=40, nearest_m=12, by=by, at=at
    )


def test_presets_are_those_of_the_terms_and_each_is_confirmed_by_itself(
    movable, person, board, at: datetime
) -> None:
    technician, later = person(Role.TECHNICIAN, board), at + 60 * DAY
    confirm_preset(movable, "torget", by=technician, at=later)
    (told,) = queries.orders(GATEWAY, at=later).cameras
    (stand,) = told.stands
    assert stand.preset == "torget"
    assert stand.metres_across == pytest.approx(2 * 13.078 * 0.36397, rel=1e-3)
    held = queries.terms(movable.id, at=later)
    assert queries.presets(queries.installation(movable), held) == {
        "torget": later,
        "gatan": None,
    }
    *_, entry = record.entries(subject=movable.id)
    assert entry.facts["preset"] == "torget"
    with pytest.raises(Conflict, match="no-such-preset"):
        confirm_preset(movable, "kyrkan", by=technician, at=later)
    with pytest.raises(Refused):
        confirm_preset(movable, "gatan", by=person(Role.OPERATOR, board), at=later)


def test_another_device_has_confirmed_no_preset(movable, person, board, at: datetime) -> None:
    technician, later = person(Role.TECHNICIAN, board), at + 60 * DAY
    confirm_preset(movable, "torget", by=technician, at=later)
    actions.replace(
        camera=movable.id, address="rtsp://10.0.0.8:554/x", what="ny", by=technician, at=later
    )
    (told,) = queries.orders(GATEWAY, at=later).cameras
    assert told.stands == ()


def test_a_camera_that_stands_nowhere_has_no_preset(movable, person, board, at) -> None:
    technician, later = person(Role.TECHNICIAN, board), at + 60 * DAY
    actions.take_down(camera=movable.id, by=technician, at=later)
    with pytest.raises(Conflict, match="not-installed"):
        confirm_preset(movable, "torget", by=technician, at=later)
    assert queries.orders(GATEWAY, at=later).cameras[0].stands == ()
