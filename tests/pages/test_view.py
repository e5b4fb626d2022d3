"""The page of a camera says that it sees something else, and a technician that it is right."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.pages.test_health import login, shown
from tests.stages.standing import standing
from tests.stages.test_health import tell
from vaka.municipality.rules import Role
from vaka.operation.models import Camera, Installation

pytestmark = pytest.mark.django_db


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
    answer = technician.post(confirm, follow=True)
    assert "Det kameran ser nu är dess bildutsnitt" in answer.content.decode()
    assert Installation.objects.get().view != before
    assert technician.get(confirm).status_code == 405


def test_a_camera_that_stands_nowhere_has_nothing_to_confirm(camera, person, board) -> None:
    technician = login(person(Role.TECHNICIAN, board))
    Installation.objects.update(ends_at=timezone.now())
    answer = technician.post(reverse("operation:confirm-view", args=[camera.id]), follow=True)
    assert "Kameran är inte uppsatt någonstans" in answer.content.decode()


def test_a_view_is_confirmed_over_the_api_too(camera, person, board) -> None:
    url, before = f"/api/cameras/{camera.id}/view", Installation.objects.get().view
    assert login(person(Role.TECHNICIAN, board)).post(url).status_code == 204
    assert Installation.objects.get().view != before
    assert login(person(Role.OPERATOR, board)).post(url).status_code in (403, 404)
