"""The page of a camera says that it sees something else, and a technician that it is right."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.pages.browsing import login
from tests.pages.test_health import shown
from tests.stages.standing import RING, standing, standing_now
from tests.stages.test_health import tell, tell_health
from vaka.municipality.rules import Role
from vaka.operation.models import Camera, Installation

pytestmark = pytest.mark.django_db
JSON = "application/json"
AREA = {"type": "Polygon", "coordinates": [RING]}
LENS = {"angle_deg": 80, "nearest_m": 8}


@pytest.fixture
def camera(person, board, site, at) -> Camera:
    return standing(person=person, board=board, site=site, at=at)


def test_a_camera_that_was_turned_says_so_and_who_can_mend_it(camera, person, board) -> None:
    tell(camera, "camera.health", timezone.now(), state="view-changed")
    page = shown(login(person(Role.OPERATOR, board)), "operation:camera", camera.id)
    assert "stoppad: ser något annat" in page
    assert "Kameran ser något annat än det som bekräftats" in page
    assert "Bildutsnittet stämmer" not in page
    assert "stoppad: ser något annat" in shown(
        login(person(Role.OPERATOR, board)), "operation:index"
    )


def test_a_camera_that_sees_nothing_says_so(camera, person, board) -> None:
    tell(camera, "camera.health", timezone.now(), state="covered")
    page = shown(login(person(Role.OPERATOR, board)), "operation:camera", camera.id)
    assert "Kameran ser ingenting" in page


def test_the_technician_confirms_on_the_cameras_page(camera, person, board) -> None:
    technician, before = login(person(Role.TECHNICIAN, board)), Installation.objects.get().view
    page, confirm = (
        reverse(f"operation:{name}", args=[camera.id]) for name in ("camera", "confirm-view")
    )
    assert f'action="{confirm}"' in technician.get(page).content.decode()
    answer = technician.post(confirm, {"angle_deg": "bred", "nearest_m": "8"}, follow=True)
    assert "Ange synvinkel och avstånd i siffror" in answer.content.decode()
    assert Installation.objects.get().view == before
    answer = technician.post(confirm, LENS, follow=True)
    assert "Det kameran ser nu är dess bildutsnitt" in answer.content.decode()
    assert Installation.objects.get().view != before
    assert technician.get(confirm).status_code == 405


def test_a_camera_that_stands_nowhere_has_nothing_to_confirm(camera, person, board) -> None:
    technician = login(person(Role.TECHNICIAN, board))
    Installation.objects.update(ends_at=timezone.now())
    confirm = reverse("operation:confirm-view", args=[camera.id])
    answer = technician.post(confirm, LENS, follow=True)
    assert "Kameran är inte uppsatt någonstans" in answer.content.decode()


def test_a_view_is_confirmed_over_the_api_too(camera, person, board) -> None:
    url, before = f"/api/cameras/{camera.id}/view", Installation.objects.get().view
    technician = login(person(Role.TECHNICIAN, board))
    assert technician.post(url, {**LENS, "angle_deg": 0}, JSON).status_code == 400
    assert Installation.objects.get().view == before
    assert technician.post(url, LENS, JSON).status_code == 204
    assert Installation.objects.get().view != before
    operator = login(person(Role.OPERATOR, board))
    assert operator.post(url, LENS, JSON).status_code in (403, 404)


def test_the_page_says_how_detailed_the_picture_is_and_that_it_is_scaled(
    camera, person, board
) -> None:
    tell_health(camera, timezone.now())
    page = shown(login(person(Role.OPERATOR, board)), "operation:camera", camera.id)
    assert "120 pixlar per meter; beslutet tillåter 62,5" in page
    assert "skalas ned till bredden 1000" in page


def test_a_lens_that_nobody_knows_is_said_first(camera, person, board) -> None:
    Installation.objects.update(angle_deg=None)
    page = shown(login(person(Role.TECHNICIAN, board)), "operation:camera", camera.id)
    assert "Synvinkeln är inte känd" in page


def test_the_presets_of_a_movable_camera_are_confirmed_on_its_page(
    person, board, site, at
) -> None:
    presets = [{"name": name, "area": AREA, "masks": []} for name in ("torget", "gatan")]
    whose = {"person": person, "board": board, "site": site, "at": at}
    camera = standing_now(
        **whose,
        access=[{"role": "operator", "acts": ["live"], "requires": []}],
        movable=True,
        presets=presets,
    )
    technician = login(person(Role.TECHNICIAN, board))
    page, confirm = (
        reverse(f"operation:{name}", args=[camera.id]) for name in ("camera", "confirm-view")
    )
    assert technician.get(page).content.decode().count("inte bekräftat") == 2
    answer = technician.post(confirm, {**LENS, "preset": "gatan"}, follow=True)
    assert answer.content.decode().count("inte bekräftat") == 1
    assert [each.preset for each in Installation.objects.get().presets.all()] == ["gatan"]
    technician.post(confirm, {**LENS, "preset": "kyrkan"})
    answer = technician.post(
        f"/api/cameras/{camera.id}/view", {**LENS, "preset": "torget"}, content_type=JSON
    )
    assert answer.status_code == 204
    assert Installation.objects.get().presets.count() == 2
