"""Alarms in, incidents out, over the API."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from bench.fuzz_http import fuzz_http
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from tests.stages.response_story import published, registered, take
from tests.stages.warning_story import take_warning
from vaka.municipality.models import Person
from vaka.municipality.rules import Role
from vaka.response import actions
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


def post(body: object, *, key: str | None = "a", token: str | None = None, to: str = "alarms"):
    headers = {"Authorization": f"Bearer {token or settings.EDGE_TOKEN}"}
    if key is not None:
        headers["Idempotency-Key"] = key
    return Client().post(
        f"/api/{to}", json.dumps(body), content_type="application/json", headers=headers
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
    odd = sent(
        at, text="a\0b\ud800", raw="\0" * 3, account="Ö" * 500, code="<script>", future=1
    )
    assert post(odd).status_code == 201
    assert Alarm.objects.get().text == "a�b?"


def test_a_clock_that_is_centuries_wrong_costs_the_time_and_not_the_alarm(at: datetime) -> None:
    for number, when in enumerate(("9999-12-31T23:59:59Z", "0001-01-01T00:00:00+12:00")):
        odd = sent(at, occurred_at=when, duplicate_of="\ud800", deviations=["\0"])
        assert post(odd, key=f"{number}").status_code == 201
        # Our own receiver's clock is another matter.
        late = post(sent(at, received_at=when), key="late")
        assert (late.status_code, "received_at" in late.json()["problem"]) == (400, True)
    assert set(Alarm.objects.values_list("occurred_at", flat=True)) == {None}


def test_mutated_alarms_are_taken_or_refused_and_the_good_among_them_kept_once(
    site, founder, at: datetime
) -> None:
    client = Client(raise_request_exception=False)
    bearer = {"Authorization": f"Bearer {settings.EDGE_TOKEN}"}

    def posted(path: str, body: bytes, key: str) -> tuple[int, bytes]:
        headers = bearer | ({"Idempotency-Key": key} if key else {})
        answer = client.post(path, body, content_type="application/json", headers=headers)
        return answer.status_code, answer.content

    registered(site, founder, at)
    found = fuzz_http(posted, 300, seed=1)
    assert min(found["taken"], found["refused"]) > 50


def test_a_batch_is_answered_for_in_its_order_and_a_bad_alarm_is_told_alone(
    site, founder, at: datetime
) -> None:
    registered(site, founder, at)
    batch = [
        sent(at, id="a"),
        sent(at, id="b", received_at="igår"),
        sent(at, id=""),
        sent(at),
        sent(at, id="c", text=7),
        sent(at, id="d", sequence="0002"),
        sent(at, id="a"),
    ]
    answer = post(batch, to="alarm-batches")
    told = answer.json()
    assert answer.status_code == 200, told
    assert [one["new"] for one in told] == [True, False, False, False, False, True, False]
    named = [one["problem"].partition(":")[0] for one in told]
    assert named == ["", "received_at", "id", "id", "text", "", ""]
    assert {row.key: row.id for row in Alarm.objects.all()} == {
        "a": told[0]["alarm"],
        "d": told[5]["alarm"],
    }
    assert told[6]["alarm"] == told[0]["alarm"]
    assert {told[n]["incident"] for n in (0, 5, 6)} == {Incident.objects.get().id}
    assert [one["new"] for one in post(batch, to="alarm-batches").json()] == [False] * 7


def test_a_batch_asks_for_the_token_and_is_a_list(at: datetime) -> None:
    assert post([sent(at, id="a")], token="wrong", to="alarm-batches").status_code == 401
    assert post(sent(at, id="a"), to="alarm-batches").status_code == 400
    assert post([], to="alarm-batches").json() == []


def test_a_database_that_is_away_says_nothing_of_the_alarm(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*, alarms: object, by: object, at: object) -> None:
        raise OperationalError("the database system is shutting down")

    monkeypatch.setattr(actions, "receive_alarms", away)
    assert post(sent(at)).status_code == 503
    assert post([sent(at, id="a")], to="alarm-batches").status_code == 503


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
