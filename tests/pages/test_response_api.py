"""Alarms in, incidents out, over the API."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from tests.stages.response_story import published, registered, take
from tests.stages.warning_story import take_warning
from vaka.municipality.models import Person
from vaka.municipality.rules import Role
from vaka.response.models import Alarm, Incident

pytestmark = pytest.mark.django_db(transaction=True)


def sent(at: datetime, **fields: object) -> dict[str, object]:
    """Return an alarm as `vaka alarms list --json` prints it."""
    told: dict[str, object] = {
        "received_at": at.isoformat(),
        "protocol": "SIA-DCS",
        "account": "0028",
        "sequence": "0001",
        "receiver": None,
        "line": "1",
        "code": "BA",
        "qualifier": None,
        "area": "1",
        "zone": "05",
        "text": None,
        "user": "7",
        "extended": {"V": "rtsp://192.0.2.7/1"},
        "position": [13.004, 55.6045],
        "occurred_at": (at - timedelta(seconds=2)).isoformat(),
        "encrypted": False,
        "duplicate_of": None,
        "deviations": ["no-hash"],
        "raw": "#0028|Nri1/BA05",
    }
    return {**told, **fields}


def post(body: object, *, key: str | None = "a", token: str | None = None):
    headers = {"Authorization": f"Bearer {token or settings.EDGE_TOKEN}"}
    if key is not None:
        headers["Idempotency-Key"] = key
    return Client().post(
        "/api/alarms", json.dumps(body), content_type="application/json", headers=headers
    )


def test_new_is_201_and_seen_before_is_200(site, founder, at: datetime) -> None:
    registered(site, founder, at)
    first, again = post(sent(at)), post(sent(at))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    kept = Alarm.objects.get()
    assert (kept.account, kept.zone, kept.deviations) == ("0028", "05", ["no-hash"])
    assert (kept.longitude, kept.latitude) == (13.004, 55.6045)
    assert (kept.user, kept.extended) == ("7", {"V": "rtsp://192.0.2.7/1"})
    assert Incident.objects.get().id == first.json()["incident"]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"received_at": "igår"}, "received_at"),
        ({"received_at": "2026-03-02T12:00:00"}, "received_at"),
        ({"protocol": None}, "protocol"),
        ({"account": 28}, "account"),
        ({"position": [13.0]}, "position"),
        ({"occurred_at": "25:10"}, "occurred_at"),
        ({"deviations": "no-hash"}, "deviations"),
    ],
)
def test_a_wrong_field_is_400_and_named(at: datetime, fields, named: str) -> None:
    answer = post(sent(at, **fields))
    assert answer.status_code == 400
    assert named in answer.json()["problem"]
    assert not Alarm.objects.exists()


def test_the_idempotency_key_is_asked_for(at: datetime) -> None:
    for key in (None, "", "x" * 201):
        answer = post(sent(at), key=key)
        assert answer.status_code == 400
        assert "idempotency" in answer.json()["problem"].lower()


@pytest.mark.parametrize("token", ["wrong", "å", " "])
def test_another_token_is_turned_away(at: datetime, token: str) -> None:
    assert post(sent(at), token=token).status_code == 401
    assert Client().post("/api/alarms").status_code == 401


def test_what_a_panel_sends_is_taken_whatever_it_is(at: datetime) -> None:
    odd = sent(at, text="a\0b", raw="\0" * 3, account="Ö" * 500, code="<script>", future=1)
    assert post(odd).status_code == 201
    assert "\0" not in Alarm.objects.get().text


def test_an_incident_is_handled_over_the_api(site, founder, person, at: datetime) -> None:
    registered(site, founder, at)
    published(founder, at)
    key = take("a", at).incident
    client = Client()
    client.force_login(Person.objects.get(pk=person(Role.OPERATOR).id))

    def does(way: str, body: object = None):
        return client.post(
            f"/api/incidents/{key}/{way}", json.dumps(body), content_type="application/json"
        )

    assert [row["id"] for row in client.get("/api/incidents").json()] == [key]
    assert does("close", {"outcome": "test"}).status_code == 409
    assert does("acknowledge").json()["state"] == "acknowledged"
    assert does("checks", {"step": "look", "answer": "Nej"}).status_code == 201
    assert does("checks", {"step": "guard"}).status_code == 201
    assert does("entries", {"text": "Lugnt"}).status_code == 201
    assert does("close", {"outcome": "nonsense"}).status_code == 400
    assert does("close", {"outcome": "test"}).json()["outcome"] == "test"
    assert client.get(f"/api/incidents/{key}").json()["closed_by"]
    assert client.get("/api/incidents").json() == []


def test_a_foreign_board_gets_404_and_nobody_401(
    site, founder, person, foreign_board, at: datetime
) -> None:
    registered(site, founder, at)
    key = take("a", at).incident
    client = Client()
    assert client.get("/api/incidents").status_code == 401
    client.force_login(Person.objects.get(pk=person(Role.OPERATOR, foreign_board).id))
    assert client.get("/api/incidents").json() == []
    assert client.get(f"/api/incidents/{key}").status_code == 404
    assert client.post(f"/api/incidents/{key}/acknowledge").status_code == 404


def test_warnings_in_force_are_read_over_the_api(site, person) -> None:
    at = datetime.now(UTC)
    take_warning(at)
    client = Client()
    assert client.get("/api/warnings").status_code == 401
    client.force_login(Person.objects.get(pk=person(Role.OPERATOR).id))
    (told,) = client.get("/api/warnings").json()
    assert (told["headline"], told["severity"], told["sites"]) == (
        "Orange varning",
        "Severe",
        [site.id],
    )
    assert told["area"] is None
