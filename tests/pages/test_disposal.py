"""What has passed its time on a page, and the decision on it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.pages.browsing import login, text
from tests.pages.test_health import shown
from tests.stages.standing import standing
from vaka.balancing.models import Answer, Balancing
from vaka.decisions.models import IssuedTerms
from vaka.municipality.rules import Role
from vaka.operation.models import Camera, Installation, Sign

pytestmark = pytest.mark.django_db
GROUND = {"plan": "Dokumenthanteringsplan 2.4.1", "why": "Ingen frågar efter det."}


@pytest.fixture
def camera(person, board, site, at) -> Camera:
    """A camera that watched for a spring, years ago."""
    row = standing(person=person, board=board, site=site, at=at)
    began = timezone.now() - timedelta(days=6 * 365)
    over = began + timedelta(days=60)
    IssuedTerms.objects.update(issued_at=began, starts_at=began, ends_at=over)
    Installation.objects.update(starts_at=began, ends_at=over)
    before = began - timedelta(days=30)
    Balancing.objects.update(drafted_at=before, finalised_at=before)
    Answer.objects.update(at=before)
    return row


@pytest.fixture
def secretary(person, board):
    return login(person(Role.BOARD_SECRETARY, board))


def test_the_secretary_sees_what_goes_and_what_stays_and_decides(camera, secretary) -> None:
    page = shown(secretary, "oversight:disposal")
    assert "Torgkameran" in page
    assert reverse("oversight:disposal") in shown(secretary, "oversight:index")
    one = reverse("oversight:dispose", args=[camera.id])
    page = text(secretary.get(one))
    assert "De slutliga bedömningarna, besluten och deras signerade villkor" in page
    unread = secretary.post(one, GROUND)
    assert unread.status_code == 400
    assert Sign.objects.exclude(photo=b"").exists()
    done = secretary.post(one, {**GROUND, "compared": "on"}, follow=True)
    assert "Det är gallrat" in text(done)
    assert "Inget väntar på gallring" in text(done)
    assert not Sign.objects.exclude(photo=b"").exists()
    assert secretary.get(one).status_code == 404


def test_what_is_still_kept_says_until_when_and_offers_no_decision(camera, secretary) -> None:
    recent = timezone.now() - timedelta(days=400)
    IssuedTerms.objects.update(ends_at=recent)
    Installation.objects.update(ends_at=recent)
    page = shown(secretary, "oversight:disposal")
    assert "Ska fortfarande bevaras" in page
    one = reverse("oversight:dispose", args=[camera.id])
    page = text(secretary.get(one))
    assert "Det bevaras till" in page
    assert "Gallra för gott" not in page
    refused = secretary.post(one, {**GROUND, "compared": "on"})
    assert refused.status_code == 400
    assert Sign.objects.exclude(photo=b"").exists()


def test_it_is_listed_and_decided_over_the_api_too(camera, secretary) -> None:
    [told] = secretary.get("/api/documentation").json()
    assert (told["camera"], told["photos"], told["drafts"]) == (camera.id, 1, 0)
    url = f"/api/documentation/{camera.id}/disposal"
    empty = secretary.post(url, {**GROUND, "plan": " "}, "application/json")
    assert empty.status_code == 400
    assert secretary.post(url, GROUND, "application/json").status_code == 204
    assert secretary.get("/api/documentation").json() == []


def test_who_keeps_no_documents_sees_no_such_page(camera, person, board) -> None:
    officer = login(person(Role.CASE_OFFICER, board))
    assert officer.get(reverse("oversight:disposal")).status_code in (403, 404)
    assert reverse("oversight:disposal") not in shown(officer, "oversight:index")
