import base64
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.pages.browsing import login, text
from tests.stages.response_story import registered
from tests.stages.test_centre_reports import handled
from tests.stages.test_needs_imports import FILE, WORKS
from tests.unit.needs.workbooks import workbook
from vaka.municipality.rules import Role
from vaka.needs import actions, queries

ROW = {
    "id": "A-1",
    "occurred_from": "2025-03",
    "category": "stöld",
    "source": "Polisen",
    "flag": "victim_reported",
    "count": 7,
}


@pytest.fixture
def coordinator(person, board):
    return person(Role.SAFETY_COORDINATOR, board)


def upload(content=FILE, name="fel.xlsx"):
    return SimpleUploadedFile(name, content)


def test_the_api_is_told_a_source_tries_a_file_takes_it_in_and_back(coordinator, site):
    client = login(coordinator)
    sources = f"/api/sites/{site.id}/sources"
    told = client.post(sources, json.dumps(WORKS.document()), "application/json")
    assert told.json() == WORKS.document()
    assert client.get(sources).json() == [WORKS.document()]
    address = f"/api/sites/{site.id}/problems"
    sent = {"source": WORKS.source}
    trial = client.post(f"{address}/trial", {**sent, "file": upload()}).json()
    assert (trial["new"], trial["applied"], trial["strange"]) == (2, False, {"Trasig bänk": 1})
    assert client.get(address).json() == []
    done = client.post(address, {**sent, "file": upload()}).json()
    assert done["reasons"][0] == {
        "line": 5,
        "column": "Datum + Kl",
        "reason": "no-time",
        "problem": "line 5, Datum + Kl: '2025-03-16 24.10' is no time. Write 2025-03-14 22:10, "
        "local time, or 2025-03-14T22:10+01:00",
        "value": "2025-03-16 24.10",
        "mend": "Write 2025-03-14 22:10, local time, or 2025-03-14T22:10+01:00",
    }
    (brought,) = client.get(f"/api/sites/{site.id}/imports").json()
    assert (brought["id"], brought["why_not"]) == (done["import_id"], "")
    undone = client.post(f"/api/imports/{brought['id']}/undo")
    assert undone.json()["why_not"] == "undone"
    assert client.get(address).json() == []
    assert client.post(f"/api/imports/{brought['id']}/undo").status_code == 409


def test_the_api_takes_rows_and_says_what_is_wrong_with_one(coordinator, site):
    client = login(coordinator)
    rows = [ROW, {**ROW, "id": "A-2", "longitude": 13.0}]
    address = f"/api/sites/{site.id}/problems/rows"
    told = client.post(address, json.dumps(rows), "application/json").json()
    assert (told["new"], told["rejected"]) == (1, 1)
    assert (told["reasons"][0]["line"], told["reasons"][0]["column"]) == (2, "latitude")
    (row,) = client.get(f"/api/sites/{site.id}/problems").json()
    assert (row["count"], row["within_m"]) == (7, None)


def test_a_source_that_nobody_has_told_of_is_absent(coordinator, site):
    sent = {"source": "EST", "file": upload()}
    address = f"/api/sites/{site.id}/problems"
    assert login(coordinator).post(address, sent).status_code == 404


def test_what_is_cited_is_refused_with_its_reason(coordinator, site, at):
    report = actions.import_rows(
        [{key: str(value) for key, value in ROW.items()}],
        name="r",
        site=site.id,
        by=coordinator,
        at=at,
    )
    actions.state_need(site=site.id, by=coordinator, at=at)
    answer = login(coordinator).post(f"/api/imports/{report.key}/undo")
    assert answer.status_code == 409
    assert "cited-by-statement" in answer.content.decode()
    assert queries.problems(site.id, by=coordinator).count() == 1


IMPORT = reverse("needs:import")


def first_step(site, content=FILE):
    return {"kind": "problems", "site": site.id, "file": upload(content)}


def again(site, **more):
    content = base64.b64encode(FILE).decode()
    return {"kind": "problems", "site": site.id, "name": "fel.xlsx", "content": content, **more}


CHOSEN = {
    "source": "Driftens felanmälan",
    "flag": "observed",
    "column-0": "id",
    "column-1": "occurred_from",
    "column-2": "occurred_from",
    "column-3": "category",
}


def sent_map(page):
    """Return the map that a page sends along."""
    (told,) = re.findall(r'name="map" value="([^"]+)"', page)
    return told.replace("&quot;", '"')


