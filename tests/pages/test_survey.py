"""The safety survey's page: trend, map, areas, and what its changes can carry."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.pages.browsing import login, text
from vaka.municipality.rules import Role
from vaka.needs import actions, queries
from vaka.needs.models import SurveyArea
from vaka.record import queries as record
from vaka.record.rules import Kind

pytestmark = pytest.mark.django_db
FIGURES = b"""area,year,indicator,share,score,answers,sent,status
Staden,2020,trygg,52,,3500,7700,published
Staden,2024,trygg,59,,3500,7700,published
Staden,2022,index,,2.41,,,published
Staden,2024,index,,2.27,,,published
Torget,2020,trygg,52,,28,60,example
Torget,2024,trygg,59,,28,60,example
Torget,2024,antastas,9,,28,60,example
Parken,2020,trygg,70,,,,example
Parken,2024,trygg,59,,,,example
"""
RING = [[13.0, 55.6], [13.01, 55.6], [13.01, 55.61], [13.0, 55.61], [13.0, 55.6]]


def areas(*names: str) -> bytes:
    outline = {"type": "Polygon", "coordinates": [RING]}
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "level": "city" if n == 0 else "sub-area"},
            "geometry": outline,
        }
        for n, name in enumerate(names)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.fixture
def coordinator(person, board):
    return person(Role.SAFETY_COORDINATOR, board)


@pytest.fixture
def browser(coordinator, at) -> Client:
    actions.import_survey(FIGURES, name="s.csv", by=coordinator, at=at)
    return login(coordinator)


def sent(content: bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("omraden.geojson", content)}


def test_each_area_says_what_its_change_can_carry(browser) -> None:
    page = text(browser.get("/behov/trygghet/", {"indicator": "safe-at-night"}))
    assert "+7,0 procentenheter sedan 2020: mer än slumpen." in page
    assert "kan vara slump. Med 28 svar syns bara förändringar större än" in page
    assert "−11,0 procentenheter sedan 2020. Antalet svar är inte angivet" in page
    assert page.count("years__panel") == 3
    assert "map__still" not in page


def test_the_index_stands_against_the_level_that_is_high(browser) -> None:
    page = text(browser.get("/behov/trygghet/", {"indicator": "okänd"}))
    assert "Hög generell problemnivå: &gt; 2,10" in page
    assert "−0,14 sedan 2022. Hur säkert indexet är har inte publicerats." in page
    assert "years__rule" in page


def test_areas_are_taken_in_and_the_figures_stand_on_the_map(browser, coordinator) -> None:
    taken = browser.post("/behov/trygghet/omraden/", sent(areas("Staden", "Torget")))
    assert taken.headers["Location"] == "/behov/trygghet/"
    page = text(browser.get("/behov/trygghet/", {"indicator": "safe-at-night"}))
    assert "map-watched--heat-4" in page
    assert "(delområde)" in page
    assert record.of_kind(Kind.SURVEY_AREAS_IMPORTED).get().facts["areas"] == 2
    again = browser.post("/api/survey/areas", sent(areas("Staden", "Parken")))
    assert again.json() == {"areas": 2}
    assert {row.name for row in SurveyArea.objects.all()} == {"Staden", "Torget", "Parken"}
    assert [each["level"] for each in browser.get("/api/survey/areas").json()] == [
        "city",
        "sub-area",
        "sub-area",
    ]


@pytest.mark.parametrize(
    ("files", "said"), [({}, "obligatoriskt"), (sent(b"{}"), "it holds no features")]
)
def test_a_file_that_cannot_be_taken_says_so(browser, files: dict, said: str) -> None:
    answer = browser.post("/behov/trygghet/omraden/", files)
    assert answer.status_code == 400
    assert said in text(answer) or "måste fyllas i" in text(answer)
    assert not SurveyArea.objects.exists()


def test_a_site_has_the_figures_of_the_areas_that_it_lies_in(
    browser, coordinator, site, at
) -> None:
    assert queries.survey_around(site.id, by=coordinator) == []
    actions.import_areas(areas("Staden", "Torget"), name="a.geojson", by=coordinator, at=at)
    told = queries.survey_around(site.id, by=coordinator)
    assert [one.area for one in told] == ["Torget", "Torget", "Staden", "Staden"]


def test_who_only_reads_is_not_offered_to_take_in(browser, person, board) -> None:
    reader = login(person(Role.INSPECTOR, board))
    assert "omraden" not in text(reader.get("/behov/trygghet/"))
    assert reader.post("/behov/trygghet/omraden/", sent(areas("Staden"))).status_code == 404


def test_without_figures_the_page_says_how_they_come(coordinator) -> None:
    assert "en gång om året" in text(login(coordinator).get("/behov/trygghet/"))
