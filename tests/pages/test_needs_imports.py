import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.pages.browsing import login
from tests.stages.test_needs_imports import FILE, WORKS
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
