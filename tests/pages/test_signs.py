"""The sign on the camera's page: why the camera is off, and a photo that mends it."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.pages.browsing import login, text
from tests.pages.test_health import shown
from tests.stages.signing_on_site import PHOTO
from tests.stages.standing import standing_now
from vaka.municipality.rules import Role
from vaka.operation.models import Camera, Sign

pytestmark = pytest.mark.django_db
ACCESS = [{"role": "operator", "acts": ["live"], "requires": []}]
OFF = "Ingen har bekräftat att en skylt berättar om kameran där den står"


@pytest.fixture
def camera(person, board, site, at) -> Camera:
    row = standing_now(person=person, board=board, site=site, at=at, access=ACCESS)
    Sign.objects.all().delete()
    return row


@pytest.fixture
def technician(person, board):
    return login(person(Role.TECHNICIAN, board))


@pytest.fixture
def operator(person, board):
    return login(person(Role.OPERATOR, board))


def filled(photo: bytes = PHOTO, **changed: str) -> dict[str, object]:
    """Return the form as a technician on site fills it in."""
    return {
        "where": "På lyktstolpen",
        "up_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        "tells_of": "pictures",
        "photo": SimpleUploadedFile("IMG_0001.jpg", photo, content_type="image/jpeg"),
        **changed,
    }


def test_the_page_says_why_the_camera_is_off_and_a_photo_turns_it_on(
    camera, technician, operator
) -> None:
    page = shown(operator, "operation:camera", camera.id)
    assert OFF in page
    assert "Bekräfta skylten" not in page
    confirm = reverse("operation:sign", args=[camera.id])
    assert confirm in shown(technician, "operation:camera", camera.id)
    assert OFF in text(technician.get(confirm))
    answer = technician.post(confirm, filled(), follow=True)
    assert "Skylten är bekräftad" in text(answer)
    assert OFF not in text(answer)
    kept = operator.get(reverse("operation:sign-photo", args=[Sign.objects.get().id]))
    assert kept["Content-Type"] == "image/jpeg"
    assert kept["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(kept.content)).format == "JPEG"


def test_what_is_no_photo_comes_back_with_the_reason_beside_it(camera, technician) -> None:
    confirm = reverse("operation:sign", args=[camera.id])
    for photo, why in (
        (b"%PDF-1.7", "Det är ingen bild som går att läsa"),
        (b"\xff" * (20 * 1024 * 1024 + 1), "Fotot är större än 20 MiB"),
    ):
        answer = technician.post(confirm, filled(photo))
        assert answer.status_code == 400
        assert why in text(answer)
        assert "På lyktstolpen" in text(answer)
    late = f"{timezone.localtime() + timedelta(hours=1):%Y-%m-%dT%H:%M}"
    assert "Den är inte uppsatt än" in text(technician.post(confirm, filled(up_at=late)))
    assert not Sign.objects.exists()


def test_an_operator_reports_a_sign_that_is_gone_and_the_page_says_that_it_stopped(
    camera, technician, operator
) -> None:
    technician.post(reverse("operation:sign", args=[camera.id]), filled())
    report = reverse("operation:sign-flaw", args=[camera.id])
    assert report in shown(operator, "operation:camera", camera.id)
    answer = operator.post(report, {"flaw": "damaged", "said": "Klotter"}, follow=True)
    assert "Skylten är skadad" in text(answer)
    assert operator.post(report, {"flaw": "damaged", "said": "Mer"}).status_code == 400
    answer = operator.post(report, {"flaw": "gone", "said": "Nedriven"}, follow=True)
    assert "Skylten som berättar om kameran är borta" in text(answer)
    assert "Nedriven" in text(answer)
    look = operator.post(reverse("operation:ticket", args=[camera.id]), {"purpose": "watch"})
    assert look.status_code in (400, 403, 409)


def test_a_sign_is_confirmed_and_reported_over_the_api_too(
    camera, technician, operator
) -> None:
    url = f"/api/cameras/{camera.id}/sign"
    assert operator.get(url).json() == {
        "untold": "sign-not-up",
        "exemption": None,
        "sign": None,
    }
    told = {"where": "Vid infarten", "up_at": "2026-03-02T10:00:00Z", "tells_of": "sound"}
    empty = SimpleUploadedFile("x.jpg", b"inget")
    assert technician.post(url, {**told, "file": empty}).status_code == 400
    made = technician.post(url, {**told, "file": SimpleUploadedFile("x.jpg", PHOTO)})
    assert made.status_code == 201
    photo = operator.get(f"/api/signs/{made.json()['id']}/photo")
    assert photo.content[:2] == b"\xff\xd8"
    answer = operator.post(
        f"{url}/flaw", {"flaw": "gone", "said": "Nedriven"}, "application/json"
    )
    assert answer.json()["flaw"] == "gone"
    assert operator.get(url).json()["untold"] == "sign-gone"
    assert operator.get(f"/api/cameras/{camera.id}").json()["may_record_reason"] == "sign-gone"


def test_who_puts_a_camera_up_or_moves_it_is_told_to_confirm_its_sign(
    camera, technician, site
) -> None:
    place = {
        "site": site.id,
        "longitude": "13.0036",
        "latitude": "55.6045",
        "height_m": "5",
        "direction_deg": "90",
        "angle_deg": "80",
        "nearest_m": "8",
    }
    technician.post(reverse("operation:sign", args=[camera.id]), filled())
    answer = technician.post(reverse("operation:place", args=[camera.id]), place, follow=True)
    assert "Bekräfta skylten där: till dess är den avstängd" in text(answer)
    assert OFF in text(answer)
