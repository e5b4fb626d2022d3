"""The public register as anybody sees it; supervision as the authority does."""

import io
import json
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from tests.pages.browsing import login, text
from tests.stages.standing import standing
from vaka.municipality.rules import Role
from vaka.oversight import queries
from vaka.record import actions as recording
from vaka.record import queries as record
from vaka.record.models import Entry
from vaka.record.rules import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def camera(person, board, site, at):
    return standing(person=person, board=board, site=site, at=at)


@pytest.fixture
def dpo(person):
    return person(Role.DPO)


def test_anybody_reads_where_the_cameras_are_and_may_take_the_data(camera) -> None:
    anybody = Client()
    page = text(anybody.get(reverse("oversight:index")))
    assert "Torgkameran" in page
    assert "Kommunens kameror" in page
    answer = anybody.get(reverse("oversight:cameras"))
    assert answer.headers["Content-Type"] == "application/geo+json"
    [feature] = answer.json()["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [13.0035, 55.6045]}
    assert feature["properties"]["purposes"] == ["8-1a"]
    assert feature["properties"]["retention_hours"] == 72
    assert "rtsp" not in json.dumps(feature)


def test_anybody_reads_who_why_when_how_long_and_how_to_ask(camera) -> None:
    page = text(Client().get(reverse("oversight:camera", args=[camera.id])))
    for told in (
        "Tekniska nämnden",
        "Förebygga rån på torget.",
        "Kvällarna väger över, dagtid inte.",
        "20:00–06:00",
        "3 dygn",
        "tn@example.org",
        "dso@example.org",
        "TN-2026-114",
    ):
        assert told in page


def test_the_page_speaks_english_too(camera) -> None:
    anybody = Client(headers={"Accept-Language": "en"})
    page = text(anybody.get(reverse("oversight:camera", args=[camera.id])))
    assert "Your rights" in page
    assert "3 days" in page


def test_the_sign_is_handed_out_as_pdf_in_the_readers_language(camera) -> None:
    url = reverse("oversight:sign", args=[camera.id])
    swedish = Client().get(url)
    english = Client(headers={"Accept-Language": "en"}).get(url)
    assert swedish.headers["Content-Type"] == "application/pdf"
    assert swedish.content != english.content


def test_a_camera_that_is_not_there_has_no_page_and_no_sign(camera, at) -> None:
    unknown = "01JTN6E0W0F3CF3ZHQGC2ACKKB"
    for page in ("oversight:camera", "oversight:sign"):
        assert Client().get(reverse(page, args=[unknown])).status_code == 404


def test_a_witness_fetches_checkpoint_and_key(camera) -> None:
    assert text(Client().get(reverse("oversight:key"))) == record.verifier_key()
    answer = Client().get(reverse("oversight:checkpoint"))
    assert answer.content.decode() == record.checkpoint()


def test_the_inspector_sees_the_register_and_takes_the_file(camera, person) -> None:
    inspector = login(person(Role.INSPECTOR))
    page = text(inspector.get(reverse("oversight:inspection")))
    assert "8-1a: Förebygga rån på torget." in page
    answer = inspector.post(reverse("oversight:file"), {"camera": camera.id})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        assert f"{camera.id}/sign.pdf" in file.namelist()
    assert record.of_kind(Kind.SUPERVISION_FILE_MADE).count() == 1


def test_the_record_is_verified_while_you_look_and_names_what_was_altered(camera, dpo) -> None:
    page = login(dpo)
    assert "Loggen håller" in text(page.get(reverse("oversight:record")))
    Entry.objects.filter(seq=3).update(subject="x")
    told = text(page.get(reverse("oversight:record")))
    assert "Loggen håller inte" in told
    assert "entry 3" in told


def test_the_dpo_erases_a_person_and_an_empty_form_says_what_is_missing(dpo, at) -> None:
    entry = recording.append(
        Kind.ACCESS_REFUSED, actor="x", subject="y", at=at, personal={"name": "Operatör 2"}
    )
    page, url = login(dpo), reverse("oversight:erase")
    assert "Detta fält måste fyllas i" in text(page.post(url, {"entry": entry.seq}))
    assert page.post(url, {"entry": entry.seq, "why": "begäran"}).status_code == 302
    told = text(page.post(url, {"entry": entry.seq, "why": "igen"}))
    assert "Posten namnger ingen." in told
    assert record.of_kind(Kind.PERSONAL_ERASED).count() == 1


def test_the_inspector_may_read_the_record_but_erase_nothing(person, camera) -> None:
    inspector = login(person(Role.INSPECTOR))
    assert "Radera en person" not in text(inspector.get(reverse("oversight:record")))
    answer = inspector.post(reverse("oversight:erase"), {"entry": 1, "why": "x"})
    assert answer.status_code == 404


def test_the_api_gives_register_entries_proofs_and_the_file(camera, dpo) -> None:
    api = login(dpo)
    [entry] = api.get("/api/register").json()
    assert entry["camera"] == camera.id
    assert entry["kept_until"] is None
    entries = api.get("/api/record/entries?after=2").json()
    assert [each["seq"] for each in entries] == list(range(3, record.size()))
    proof = api.get("/api/record/entries/4/proof").json()
    assert proof["leaf"] == queries.proof(4, by=dpo).leaf_data.decode()
    assert api.get("/api/record/entries/9999/proof").status_code == 404
    made = api.post(
        "/api/supervision-files", {"camera": camera.id}, content_type="application/json"
    )
    assert zipfile.is_zipfile(io.BytesIO(made.content))
    assert Client().get("/api/record/checkpoint").content.decode() == record.checkpoint()
    assert Client().get("/api/register").status_code == 401


def test_an_operator_has_no_supervision_page(person, board) -> None:
    operator = login(person(Role.OPERATOR, board))
    for page in ("inspection", "record"):
        assert operator.get(reverse(f"oversight:{page}")).status_code == 404
