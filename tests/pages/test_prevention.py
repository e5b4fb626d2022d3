"""The pages of the work against crime, from who leads it to the report (2023:196)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.pages.browsing import login, text
from tests.stages.prevention_story import led, pictured, planned
from vaka.measures import queries
from vaka.measures.models import ActionPlan, StrategicMeeting
from vaka.municipality.models import Task
from vaka.needs import actions as needs
from vaka.needs.models import CrimePicture
from vaka.servers.reminding import remind
from vaka.web.measures.prevention import calendar

HUB = "/atgarder/brottsforebyggande/"
PARTS = {
    "first_year": "2024",
    "last_year": "2025",
    "extent": "Stölderna är flest.",
    "consequences": "Cyklar säljs inte.",
    "other": "Nytt bostadsområde.",
    "analysis": "De följer skymningen.",
    "others": "Polisens lägesbild 2025\n\n",
}
RESOLVED = {"body": "Kommunstyrelsen", "on": "2026-03-01", "item": "§ 12"}


@pytest.fixture
def leads(founder, board, at):
    return led(board.id, by=founder, at=at)


@pytest.fixture
def reported(author, site, at):
    row = {
        "occurred_from": "2025-02-14 22:10",
        "category": "damage",
        "source": "Driften",
        "flag": "observed",
    }
    told = [{"id": str(n), **row} for n in range(6)]
    told += [{**row, "id": f"x{n}", "flag": "detection_driven"} for n in range(7)]
    needs.import_rows(told, name="rader", site=site.id, by=author, at=at)
    return needs.state_need(site=site.id, by=author, at=at)


def test_who_leads_is_said_on_a_page_and_shown_on_the_hub(founder, author, board, at) -> None:
    assert "Ingen har angett vem som leder arbetet" in text(login(author).get(HUB))
    browser = login(founder)
    address = reverse("needs:coordination")
    assert "Innan dess kan ingen" in text(browser.get(address))
    told = {"board": board.id, "function": "Samordnare", "contact": "s@example.org"}
    assert browser.post(address, told).status_code == 400
    assert browser.post(address, told | {"starts": "2026-01-01"}).status_code == 302
    page = text(login(author).get(HUB))
    assert "Samordnare" in page
    assert "Påbörja en lägesbild" in page


def test_a_picture_is_written_read_printed_and_decided(
    leads, author, secretary, reported
) -> None:
    writer, reader = login(author), login(secretary)
    assert "Exempeltorget" in text(writer.get(reverse("needs:crime-draft")))
    late = writer.post(reverse("needs:crime-draft"), PARTS | {"last_year": "2100"})
    assert "Året är inte slut" in text(late)
    made = writer.post(
        reverse("needs:crime-draft"), PARTS | {"statements": [reported.id], "analysis": ""}
    )
    address = made["Location"]
    page = text(writer.get(address))
    for words in ("utkast", "Behovsbeskrivning: Exempeltorget", "Skriv vidare", "2025"):
        assert words in page
    assert "En del som 4 § kräver är tom" in text(reader.get(address))
    assert "Skriv vidare" not in text(reader.get(address))
    assert writer.get(f"{address}skriv/").status_code == 200
    assert writer.post(f"{address}skriv/", {}).status_code == 400
    writer.post(f"{address}skriv/", PARTS)
    draft = CrimePicture.objects.get()
    assert (draft.others, draft.statements) == (["Polisens lägesbild 2025"], [])
    stale = reader.post(f"{address}beslut/", RESOLVED | {"sha256": "0" * 64})
    assert "Den har ändrats sedan ni läste den" in text(stale)
    reader.post(f"{address}beslut/", RESOLVED | {"sha256": draft.sha256})
    page = text(reader.get(address))
    assert "Kommunstyrelsen § 12, 1 mars 2026" in page
    assert "1 mars 2028" in page
    paper = reader.get(f"{address}pdf/")
    assert paper.content.startswith(b"%PDF")
    assert reader.get(f"{address}beslut/").status_code == 302
    assert "Ska uppdateras senast 1 mars 2028." in text(reader.get(HUB))


def test_a_picture_of_nothing_is_drawn_and_printed(leads, author, at) -> None:
    browser = login(author)
    made = browser.post(reverse("needs:crime-draft"), PARTS)
    assert "Inget rapporterades dessa år" in text(browser.get(made["Location"]))
    assert browser.get(f"{made['Location']}pdf/").content.startswith(b"%PDF")


def test_a_plan_is_made_point_by_point_decided_and_followed_up(
    leads, author, secretary, at
) -> None:
    writer, reader = login(author), login(secretary)
    begin = reverse("measures:plan-begin")
    refused = writer.post(begin, follow=True)
    assert "Ingen lägesbild är beslutad" in text(refused)
    pictured(author=author, secretary=secretary, at=at)
    address = writer.post(begin)["Location"]
    point = {
        "problem": "Stölder",
        "text": "Belysning",
        "responsible": "Nämnden",
        "due": "2026-06-01",
    }
    assert writer.post(f"{address}punkt/", point | {"text": ""}).status_code == 400
    for _ in range(2):
        writer.post(f"{address}punkt/", point)
    writer.post(f"{address}punkt/1/bort/")
    plan = ActionPlan.objects.get()
    read = queries.plan_fingerprint(plan)
    stale = reader.post(f"{address}beslut/", RESOLVED | {"sha256": "0" * 64})
    assert stale.status_code == 400
    reader.post(f"{address}beslut/", RESOLVED | {"sha256": read})
    gone = writer.post(f"{address}punkt/1/bort/", follow=True)
    assert "Den är beslutad och kan inte ändras." in text(gone)
    follow = f"{address}uppfoljning/"
    assert "Säg hur långt punkten har kommit." in text(writer.post(follow, {}, follow=True))
    writer.post(follow, {"number": "1", "progress": "under-way", "note": "Två stolpar."})
    page = text(reader.get(address))
    assert "pågår: Två stolpar." in page
    assert "dagen har passerat" in page
    assert reader.get(f"{address}pdf/").content.startswith(b"%PDF")
    assert "0 av 1" in text(reader.get(HUB))


def test_the_council_and_the_reports_are_entered(leads, author) -> None:
    browser = login(author)
    meeting = {
        "on": "2026-02-27",
        "led_by": "Kommundirektören",
        "attended": "Polisen",
        "dealt_with": "Läget",
        "minutes": "Enades.",
    }
    wrong = browser.post(reverse("measures:session-enter"), meeting)
    assert "Skriv vem, kolon, och vad." in text(wrong)
    browser.post(
        reverse("measures:session-enter"), meeting | {"attended": "Polisen: områdeschef"}
    )
    row = StrategicMeeting.objects.get()
    assert "områdeschef" in text(browser.get(reverse("measures:session", args=[row.id])))
    report = reverse("measures:report-enter")
    assert browser.post(report, {"on": "2026-02-27", "text": ""}).status_code == 400
    browser.post(report, {"on": "2026-02-27", "text": "Året i korthet", "year": "2025"})
    page = text(browser.get(HUB))
    assert "Året i korthet" in page
    assert "Med årsrapporten för 2025" in page


def test_another_board_reads_what_was_decided_and_can_do_nothing(
    leads, author, secretary, foreigner, at
) -> None:
    picture = pictured(author=author, secretary=secretary, at=at)
    plan = planned(author=author, secretary=secretary, at=at)
    browser = login(foreigner)
    page = text(browser.get(HUB))
    assert "2024–2025" in page
    assert "Påbörja" not in page
    shown = text(browser.get(reverse("needs:crime-picture", args=[picture.id])))
    assert "Stölderna är flest." in shown
    told = {"number": "1", "progress": "done"}
    follow = reverse("measures:plan-follow-up", args=[plan.id])
    assert browser.post(follow, told).status_code == 404


def test_a_changed_picture_says_that_it_was_changed(leads, author, secretary, at) -> None:
    picture = pictured(author=author, secretary=secretary, at=at)
    CrimePicture.objects.update(analysis="Något annat.")
    shown = login(author).get(reverse("needs:crime-picture", args=[picture.id]))
    assert "stämmer inte med kontrollsumman" in text(shown)


def test_a_newer_picture_is_told_on_the_plan(leads, author, secretary, at) -> None:
    pictured(author=author, secretary=secretary, at=at)
    plan = planned(author=author, secretary=secretary, at=at)
    pictured(author=author, secretary=secretary, at=at + timedelta(hours=1))
    shown = login(author).get(reverse("measures:plan", args=[plan.id]))
    assert "Det finns en nyare lägesbild" in text(shown)


def test_a_task_leads_to_the_page_of_the_work(leads, author, at) -> None:
    remind(at=at)
    task = Task.objects.get()
    page = text(login(author).get(reverse("municipality:task", args=[task.id])))
    assert "Uppdatera lägesbilden över brottsligheten" in page
    assert HUB in page


def test_the_api_tells_and_does_the_same(leads, author, secretary, founder, board, at) -> None:
    writer, reader = login(author), login(secretary)
    json = {"content_type": "application/json"}
    named = {
        "board": board.id,
        "function": "Samordnare",
        "contact": "s@example.org",
        "starts": "2026-01-01",
    }
    assert login(founder).post("/api/coordination", named, **json).json() == named
    years = {"first_year": 2024, "last_year": 2025}
    draft = writer.post("/api/crime-pictures", years, **json).json()
    address = f"/api/crime-pictures/{draft['id']}"
    parts = {name: PARTS[name] for name in ("extent", "consequences", "other", "analysis")}
    rewritten = writer.post(f"{address}/text", years | parts, **json).json()
    decided = reader.post(
        f"{address}/decision", RESOLVED | {"sha256": rewritten["sha256"]}, **json
    ).json()
    assert decided["decision"]["number"] == 1
    assert writer.get(address).json() == decided
    assert writer.get("/api/crime-pictures").json() == [decided]
    plan = writer.post("/api/action-plans").json()
    plans = f"/api/action-plans/{plan['id']}"
    point = {
        "problem": "Stölder",
        "text": "Belysning",
        "responsible": "Nämnden",
        "due": "2027-01-01",
    }
    writer.post(f"{plans}/points", point, **json)
    told = writer.post(f"{plans}/points", point, **json).json()
    assert [each["number"] for each in told["points"]] == [1, 2]
    left = writer.post(f"{plans}/points/2/removal").json()
    reader.post(f"{plans}/decision", RESOLVED | {"sha256": left["sha256"]}, **json)
    writer.post(f"{plans}/follow-ups", {"number": 1, "progress": "done"}, **json)
    (row,) = writer.get("/api/action-plans").json()
    assert row == writer.get(plans).json()
    assert row["points"][0]["progress"] == "done"
    meeting = {
        "on": "2026-02-27",
        "led_by": "Kommundirektören",
        "attended": [{"actor": "Polisen", "function": "chef"}],
        "dealt_with": "Läget",
        "minutes": "Enades",
    }
    met = writer.post("/api/strategic-council", meeting, **json).json()
    assert writer.get("/api/strategic-council").json() == [met]
    report = writer.post(
        "/api/prevention-reports", {"on": "2026-02-27", "text": "Året"}, **json
    ).json()
    assert writer.get("/api/prevention-reports").json() == [report]


def test_a_line_of_time_holds_what_is_due(at) -> None:
    today = at.date()
    assert calendar([], today=today) is None
    two_years = timedelta(days=730)
    drawn = calendar(
        [
            ("Bild", today - two_years, today - timedelta(days=1)),
            ("Plan", today, today + two_years),
        ],
        today=today,
    )
    assert drawn is not None
    first, second = drawn.stretches
    assert (first.left, first.late, second.late) == (0, True, False)
    assert second.left == drawn.today
    assert [year for year, _ in drawn.years] == [2025, 2026, 2027, 2028]
