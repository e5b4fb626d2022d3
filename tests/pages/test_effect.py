"""Pages of effect: a plan tried and frozen, counts, the report, and all sites together."""

import re
import subprocess
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.pages.browsing import login
from tests.stages import weighing
from tests.stages.counting import afterwards, draft, history
from tests.stages.reporting import places, reported_at, row, spot, take
from tests.stages.test_measures import lines, shared
from vaka.evaluation import actions
from vaka.evaluation.models import Evaluation
from vaka.measures import actions as measures
from vaka.measures.models import SharedEffect
from vaka.measures.rules.kinds import MeasureKind, Plan
from vaka.municipality.rules import Role
from vaka.needs import actions as needs
from vaka.web.evaluation.sentences import change

pytestmark = pytest.mark.django_db
ON_THE_DAY = datetime(2027, 5, 1, 10, tzinfo=UTC)


@pytest.fixture
def coordinator(person, board):
    return person(Role.SAFETY_COORDINATOR, board)


@pytest.fixture
def browser(coordinator, monkeypatch: pytest.MonkeyPatch, at: datetime) -> Client:
    """A coordinator's browser, in which it is the Monday of the tests."""
    monkeypatch.setattr("vaka.web.evaluation.views.now", lambda: at)
    return login(coordinator)


def file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("antal.csv", text.encode())


def written(camera: str, **told: object) -> dict[str, object]:
    return {
        "camera": camera,
        "outcome": "Rån per månad",
        "crime": "violent",
        "monitoring": "active",
        "measure_starts": "2026-04-01",
        "months_before": "12",
        "months_after": "12",
        "review_on": "2027-05-01",
        "counted_from": "file",
        **told,
    }


def test_a_plan_is_tried_then_frozen_as_it_was_shown(
    browser, coordinator, person, site, at: datetime
) -> None:
    council = person(Role.COUNCIL_MEMBER)
    weighed = weighing.finalised(site=site, author=coordinator, council=council, at=at)
    shown = browser.get("/effekt/plan/")
    assert weighed.camera in shown.content.decode()
    tried = browser.post("/effekt/plan/", written(weighed.camera, file=file(history())))
    page = tried.content.decode()
    assert "Det här skulle planen" in page or "Vad den här planen skulle kunna se" in page
    assert not Evaluation.objects.exists()
    sent_back = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    frozen = browser.post("/effekt/plan/", sent_back | {"freeze": "yes"})
    row = Evaluation.objects.get()
    assert frozen.headers["Location"] == f"/effekt/{row.id}/"
    plan = row.frozen()
    assert (plan.draft.outcome, len(plan.controls)) == ("Rån per månad", 20)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"file": file("place,arm\n")}, "the column month is missing"),
        ({}, "detta fält måste fyllas i"),
        ({"counted_from": "reports"}, "Välj minst ett slag"),
        ({"file": SimpleUploadedFile("x", b"\xff")}, "inte text i UTF-8"),
        ({"file": file("x" * (1024 * 1024 + 1))}, "större än 1 MiB"),
        ({"file": file(history()), "review_on": "2026-05-01"}, "are not over by then"),
        ({"file": file(history()), "measure_starts": "2026-01-01"}, "Kameran har börjat"),
    ],
)
def test_a_plan_that_cannot_be_says_what_is_wrong(
    browser, coordinator, person, site, at: datetime, told: dict, said: str
) -> None:
    council = person(Role.COUNCIL_MEMBER)
    weighed = weighing.finalised(site=site, author=coordinator, council=council, at=at)
    answer = browser.post("/effekt/plan/", written(weighed.camera, **told))
    assert answer.status_code == 400
    assert said.casefold() in answer.content.decode().casefold()
    assert not Evaluation.objects.exists()


def test_the_reports_are_counted_shown_and_then_frozen(
    browser, coordinator, person, board, founder, site, at: datetime
) -> None:
    reported_at(places(site, board=board, founder=founder), by=coordinator)
    council = person(Role.COUNCIL_MEMBER)
    weighed = weighing.finalised(site=site, author=coordinator, council=council, at=at)
    from_reports = written(weighed.camera, counted_from="reports", kinds=["damage"])
    page = browser.post("/effekt/plan/", from_reports).content.decode()
    assert "Räknat ur anmälningarna" in page
    assert not Evaluation.objects.exists()
    sent_back = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    take(site.id, row("late", "2025-06-12 20:00", at=spot(0)), by=coordinator, at=at)
    changed = browser.post("/effekt/plan/", sent_back | {"freeze": "yes"})
    assert "Anmälningar har kommit in" in changed.content.decode()
    assert not Evaluation.objects.exists()
    again = browser.post("/effekt/plan/", from_reports).content.decode()
    sent_back = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', again))
    frozen = browser.post("/effekt/plan/", sent_back | {"freeze": "yes"})
    planned = Evaluation.objects.get()
    shown = browser.get(frozen.headers["Location"]).content.decode()
    assert "Räknas ur anmälningar om" in shown
    counted = browser.post(f"/effekt/{planned.id}/antal/", follow=True).content.decode()
    assert "0 nya antal" in counted


