import base64
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.pages.browsing import login, text
from vaka.integrations.polisen.wire import EventFile
from vaka.municipality.rules import Actor, Grant, Role
from vaka.needs import actions, queries
from vaka.web.needs.pictures import band_in_words, marked_hours, months_picture
from vaka.web.needs.sweden import sweden

HEADER = "id,occurred_from,occurred_to,category,source,longitude,latitude,place,flag,text\n"
ROWS = "".join(
    f"{n},2025-{n % 12 + 1:02}-1{n % 7} 2{n % 4}:10,,{kind},{source},13.004,55.6045,"
    f"Torget,{flag},hemlig text {n}\n"
    for n in range(30)
    for kind, source, flag in [
        (
            ("klotter", "narkotika", "otrygghet")[n % 3],
            ("Driften", "Väktare")[n % 2],
            ("observed", "detection_driven", "victim_reported")[n % 3],
        )
    ]
)
PROBLEMS = (HEADER + ROWS).encode()
SURVEY = b"""area,year,indicator,share,score,answers,sent,status
Exempelstad,2020,trygg,52,,3500,7700,published
Exempelstad,2024,trygg,59,,3500,7700,published
Exempelstad,2024,index,,2.41,,,example
Innerstaden,2020,trygg,52,,28,60,example
Innerstaden,2024,trygg,59,,28,60,example
"""
SHELL = Actor("vaka-cli", "vaka-cli", frozenset({Grant(Role.ADMINISTRATOR)}))


@pytest.fixture
def coordinator(person, board):
    return person(Role.SAFETY_COORDINATOR, board)


@pytest.fixture
def known(coordinator, site, at):
    """The site with problems and survey figures."""
    actions.import_problems(PROBLEMS, name="p.csv", site=site.id, by=coordinator, at=at)
    actions.import_survey(SURVEY, name="s.csv", by=coordinator, at=at)
    return site


@pytest.fixture
def published(db, at):
    """Police events of two municipalities and a county."""
    told = [
        {
            "id": n,
            "datetime": "2025-03-20 7:15:38 +01:00",
            "name": f"20 mars {name}, {kind}, {place}",
            "summary": "Något hände.",
            "url": "/x/",
            "type": kind,
            "location": {"name": place, "gps": gps},
        }
        for n, (name, kind, place, gps) in enumerate(
            [
                ("05:58", "Brand", "Malmö", "55.604981,13.003822"),
                ("23:58", "Stöld", "Malmö", "55.604981,13.003822"),
                ("07:00", "Sammanfattning natt", "Skåne län", "55.990257,13.595769"),
                ("", "Brand", "Kiruna", "67.85,20.22"),
            ],
            start=1,
        )
    ]
    read = io.BytesIO(json.dumps(told).encode()).read
    actions.import_police_events(EventFile(read, name="e"), by=SHELL, at=at)


def test_the_first_page_shows_each_site_and_whether_its_problem_is_documented(
    coordinator, known
):
    page = text(login(coordinator).get(reverse("needs:index")))
    assert "Exempeltorget" in page
    assert reverse("needs:site", args=[known.id]) in page
    assert reverse("needs:import") in page


def test_a_reader_is_not_offered_to_import(person, board, known):
    client = login(person(Role.COUNCIL_MEMBER, board))
    assert reverse("needs:import") not in text(client.get(reverse("needs:index")))
    assert client.get(reverse("needs:import")).status_code == 404


def test_a_board_without_sites_is_told_so(person, foreign_board, known):
    page = text(login(person(Role.COUNCIL_MEMBER, foreign_board)).get(reverse("needs:index")))
    assert "Exempeltorget" not in page


def test_the_page_of_a_site_has_its_pictures_their_tables_and_no_text_of_the_reports(
    coordinator, known
):
    page = text(login(coordinator).get(reverse("needs:site", args=[known.id])))
    for words in ("Skadegörelse", "Driften", "Väktare", "<vaka-map", "heat--", "2,41"):
        assert words in page
    assert page.count("chart__data") >= 4
    assert "hemlig text" not in page


def test_one_kind_of_problem_can_be_looked_at_alone(coordinator, known):
    client = login(coordinator)
    address = reverse("needs:site", args=[known.id])
    drugs = text(client.get(address, {"category": "drug-handling"}))
    assert "Misstänkt narkotikahantering" in drugs
    assert 'bars__value">10' not in drugs
    empty = client.get(address, {"category": "robbery"})
    assert empty.status_code == 200
    assert "heat--" not in text(empty)
    assert client.get(address, {"category": "ufo"}).status_code == 200


