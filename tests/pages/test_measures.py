from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from tests.pages.browsing import login, text
from vaka.measures import actions, queries
from vaka.measures.rules.kinds import MeasureKind, Plan
from vaka.municipality import actions as municipality
from vaka.municipality.rules import PartnerKind, Role
from vaka.web.measures.pictures import percent_place, timeline

LAMPS = Plan(
    kind=MeasureKind.LIGHTING,
    title="Ny belysning",
    starts=date(2025, 1, 1),
    ends=None,
    cost_investment_ore=100_000_00,
    cost_yearly_ore=10_000_00,
    responsible="Tekniska nämnden",
    result="Torget är ljusare",
)
HOSTS = replace(LAMPS, kind=MeasureKind.PRESENCE, title="Värdar", ends=date(2025, 7, 1))
FORM = {
    "kind": "lighting",
    "title": "Ny belysning",
    "starts": "2025-01-01",
    "last": "2025-06-30",
    "cost_investment": "100000",
    "cost_yearly": "10000,50",
    "responsible": "Tekniska nämnden",
    "result": "",
}


@pytest.fixture
def coordinator(person, board):
    return person(Role.SAFETY_COORDINATOR, board)


@pytest.fixture
def lit(coordinator, site, at):
    """The site with two measures, one of them ended."""
    for plan in (LAMPS, HOSTS):
        actions.register(plan, site=site.id, by=coordinator, at=at)
    return site


def test_the_first_page_shows_what_is_done_at_each_site_now(coordinator, lit):
    page = text(login(coordinator).get(reverse("measures:index")))
    assert "Ny belysning" in page
    assert "Värdar" not in page
    assert "1 åtgärd som har upphört" in page


def test_a_site_shows_its_measures_with_period_cost_and_what_to_expect(coordinator, lit):
    page = text(login(coordinator).get(reverse("measures:site", args=[lit.id])))
    for words in ("Ny belysning", "Värdar", "30 juni 2025", "Torget är ljusare", "plot__event"):
        assert words in page
    assert "100 000 kr" in page
    assert "−13" in page or "-13" in page
    assert reverse("measures:add", args=[lit.id]) in page


def test_a_site_where_nothing_was_tried_says_so(coordinator, site):
    page = text(login(coordinator).get(reverse("measures:site", args=[site.id])))
    assert "Ingenting har prövats här" in page


def test_a_measure_is_added_with_its_last_day_and_kronor(coordinator, site):
    client = login(coordinator)
    address = reverse("measures:add", args=[site.id])
    assert client.get(address).status_code == 200
    done = client.post(address, FORM)
    assert done["Location"] == reverse("measures:site", args=[site.id])
    (row,) = queries.at_site(site.id, by=coordinator)
    assert row.ends_on == date(2025, 7, 1)
    assert row.cost_yearly_ore == 10_000_50


@pytest.mark.parametrize(
    "changed",
    [{"last": "2024-12-31"}, {"cost_yearly": "-1"}, {"title": ""}, {"kind": "magic"}],
)
def test_a_form_that_lacks_something_says_so(coordinator, site, changed):
    address = reverse("measures:add", args=[site.id])
    response = login(coordinator).post(address, FORM | changed)
    assert response.status_code == 400
    assert not queries.at_site(site.id, by=coordinator).exists()


def test_a_reader_cannot_add(person, board, lit):
    client = login(person(Role.COUNCIL_MEMBER, board))
    page = text(client.get(reverse("measures:site", args=[lit.id])))
    assert reverse("measures:add", args=[lit.id]) not in page
    assert client.post(reverse("measures:add", args=[lit.id]), FORM).status_code == 404


def test_every_page_of_a_site_is_absent_for_a_foreign_board(person, foreign_board, lit):
    for role in Role:
        client = login(person(role, foreign_board))
        for name in ("site", "add"):
            assert client.get(reverse(f"measures:{name}", args=[lit.id])).status_code == 404
        assert client.get(f"/api/sites/{lit.id}/measures").status_code == 404
        body = {
            "kind": "lighting",
            "title": "x",
            "starts": "2025-01-01",
            "cost_investment_ore": 0,
            "cost_yearly_ore": 0,
            "responsible": "x",
        }
        added = client.post(
            f"/api/sites/{lit.id}/measures", body, content_type="application/json"
        )
        assert added.status_code == 404


def test_the_research_is_shown_with_what_is_not_verified(coordinator, site):
    page = text(login(coordinator).get(reverse("measures:evidence")))
    assert "ej verifierad" in page
    assert "Malmö" in page
    assert page.count("forest__row") > 20


def test_the_api_registers_and_tells_measures_and_evidence(coordinator, site):
    client = login(coordinator)
    address = f"/api/sites/{site.id}/measures"
    body = {
        "kind": "social",
        "title": "Fältarbetare",
        "starts": "2025-01-01",
        "ends": "2026-01-01",
        "cost_investment_ore": 0,
        "cost_yearly_ore": 900_000_00,
        "responsible": "Förvaltningen",
    }
    made = client.post(address, body, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["intrusiveness"] == 1
    assert client.get(address).json() == [made.json()]
    wrong = client.post(address, body | {"ends": "2025-01-01"}, content_type="application/json")
    assert wrong.status_code == 400
    rows = client.get("/api/evidence?by=crime_type").json()
    assert {row["level"] for row in rows} >= {"drug", "violent"}


def test_a_line_of_time_holds_every_measure_and_today():
    assert timeline([], today=date(2026, 1, 1)) is None
    line = timeline([LAMPS, HOSTS], today=date(2026, 1, 1))
    assert line.spans[0].left == 0
    assert line.spans[0].width == 100
    assert 0 < line.spans[1].width < line.today < 100
    assert [year for year, _ in line.years] == [2026]
    long = timeline([replace(LAMPS, starts=date(1990, 1, 1))], today=date(2026, 1, 1))
    assert len(long.years) <= 9


def test_a_change_beyond_the_line_stands_at_its_end():
    assert percent_place(-99) == 0
    assert percent_place(40) == 100


def test_an_agreement_is_entered_and_followed_up_from_the_pages(
    coordinator, founder, board, at
):
    police = municipality.add_partner(
        name="Polisområdet", kind=PartnerKind.POLICE, by=founder, at=at
    )
    browser = login(coordinator)
    assert "Ingen överenskommelse ännu" in text(browser.get("/atgarder/samverkan/"))
    told = {
        "board": board.id,
        "partner": police.id,
        "title": "Samverkan 2026",
        "purposes": "Färre stölder",
        "areas": "Centrum",
        "starts": "2026-01-01",
        "last": "2026-12-31",
        "promises": "Polisen delar läget",
    }
    refused = browser.post("/atgarder/samverkan/ny/", told)
    assert refused.status_code == 400
    assert "En rad säger inte vem." in text(refused)
    entered = browser.post(
        "/atgarder/samverkan/ny/", told | {"promises": "Polisen: delar läget"}
    )
    where = entered.headers["Location"]
    assert "ingen har stämt av" in text(browser.get(where))
    said = {"number": "1", "standing": "partly", "note": "Varannan vecka"}
    browser.post(f"{where}avstamning/", said)
    page = text(browser.get(where))
    assert "delvis hållet: Varannan vecka" in page
    assert "31 december 2026" in page
    nothing = browser.post(f"{where}avstamning/", {}, follow=True)
    assert "Säg hur åtagandet hålls." in text(nothing)
    assert "Samverkan 2026" in text(browser.get("/atgarder/samverkan/"))
    (over_api,) = browser.get("/api/agreements").json()
    assert over_api["commitments"][0]["standing"] == "partly"