def test_a_file_with_its_own_headings_is_mapped_tried_taken_in_and_known_again(
    coordinator, site
):
    client = login(coordinator)
    mapper = text(client.post(IMPORT, first_step(site)))
    for words in ("Anmälare", "Klotter på vägg", "2025-03-14", "column-4"):
        assert words in mapper
    # What other registers call it is proposed.
    assert re.search(r'name="column-1".*?value="occurred_from" selected', mapper)
    tried = text(client.post(IMPORT, again(site, **CHOSEN)))
    assert "Datum + Kl" in tried
    assert "Trasig bänk" in tried
    assert "chart__data" not in tried
    assert not queries.problems(site.id, by=coordinator).exists()
    said = {"strange": ["Klotter på vägg", "Trasig bänk"], "means": ["damage", "leave-out"]}
    worded = text(client.post(IMPORT, again(site, map=sent_map(tried), **said)))
    # Now there is something to see: when it was, hour by hour, and of which kind.
    assert worded.count("chart__data") == 3
    assert "utelämnade" in worded
    done = client.post(IMPORT, again(site, map=sent_map(worded), confirm="yes"))
    assert done["Location"] == reverse("needs:site", args=[site.id])
    assert queries.problems(site.id, by=coordinator).count() == 2
    (source,) = queries.sources(site.id, by=coordinator)
    assert source.words == {"klotter på vägg": "damage", "trasig bänk": "leave-out"}
    # The next file needs no mapping, and a person may still look at it.
    known = text(client.post(IMPORT, first_step(site)))
    assert "Driftens felanmälan" in known
    assert "column-0" not in known
    changed = text(client.post(IMPORT, again(site, map=sent_map(known), remap="yes")))
    assert re.search(r'name="column-3".*?value="category" selected', changed)


def test_what_a_map_lacks_is_asked_for(coordinator, site):
    lacking = {"source": "", "column-0": "id"}
    response = login(coordinator).post(IMPORT, again(site, **lacking))
    page = text(response)
    assert response.status_code == 400
    assert "Välj kolumnen som säger när det var" in page
    assert page.count("field__error") == 3


def test_a_map_that_the_page_never_made_is_refused(coordinator, site):
    client = login(coordinator)
    for told in ("{", "[]", '{"format": "vaka.columns/1"}'):
        assert client.post(IMPORT, again(site, map=told)).status_code == 400


def test_a_sheet_of_the_workbook_can_be_chosen(coordinator, site):
    content = workbook(
        ["Datum", "Typ"], ["2025-03-14", "klotter"], V12=[["När", "Vad"], ["a", "b"]]
    )
    client = login(coordinator)
    first = text(client.post(IMPORT, first_step(site, content)))
    assert "V12" in first
    sent = again(site, remap="yes", sheet="V12")
    sent["content"] = base64.b64encode(content).decode()
    assert ">När</label>" in text(client.post(IMPORT, sent))


def test_an_import_is_taken_back_from_its_page_and_one_that_is_cited_says_why(
    coordinator, person, board, site, at
):
    row = {key: str(value) for key, value in ROW.items()}
    take = {"name": "polisen.csv", "site": site.id, "by": coordinator, "at": at}
    first = actions.import_rows([row], **take)
    second = actions.import_rows([{**row, "id": "A-2"}], **take)
    client, where = login(coordinator), reverse("needs:imports", args=[site.id])
    assert text(client.get(where)).count("polisen.csv") >= 2
    answer = client.post(reverse("needs:undo", args=[site.id, second.key]), follow=True)
    assert "polisen.csv är återtagen" in text(answer)
    actions.state_need(site=site.id, by=coordinator, at=at)
    refused = client.post(reverse("needs:undo", args=[site.id, first.key]), follow=True)
    assert "Ett beskrivet behov" in text(refused)
    reader = login(person(Role.COUNCIL_MEMBER, board))
    assert reverse("needs:undo", args=[site.id, first.key]) not in text(reader.get(where))


def test_a_site_without_imports_says_how_they_come(coordinator, site):
    page = text(login(coordinator).get(reverse("needs:imports", args=[site.id])))
    assert "Inget är inläst än" in page


@pytest.fixture
def counted(coordinator, site, at):
    """The site with 40 of one kind and 2 of another, last year."""
    rows = [
        {**ROW, "id": str(n), "category": kind, "count": str(count)}
        for n, (kind, count) in enumerate([("klotter", 40), ("rån", 2), ("stöld", 12)])
    ]
    actions.import_rows(rows, name="r", site=site.id, by=coordinator, at=at)


def test_what_may_be_shared_is_a_page_a_file_and_over_the_api(coordinator, site, counted):
    client, where = login(coordinator), reverse("needs:shared", args=[site.id])
    page = text(client.get(where))
    assert ">..</abbr>" in page
    assert "mindre än 5" in page
    file = client.get(where, {"form": "csv"})
    assert "Exempeltorget.csv" in file["Content-Disposition"]
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[1] == "Rån,..,.."
    told = client.get(f"/api/sites/{site.id}/shared").json()
    assert told["reported"]["counts"][0] == [None, None]
    assert told["found_by_looking"]["rows"] == []


def test_what_the_centre_found_real_is_taken_in_from_the_page_and_over_the_api(
    coordinator, site, board, founder, person, at
):
    registered(site, founder, at)
    handled("1", at, person(Role.OPERATOR, board))
    client = login(coordinator)
    page = client.post(reverse("needs:centre", args=[site.id]), follow=True)
    assert "1 nya, 0 ändrade" in text(page)
    assert "Trygghetscentralen" in text(page)
    again = client.post(f"/api/sites/{site.id}/problems/from-centre").json()
    assert (again["unchanged"], again["import_id"]) == (1, "")