def test_a_survey_figure_shows_its_interval_and_what_its_change_is_worth(coordinator, known):
    page = text(login(coordinator).get(reverse("needs:index")))
    assert "57,4–60,6 %" in page
    assert "+7,0" in page
    assert page.count("mer än slumpen") == 1
    assert page.count("kan vara slump") == 1
    assert "Med 28 svar" in page


def test_every_page_of_a_site_is_absent_for_a_foreign_board(person, foreign_board, known):
    for role in Role:
        client = login(person(role, foreign_board))
        assert client.get(reverse("needs:site", args=[known.id])).status_code == 404
        for path in ("need", "problems", "problems.geojson"):
            assert client.get(f"/api/sites/{known.id}/{path}").status_code == 404


def upload(name="p.csv", content=PROBLEMS, **told):
    file = SimpleUploadedFile(name, content, content_type="text/csv")
    return {"kind": "problems", "file": file} | told


def test_a_file_is_tried_then_confirmed(coordinator, site):
    client = login(coordinator)
    address = reverse("needs:import")
    bad = PROBLEMS + b"99,25:10,,klotter,Driften,,,Torget,observed,\n"
    tried = client.post(address, upload(content=bad, site=site.id))
    page = text(tried)
    assert tried.status_code == 200
    assert "occurred_from" in page
    assert "25:10" in page
    assert not queries.problems(site.id, by=coordinator).exists()
    sent_back = {
        "kind": "problems",
        "site": site.id,
        "name": "p.csv",
        "content": base64.b64encode(bad).decode(),
        "confirm": "yes",
    }
    assert sent_back["content"] in page
    done = client.post(address, sent_back)
    assert done["Location"] == reverse("needs:site", args=[site.id])
    assert queries.problems(site.id, by=coordinator).count() == 30


def test_a_survey_is_taken_in_from_the_page(coordinator, site):
    client = login(coordinator)
    address = reverse("needs:import")
    content = base64.b64encode(SURVEY).decode()
    told = {"kind": "survey", "name": "s.csv", "content": content}
    assert client.post(address, told).status_code == 200
    done = client.post(address, told | {"confirm": "yes"})
    assert done["Location"] == reverse("needs:index")
    assert queries.survey(by=coordinator).count() == 5
    assert "Ingenting i filen är nytt" in text(client.post(address, told))


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"kind": "problems"},
        {"kind": "survey", "content": "inte base64"},
        upload(),
        upload(site="finns-inte"),
        upload(kind="survey", content=b"id,text\n"),
        upload(kind="survey", content=b"x" * (1024 * 1024 + 1)),
    ],
)
def test_a_form_that_lacks_something_says_so(coordinator, site, told):
    response = login(coordinator).post(reverse("needs:import"), told)
    assert response.status_code == 400
    assert "field__error" in text(response)


def test_a_file_cannot_be_taken_to_a_foreign_site(person, foreign_board, site):
    foreigner = person(Role.SAFETY_COORDINATOR, foreign_board)
    response = login(foreigner).post(reverse("needs:import"), upload(site=site.id))
    assert response.status_code == 400


def test_police_events_are_centres_and_the_page_says_so(coordinator, site, published):
    client = login(coordinator)
    page = text(client.get(reverse("needs:police")))
    assert "Mittpunkter, inte adresser" in page
    assert page.count('<circle class="map-point"') == 3
    assert "Skåne län" in page
    malmo = text(client.get(reverse("needs:police"), {"place": "Malmö"}))
    assert "efter att den publicerades" in malmo
    kiruna = text(client.get(reverse("needs:police"), {"place": "Kiruna"}))
    assert "inte angivet" in kiruna
    assert client.get(reverse("needs:police"), {"place": "Atlantis"}).status_code == 200


def test_without_police_events_the_page_says_how_they_come(coordinator, site):
    page = text(login(coordinator).get(reverse("needs:police")))
    assert "vaka import police-events" in page
    assert sweden([]).circles == []


