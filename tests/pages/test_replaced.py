"""A camera that is replaced keeps its decision and its history, and waits to be confirmed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.pages.browsing import login
from tests.stages.standing import standing
from vaka.core.errors import Conflict
from vaka.municipality.rules import Role
from vaka.operation import actions, queries
from vaka.operation.models import Camera, Installation
from vaka.record import queries as record
from vaka.record.rules import Kind

pytestmark = pytest.mark.django_db
SECRET = "Kanarie-77c2"
NEW = {"what": "Exempelkamera 2, nr 4711", "address": f"rtsp://vaka:{SECRET}@10.0.0.9/1"}
DEVICE = f"http://vaka:{SECRET}@10.0.0.9/"


@pytest.fixture
def camera(person, board, site, at) -> Camera:
    return standing(person=person, board=board, site=site, at=at)


def test_it_waits_until_its_view_is_confirmed_and_keeps_its_terms(
    camera, person, board, at
) -> None:
    technician = person(Role.TECHNICIAN, board)
    before = queries.orders("gateway-1", at=at).cameras[0]
    answer = login(technician).post(
        reverse("operation:replace", args=[camera.id]), NEW, follow=True
    )
    assert "Synvinkeln är inte känd" in answer.content.decode()
    after = queries.orders("gateway-1", at=at).cameras[0]
    assert after.address == NEW["address"]
    assert after.terms == before.terms
    # Of whom nobody knows the detail nothing is recorded or shown: enforcement's own rule.
    assert after.metres_across is None
    assert after.view != before.view
    actions.confirm_view(camera=camera.id, angle_deg=90, nearest_m=8, by=technician, at=at)
    assert queries.orders("gateway-1", at=at).cameras[0].metres_across is not None
    assert Installation.objects.filter(camera=camera).count() == 1


def test_the_device_is_on_the_record_and_its_address_is_nowhere(camera, person, board) -> None:
    client = login(person(Role.TECHNICIAN, board))
    answer = client.post(reverse("operation:replace", args=[camera.id]), NEW, follow=True)
    entry = record.of_kind(Kind.CAMERA_REPLACED).get()
    assert entry.facts == {"device": NEW["what"]}
    assert SECRET not in answer.content.decode() + str(entry.facts)


def test_the_old_devices_own_server_is_not_asked_for_the_new_one(
    camera, person, board, at
) -> None:
    technician = person(Role.TECHNICIAN, board)
    page = reverse("operation:replace", args=[camera.id])
    login(technician).post(page, {**NEW, "device_address": DEVICE})
    assert queries.orders("gateway-1", at=at).cameras[0].device_address == DEVICE
    login(technician).post(page, NEW)
    assert queries.orders("gateway-1", at=at).cameras[0].device_address is None


def test_without_a_device_or_an_address_nothing_is_replaced(camera, person, board) -> None:
    client = login(person(Role.TECHNICIAN, board))
    for lacking in ("what", "address"):
        client.post(reverse("operation:replace", args=[camera.id]), {**NEW, lacking: ""})
    assert not record.of_kind(Kind.CAMERA_REPLACED).exists()


def test_over_the_api_the_same_and_by_nobody_else(camera, person, board) -> None:
    told = f"/api/cameras/{camera.id}/replacement"
    operator, technician = person(Role.OPERATOR, board), person(Role.TECHNICIAN, board)
    assert login(operator).post(told, NEW, "application/json").status_code in (403, 404)
    assert login(technician).post(told, NEW, "application/json").status_code == 204
    assert record.of_kind(Kind.CAMERA_REPLACED).count() == 1


def test_what_stands_nowhere_is_not_replaced(camera, person, board, at) -> None:
    by = person(Role.TECHNICIAN, board)
    actions.take_down(camera=camera.id, by=by, at=at + timedelta(days=1))
    with pytest.raises(Conflict, match="not-installed"):
        actions.replace(camera=camera.id, **NEW, by=by, at=at)
