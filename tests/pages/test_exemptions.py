"""An exemption from information on the decision's page, the camera's, and over the API."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.pages.browsing import login, text
from tests.pages.test_health import shown
from tests.stages.standing import standing_now
from vaka.decisions.models import Decision, InformationExemption
from vaka.municipality.rules import Role
from vaka.operation.models import Sign

pytestmark = pytest.mark.django_db
ACCESS = [{"role": "operator", "acts": ["live"], "requires": []}]


@pytest.fixture
def camera(person, board, site, at):
    row = standing_now(person=person, board=board, site=site, at=at, access=ACCESS)
    Sign.objects.all().delete()
    return row


@pytest.fixture
def secretary(person, board):
    return login(person(Role.BOARD_SECRETARY, board))


def told(**changed: object) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "authority": "Integritetsskyddsmyndigheten",
        "case_number": "IMY-2026-114",
        "decided_on": str(today - timedelta(days=9)),
        "exempts": ["15-1"],
        "conditions": "Skyddsombudet informeras varje månad.",
        "starts_on": str(today - timedelta(days=1)),
        "ends_on": str(today + timedelta(days=30)),
        **changed,
    }


def test_the_secretary_enters_it_and_all_who_work_with_the_camera_read_its_conditions(
    camera, secretary, person, board
) -> None:
    decision = Decision.objects.get()
    page = shown(secretary, "decisions:decision", decision.id)
    assert "Upplysning lämnas genom skylten, innan kameran börjar" in page
    form = reverse("decisions:exempt", args=[decision.id])
    assert form in page
    wrong = secretary.post(form, told(ends_on="2020-01-01"))
    assert "Det slutar innan det börjar" in text(wrong)
    page = text(secretary.post(form, told(), follow=True))
    assert "Undantaget är infört" in page
    assert "Skyddsombudet informeras varje månad." in page
    assert "Upplysning om bevakningen: skylten" in page
    assert "Satt åt sidan nu av Integritetsskyddsmyndigheten, IMY-2026-114" in page
    operator = shown(login(person(Role.OPERATOR, board)), "operation:camera", camera.id)
    assert "Undantag från upplysning enligt Integritetsskyddsmyndigheten" in operator
    assert "Skyddsombudet informeras varje månad." in operator
    assert "Ingen har bekräftat" not in operator
    public = shown(secretary, "oversight:camera", camera.id)
    assert "har beslutat (IMY-2026-114) att ingen skylt behöver stå här" in public


def test_it_is_ended_with_a_reason_and_the_sign_is_asked_for_again(
    camera, secretary, person, board
) -> None:
    decision = Decision.objects.get()
    secretary.post(reverse("decisions:exempt", args=[decision.id]), told())
    end = reverse("decisions:end-exemption", args=[InformationExemption.objects.get().id])
    assert end in shown(secretary, "decisions:decision", decision.id)
    page = text(secretary.post(end, {"reason": "Återkallat."}, follow=True))
    assert "Undantaget är avslutat" in page
    assert "Återkallat." in page
    technician = shown(login(person(Role.TECHNICIAN, board)), "operation:camera", camera.id)
    assert "Ingen har bekräftat att en skylt berättar om kameran" in technician


def test_it_is_entered_and_ended_over_the_api_too(camera, secretary) -> None:
    url = f"/api/decisions/{Decision.objects.get().id}/exemptions"
    refused = secretary.post(url, told(exempts=["allt"]), "application/json")
    assert refused.status_code == 409
    made = secretary.post(url, told(ends_on=None), "application/json")
    assert made.status_code == 201
    [listed] = secretary.get(url).json()
    assert (listed["ends_on"], listed["exempts"]) == (None, ["15-1"])
    assert date.fromisoformat(listed["starts_on"]) < timezone.localdate()
    end = f"/api/exemptions/{made.json()['id']}/end"
    assert secretary.post(end, {"reason": "Slut."}, "application/json").status_code == 204
    assert secretary.post(end, {"reason": "Slut."}, "application/json").status_code == 409
