"""A partner has a page of its own with what is shared, and nothing else of the house."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.pages.browsing import login, text
from tests.stages.response_story import registered, take
from tests.stages.sharing_story import agreed, partner, reads
from tests.stages.standing import standing_now
from tests.stages.warning_story import take_warning
from vaka.municipality.rules import Role
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.response import actions
from vaka.response.models import PartnerLogin, SharingAgreement

AREA = """{"type": "Polygon", "coordinates":
    [[[12.9, 55.5], [13.1, 55.5], [13.1, 55.7], [12.9, 55.7], [12.9, 55.5]]]}"""
pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def incident(site, founder, now: datetime) -> str:
    registered(site, founder, now)
    return take("a", now).incident


@pytest.fixture
def reader(person, founder, incident, now: datetime) -> Client:
    """Somebody of the neighbouring municipality, with which intrusions are shared."""
    neighbour, made = partner("Grannkommunen", founder, now), person(Role.PARTNER)
    reads(neighbour, made, founder, now)
    agreed(neighbour, founder, now)
    return login(made)


def test_a_partner_reads_what_is_shared_and_each_reading_is_on_the_record(
    reader: Client, incident: str
) -> None:
    assert reader.get("/").headers["Location"] == "/samverkan/"
    page = reader.get("/samverkan/")
    for words in ("Grannkommunen", "Intrång: Exempeltorget", "Kommunstyrelsen § 7", "<svg"):
        assert words in text(page)
    assert "Norra entrén" not in text(page)
    assert reader.get("/api/shared").json()[0]["incident"] == incident
    assert record.of_kind(Kind.SHARING_READ).count() == 2


def test_the_page_asks_for_news_and_what_is_no_news_is_not_read(
    reader: Client, incident: str, founder, person, now: datetime
) -> None:
    (asks,) = re.findall(r'hx-get="([^"]+)"', reader.get("/samverkan/").content.decode())
    assert reader.get(asks).status_code == 204
    assert record.of_kind(Kind.SHARING_READ).count() == 1
    actions.acknowledge(incident=incident, by=person(Role.OPERATOR), at=now)
    assert "kvitterad" in text(reader.get(asks))
    assert record.of_kind(Kind.SHARING_READ).count() == 2
    row = SharingAgreement.objects.get()
    actions.end_agreement(agreement=row.id, by=founder, at=timezone.now())
    page = text(reader.get(asks))
    assert "Inget delas just nu" in page
    assert "Exempeltorget" not in page


@pytest.mark.parametrize("role", ["partner", "operator"])
def test_a_camera_is_there_for_a_partner_only_where_its_terms_name_partners(
    role: str, reader: Client, incident: str, person, board, site, at: datetime
) -> None:
    access = [{"role": role, "acts": ["live"], "requires": ["incident"]}]
    camera = standing_now(person=person, board=board, site=site, at=at, access=access).id
    there = reverse("sharing:live", args=[incident, camera])
    page, live = reader.get("/samverkan/"), reader.get(there)
    ticket = reader.post(reverse("sharing:ticket", args=[incident, camera]))
    over_api = reader.post(f"/api/shared/{incident}/cameras/{camera}/tickets")
    listed = reader.get("/api/shared/cameras").json()
    seen = reader.get(reverse("sharing:stream", args=[incident, camera]))
    if role == "operator":
        answers = (live, ticket, over_api, seen)
        assert [answer.status_code for answer in answers] == [404] * 4
        assert ("Torgkameran" in text(page), listed) == (False, {})
        return
    assert there in page.content.decode()
    assert "Torgkameran" in text(live)
    assert reader.get(ticket.json()["ended_url"]).json()["reason"] == ""
    assert over_api.status_code == 201
    assert listed == {incident: [{"id": camera, "name": "Torgkameran"}]}
    # Without a ticket no picture; nor on the operators' page with one.
    assert seen.status_code == 403
    theirs = reverse("operation:stream", args=[camera])
    assert reader.get(theirs, headers={"X-Ticket": ticket.json()["ticket"]}).status_code == 404


def test_an_agreement_is_entered_shown_and_ended_by_forms(
    site, board, founder, person, incident, now: datetime
) -> None:
    lead, made = login(founder), person(Role.PARTNER)
    neighbour = partner("Grannkommunen", founder, now)
    today = timezone.localdate()
    said = {
        "partner": neighbour,
        "decided_by": "Nämnden § 7",
        "board": board.id,
        "sites": [site.id],
        "kinds": ["intrusion"],
        "warnings": "all",
        "detail": "log",
        "starts": today.isoformat(),
        "ends": (today + timedelta(days=30)).isoformat(),
        "webhook": "https://granne.example/in",
        "form": "cap",
    }
    wanting = lead.post(reverse("response:agree"), said)
    assert "hemligt" in text(wanting)
    said["ground"] = "KS 7"
    point = '{"type": "Point", "coordinates": [13, 55.6]}'
    outside = lead.post(reverse("response:agree"), {**said, "area": point})
    assert "det är ingen polygon" in text(outside).lower()
    assert lead.post(reverse("response:agree"), {**said, "area": AREA}).status_code == 302
    row = SharingAgreement.objects.get()
    there = reverse("response:agreement", args=[row.id])
    assert "https://granne.example/in" in text(lead.get(there))
    assert "KS 7" in text(lead.get(there))
    assert "i området på kartan" in text(lead.get(there))
    assert "förmedlas allteftersom de kommer" in text(lead.get(there))
    assert "myndigheters varningar" in text(lead.get(reverse("response:partners")))
    take_warning(timezone.now())
    actions.share_changes(at=timezone.now())
    assert "Intrång: Exempeltorget" in text(lead.get(there))
    assert "Varning: Orange varning" in text(lead.get(there))
    key = reverse("response:signing-key", args=[row.id])
    assert re.search(r"\b[0-9a-f]{64}\b", text(lead.post(key)))
    told = {"partner": neighbour, "person": made.id}
    assert lead.post(reverse("response:give-partner-login"), told).status_code == 302
    assert made.name in text(lead.get(reverse("response:partners")))
    page = text(login(made).get("/samverkan/"))
    for words in ("Intrång: Exempeltorget", "Orange varning", "Håll dig inne", "cap@smhi.se"):
        assert words in page
    end = reverse("response:end-agreement", args=[row.id])
    assert lead.post(end).status_code == 302
    assert "Inget delas just nu" in text(login(made).get("/samverkan/"))
    row = PartnerLogin.objects.get()
    lead.post(reverse("response:end-partner-login", args=[row.id]))
    assert login(made).get("/samverkan/").status_code == 403


def test_an_area_is_drawn_among_ones_own_places_or_pasted_where_there_are_none(
    site, foreign_board, founder, person
) -> None:
    there = reverse("response:agree")
    page = text(login(founder).get(there))
    assert "<vaka-area" in page
    assert "<title>Exempeltorget</title>" in page
    page = text(login(person(Role.ADMINISTRATOR, foreign_board)).get(there))
    assert "<vaka-area" not in page
    assert '<textarea name="area"' in page


def test_an_agreement_is_entered_and_ended_over_the_api(
    founder, person, incident, now: datetime
) -> None:
    lead, made = login(founder), person(Role.PARTNER)
    said = {
        "partner": partner("Grannkommunen", founder, now),
        "kinds": ["intrusion"],
        "warnings": "all",
        "detail": "course",
        "decided_by": "KS § 7",
        "starts_at": now.isoformat(),
        "ends_at": (now + timedelta(days=1)).isoformat(),
    }
    json = "application/json"
    key = lead.post("/api/sharing-agreements", said, json).json()["id"]
    told = {"partner": said["partner"], "person": made.id}
    login_id = lead.post("/api/partner-logins", told, json).json()["id"]
    assert lead.get("/api/partner-logins").json()[0]["person"] == made.id
    (listed,) = lead.get("/api/sharing-agreements").json()
    assert (listed["id"], listed["detail"], listed["ended_at"]) == (key, "course", None)
    assert listed["warnings"] == "all"
    take_warning(now)
    (warned,) = login(made).get("/api/shared/warnings").json()
    assert warned["message"]["sender"] == "cap@smhi.se"
    (seen,) = login(made).get("/api/shared").json()
    assert (seen["incident"], seen["course"]["outcome"], "log" in seen) == (
        incident,
        None,
        False,
    )
    assert len(lead.post(f"/api/sharing-agreements/{key}/signing-key").json()["key"]) == 64
    assert lead.post(f"/api/sharing-agreements/{key}/end").status_code == 204
    assert login(made).get("/api/shared").json() == []
    assert lead.post(f"/api/partner-logins/{login_id}/end").status_code == 204
    assert login(made).get("/api/shared").status_code == 403