@pytest.fixture
def planned(site, coordinator, at: datetime) -> Evaluation:
    return actions.plan(draft(site.id), history=history(), by=coordinator, at=at)


def test_a_plan_shows_what_it_can_see_before_anything_is_known(browser, planned) -> None:
    page = browser.get(f"/effekt/{planned.id}/").content.decode()
    assert "Den minsta minskning som syns fyra gånger av fem" in page
    assert planned.plan_hash in page
    assert "För tidigt" in page
    assert "Rån per månad" in browser.get("/effekt/").content.decode()


def test_months_are_taken_in_and_on_the_day_the_verdict_stands_in_words(
    browser, planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = f"/effekt/{planned.id}/"
    bad = browser.post(f"{where}antal/", {"file": file("place,arm,month,count\nT,x,1,1\n")})
    assert bad.status_code == 400
    assert "line 2" in bad.content.decode() or "x" in bad.content.decode()
    browser.post(f"{where}antal/", {"file": file(afterwards())})
    assert "I dag är inte den dag" in browser.get(where).content.decode()
    monkeypatch.setattr("vaka.web.evaluation.views.now", lambda: ON_THE_DAY)
    page = browser.get(where).content.decode()
    assert "Minskning visad" in page
    assert "jämfört med liknande platser" in page
    assert page.count("<svg") > 20
    browser.post(f"{where}rapport/")
    assert "Minskning visad" in browser.get("/effekt/").content.decode()


AREAS = (
    b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
    b'{"name": "Innerstaden", "level": "area"}, "geometry": {"type": "Polygon", "coordinates": '
    b"[[[13.0, 55.6], [13.01, 55.6], [13.01, 55.61], [13.0, 55.61], [13.0, 55.6]]]}}]}"
)
SURVEY = b"""area,year,indicator,share,score,answers,sent,status
Innerstaden,2024,trygg,52,,28,60,example
Innerstaden,2027,trygg,59,,28,60,example
"""


def reported(*days: str, flag: str = "observed") -> str:
    return "".join(
        f"{flag}{n},{day} 12:00,klotter,Driften,{flag},13.004,55.6045\n"
        for n, day in enumerate(days)
    )


def test_beside_the_verdict_stand_what_it_cost_what_people_feel_and_where(
    browser, planned, coordinator, site, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaka.web.evaluation.views.now", lambda: ON_THE_DAY)
    where = f"/effekt/{planned.id}/"
    browser.post(f"{where}antal/", {"file": file(afterwards())})
    bare = browser.get(where).content.decode()
    assert "inte registrerat bland åtgärderna" in bare
    assert "Var, före och efter" not in bare
    camera = Plan(MeasureKind.CAMERA, "Kamera", date(2026, 4, 1), None, 100_00, 365_25, "TN")
    measures.register(camera, site=site.id, by=coordinator, at=at)
    needs.import_areas(AREAS, name="a.geojson", by=coordinator, at=at)
    needs.import_survey(SURVEY, name="s.csv", by=coordinator, at=at)
    head = "id,occurred_from,category,source,flag,longitude,latitude\n"
    told = reported("2025-05-03", "2025-05-04", "2026-05-03", "2027-04-20")
    looked = reported("2026-05-05", flag="detection_driven")
    needs.import_problems(
        (head + told + looked).encode(),
        name="p.csv",
        site=site.id,
        by=coordinator,
        at=ON_THE_DAY,
    )
    page = browser.get(where).content.decode()
    assert "Kameran: 100 kr en gång och 365,25 kr om året" in page
    # A fall is shown by the counts, and stands beside the cost without a price.
    assert "färre problem per år" in page
    assert "kan vara slump. Med 28 svar" in page
    assert "12 månader på vardera sidan" in page
    assert "Rutor på 50 meter med problem: 1." in page
    assert "2 problem med position" in page
    assert "1 problem med position" in page


@pytest.mark.parametrize(("percent", "said"), [(-57.6, "58"), (12.4, "12"), (0.5, "0")])
def test_a_change_is_rounded_and_not_cut_off(percent: float, said: str) -> None:
    assert said in change(percent)


def test_a_board_prints_its_year(browser, planned, board, coordinator, site, at) -> None:
    with_lamps = Plan(MeasureKind.LIGHTING, "Lampor", date(2025, 6, 1), None, 0, 1000_00, "TN")
    measures.register(with_lamps, site=site.id, by=coordinator, at=at)
    assert "Skriv ut som PDF" in browser.get("/effekt/rapport/").content.decode()
    asked = {"board": board.id, "year": "2025", "part": "year"}
    answer = browser.get("/effekt/rapport/", asked)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "rapport-2025-year.pdf" in answer.headers["Content-Disposition"]
    told = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=answer.content,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for words in ("Åtgärder och deras effekt 2025", "Lampor", "586 kr"):
        assert words in told
    assert browser.get("/effekt/rapport/", asked | {"year": "2099"}).status_code == 400
    assert browser.get("/effekt/rapport/", asked | {"board": "annan"}).status_code == 400


def test_a_plan_that_was_not_followed_says_so_on_its_page(browser, planned) -> None:
    where = f"/effekt/{planned.id}/"
    early = browser.post(f"{where}rapport/", follow=True).content.decode()
    assert "Ingenting efter åtgärden är räknat ännu." in early
    assert browser.post(f"{where}avvikelse/", {"why": ""}).status_code == 400
    browser.post(f"{where}avvikelse/", {"why": "Kameran kom i juni."})
    page = browser.get(where).content.decode()
    assert "Kameran kom i juni." in page
    assert browser.post(f"{where}avvikelse/", {"why": "Igen"}).status_code == 400


def test_a_plan_over_the_api(browser, site, monkeypatch, at: datetime) -> None:
    monkeypatch.setattr("vaka.api.evaluation.now", lambda: at)
    body = {**written("01NY"), "site": site.id, "detection_driven": False}
    body["history"] = history()
    made = browser.post("/api/evaluations", body, "application/json")
    assert made.status_code == 201
    key = made.json()["id"]
    assert made.json()["plan"]["format"] == "vaka.effect-plan/1"
    taken = browser.post(
        f"/api/evaluations/{key}/counts", {"csv": afterwards()}, "application/json"
    )
    assert taken.json() == {"new": 22 * 13}
    monkeypatch.setattr("vaka.api.evaluation.now", lambda: ON_THE_DAY)
    told = browser.get(f"/api/evaluations/{key}/effect").json()
    assert (told["ruling"], told["why"]) == ("decrease-shown", [])
    broken = browser.post(f"/api/evaluations/{key}/broken", {"why": "Nej"}, "application/json")
    assert broken.json()["broken"] == "Nej"


def test_all_sites_stand_together_and_ours_go_out_without_a_name(browser) -> None:
    assert "Ingen plats ännu" in browser.get("/atgarder/together/").content.decode()
    bad = browser.post(
        "/atgarder/together/take-in/", {"file": SimpleUploadedFile("x", b"\xff\xfe")}
    )
    assert bad.status_code == 400
    told = SimpleUploadedFile("delat.jsonl", lines(*map(shared, range(6))))
    browser.post("/atgarder/together/take-in/", {"file": told})
    assert SharedEffect.objects.count() == 6
    page = browser.get("/atgarder/together/?by=setting").content.decode()
    assert "Vad de säger tillsammans" in page
    assert "Med en kommun utelämnad" in page
    assert browser.get("/atgarder/together/export/").content == b""
    assert len(browser.get("/api/evidence/sites").json()) == 6


def test_our_own_site_is_exported_as_it_is_shared(browser, planned, coordinator) -> None:
    actions.import_counts(
        evaluation=planned.id, csv_text=afterwards(), by=coordinator, at=ON_THE_DAY
    )
    actions.report(evaluation=planned.id, by=coordinator, at=ON_THE_DAY)
    told = browser.get("/atgarder/together/export/")
    assert told.headers["Content-Disposition"].endswith('filename="vaka-effects.jsonl"')
    assert planned.plan_hash.encode() in told.content
    assert b"Exempeltorget" not in told.content
    assert "Minst två platser" in browser.get("/atgarder/together/").content.decode()