def test_hours_are_said_as_people_say_them():
    from vaka.needs.rules.hours import HourBand, SuggestedHours

    assert (
        band_in_words(HourBand(("mon", "tue", "wed", "thu", "sun"), 20, 3)) == "sön–tor 20–03"
    )
    assert band_in_words(HourBand(("fri", "sat"), 22, 0)) == "fre, lör 22–24"
    everyday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    assert band_in_words(HourBand(everyday, 0, 0)) == "varje dag 00–24"
    band = HourBand(("sun",), 23, 1)
    assert marked_hours(SuggestedHours((band,), 1.0)) == {(6, 23), (0, 0)}


def test_a_month_is_marked_where_a_measure_began_if_it_is_in_the_picture(coordinator, known):
    from datetime import date

    figure = months_picture(
        queries.occurrences(known.id, by=coordinator),
        queries.zone(),
        began=[(date(2025, 3, 1), "Ny belysning"), (date(1999, 1, 1), "Förr")],
    )
    assert [mark.words for mark in figure.marks] == ["Ny belysning"]


def test_the_api_tells_the_same_as_the_page(coordinator, known, published):
    client = login(coordinator)
    need = client.get(f"/api/sites/{known.id}/need").json()
    assert need["left_out_detected"] == 10
    assert len(need["hours_of_week"]) == 168
    assert need["suggested_hours"]
    rows = client.get(f"/api/sites/{known.id}/problems", {"category": "damage"}).json()
    assert len(rows) == 10
    assert "text" not in rows[0]
    shape = client.get(f"/api/sites/{known.id}/problems.geojson").json()
    assert len(shape["features"]) == 20
    assert shape["features"][0]["geometry"]["coordinates"] == [13.004, 55.6045]
    one = client.get(f"/api/sites/{known.id}/problems.geojson?category=damage").json()
    assert len(one["features"]) == 10
    assert len(client.get("/api/survey").json()) == 5
    places = client.get("/api/police-events/places").json()
    assert places[0] == {
        "place": "Malmö",
        "precision": "municipality",
        "events": 2,
        "notices": 0,
        "centre_longitude": pytest.approx(13.003822),
        "centre_latitude": pytest.approx(55.604981),
    }


def test_the_api_takes_files_in(coordinator, site):
    client = login(coordinator)
    bad = PROBLEMS + b"99,25:10,,klotter,Driften,,,Torget,observed,\n"
    address = f"/api/sites/{site.id}/problems"
    strict = client.post(
        f"{address}?strictness=all-or-nothing", {"file": upload(content=bad)["file"]}
    ).json()
    assert (strict["applied"], strict["new"]) == (False, 30)
    assert strict["reasons"][0]["line"] == 32
    done = client.post(address, {"file": upload()["file"]}).json()
    assert (done["applied"], done["new"], done["rejected"]) == (True, 30, 0)
    survey = client.post("/api/survey", {"file": upload(content=SURVEY)["file"]}).json()
    assert survey["new"] == 5


def test_the_api_asks_who_it_is(site):
    assert Client().get(f"/api/sites/{site.id}/problems").status_code == 401


def test_a_need_is_stated_from_the_page_and_stands_there(coordinator, known):
    client = login(coordinator)
    where = reverse("needs:site", args=[known.id])
    assert "minst fem platser" in text(client.get(where))
    client.post(reverse("needs:state", args=[known.id]), {"category": "damage"})
    client.post(reverse("needs:state", args=[known.id]), {"category": "no such kind"})
    page = text(client.get(where))
    first, second = queries.statements(known.id, by=coordinator)
    assert (first.category, second.category) == ("", "damage")
    assert first.sha256[:12] in page
    assert "Beskrivna behov" in page


def test_a_near_repeat_and_a_hot_spot_are_told_on_the_page(coordinator, site, at):
    rows = "".join(
        f"{n},2025-0{n % 9 + 1}-0{day} 22:00,,klotter,Driften,{13.004 + n % 9 * 0.002:.4f},"
        f"55.6045,Torget,observed,\n{n}b,2025-0{n % 9 + 1}-0{day + 2} 22:00,,klotter,Väktare,"
        f"{13.004 + n % 9 * 0.002:.4f},55.6045,Torget,observed,\n"
        for n in range(36)
        for day in [n // 9 + 1]
    )
    actions.import_problems(
        (HEADER + rows).encode(), name="p.csv", site=site.id, by=coordinator, at=at
    )
    page = text(login(coordinator).get(reverse("needs:site", args=[site.id])))
    assert "Inom en vecka och 50 meter" in page
    assert "agera samma vecka" in page
