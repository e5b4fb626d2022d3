"""Tokens of organisations at the API: what each opens, and that the rest opens to none."""

import json
import logging
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.pages.browsing import login, text
from tests.pages.routes import operations
from tests.stages.response_story import registered, take
from tests.stages.sharing_story import agreed, partner
from tests.stages.token_story import bearing, issued
from vaka.api import api
from vaka.api.by_token import OPENED_BY
from vaka.municipality import actions, queries
from vaka.municipality.models import AccessToken, Task
from vaka.municipality.rules import Role
from vaka.municipality.rules.tokens import Scope
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.response import actions as response
from vaka.response.models import Alarm, Incident, Transmitter
from vaka.servers.reminding import remind

pytestmark = pytest.mark.django_db
PUBLIC = {"GET /record/checkpoint"}
WAYS = {"SessionAuth", "OrganisationToken", "EdgeToken"}
ALARM = {"received_at": "2026-11-26T12:00:00Z", "protocol": "SIA-DCS", "raw": "", "code": "BA"}


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def neighbour(founder, now: datetime) -> str:
    return partner("Grannkommunen", founder, now)


def alarm(token: str, account: str = "0028", key: str = "a", **said: object):
    told = {**ALARM, "account": account, **said}
    return bearing(token, "POST", "/api/alarms", told, **{"Idempotency-Key": key})


def test_each_operation_says_what_it_takes_and_the_table_says_which_a_token_opens() -> None:
    said = {}
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            name = f"{method.upper()} {path.removeprefix('/api')}"
            ways = {
                way: scopes
                for each in operation.get("security", ())
                for way, scopes in each.items()
            }
            assert set(ways) <= WAYS
            assert bool(ways) == (name not in PUBLIC), name
            if "OrganisationToken" in ways:
                said[name] = frozenset(ways["OrganisationToken"])
    assert said == OPENED_BY


def test_what_is_not_in_the_table_refuses_every_token(
    board, founder, neighbour: str, now: datetime
) -> None:
    tokens = [
        issued(board.id, founder, now, Scope.ALARMS, Scope.SHARED, partner=neighbour).text,
        issued(board.id, founder, now, Scope.GATEWAY, name="gateway-1").text,
        issued(board.id, founder, now, Scope.RECEIVER, name="receiver").text,
    ]
    closed = [r for r in operations() if r.name not in OPENED_BY and r.name not in PUBLIC]
    assert len(closed) > 200
    for route in closed:
        address = route.filled(dict.fromkeys(route.blanks, "1"))
        for token in tokens:
            answer = bearing(token, route.methods[0], address, {})
            assert answer.status_code == 403, route
            assert 'error="insufficient_scope"' in answer["WWW-Authenticate"]
            assert answer.json() == {"problem": "No scope of the token opens this"}
    # However often: each token once an hour.
    assert record.of_kind(Kind.TOKEN_REFUSED).count() == 3


def test_what_is_in_the_table_refuses_a_token_of_another_scope(
    board, founder, neighbour: str, now: datetime
) -> None:
    told = {
        Scope.ALARMS: {},
        Scope.SHARED: {"partner": neighbour},
        Scope.GATEWAY: {"name": "gateway-1"},
        Scope.RECEIVER: {"name": "receiver"},
    }
    tokens = {
        scope: issued(board.id, founder, now, scope, **said) for scope, said in told.items()
    }
    for operation, opens in OPENED_BY.items():
        method, path = operation.split(" ")
        for scope, token in tokens.items():
            answer = bearing(token.text, method, f"/api{path}", {})
            assert (answer.status_code != 403) == (scope in opens), (operation, scope)
            assert answer.status_code != 401


def test_a_token_that_is_none_has_lapsed_or_is_revoked_is_told_so(
    board, founder, now: datetime
) -> None:
    lapsing = issued(board.id, founder, now)
    revoked = issued(board.id, founder, now)
    assert alarm(revoked.text).status_code == 201
    actions.revoke_token(token=revoked.token.id, why="Läckt", by=founder, at=timezone.now())
    AccessToken.objects.filter(pk=lapsing.token.pk).update(
        issued_at=now - timedelta(days=2), ends_at=now - timedelta(days=1)
    )
    other = revoked.text[:-1] + ("0" if revoked.text[-1] != "0" else "1")
    for token, problem in (
        (lapsing.text, "The token has lapsed"),
        (revoked.text, "The token is revoked"),
        (other, "There is no such token"),
        (revoked.text[:40], "There is no such token"),
        ("vaka_åäö", "There is no such token"),
    ):
        for path in ("/api/alarms", "/api/cases"):
            method = "POST" if path == "/api/alarms" else "GET"
            answer = bearing(token.encode().decode("latin-1"), method, path, {})
            assert answer.status_code == 401, token
            assert answer["WWW-Authenticate"].startswith(
                'Bearer realm="Vaka", error="invalid_token"'
            )
            assert answer.json()["problem"].startswith(problem)
    assert Alarm.objects.count() == 1
    told = [entry.facts["reason"] for entry in record.of_kind(Kind.TOKEN_REFUSED)]
    assert sorted(told) == ["lapsed", "revoked"]
    stranger = Client().get("/api/cases")
    assert (stranger.status_code, stranger["WWW-Authenticate"]) == (401, 'Bearer realm="Vaka"')


def test_a_session_does_not_help_a_token(board, founder, now: datetime) -> None:
    token, admin = issued(board.id, founder, now), login(founder)
    headers = {"Authorization": f"Bearer {token.text}"}
    assert admin.get("/api/shared", headers=headers).status_code == 403


def test_an_organisations_alarm_is_its_own_and_told_apart(
    site, board, founder, person, now: datetime
) -> None:
    registered(site, founder, now)
    company = partner("Larmbolaget", founder, now)
    token = issued(board.id, founder, now, partner=company)
    key = {"key": "samma"}
    ours = take("samma", now)
    first, again = alarm(token.text, **key, zone="9"), alarm(token.text, **key, zone="9")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["alarm"] == again.json()["alarm"] != ours.alarm
    row = Alarm.objects.get(pk=first.json()["alarm"])
    assert (row.token, row.transmitter) == (token.token, Transmitter.objects.get())
    assert record.of_kind(Kind.ALARM_RECEIVED).latest("seq").actor == token.token.id
    assert Alarm.objects.get(pk=ours.alarm).token is None

    refused = alarm(token.text, account="0029", key="b")
    assert (refused.status_code, Alarm.objects.count()) == (403, 2)
    assert record.of_kind(Kind.TOKEN_REFUSED).get().facts["reason"] == "other-account"
    assert alarm(token.text, key="k" * 174).status_code == 400

    by = person(Role.OPERATOR)
    for incident in Incident.objects.all():
        response.acknowledge(incident=incident.id, by=by, at=now)
        response.close(
            incident=incident.id, outcome="false-alarm", reason="Prov", by=by, at=now
        )
    figures = login(by).get("/api/incident-figures", {"year": timezone.localdate(now).year})
    sources = set(figures.json()["false_by_source"])
    name = Transmitter.objects.get().name
    assert sources == {name, f"Larmbolaget: {name}"}


def test_a_partners_system_reads_what_is_shared_with_it_as_json_and_as_cap(
    site, board, founder, neighbour: str, now: datetime
) -> None:
    registered(site, founder, now)
    incident = take("a", now).incident
    agreement = agreed(neighbour, founder, now)
    token = issued(board.id, founder, now, Scope.SHARED, partner=neighbour)
    stranger = partner("Bostadsbolaget", founder, now)
    others = issued(board.id, founder, now, Scope.SHARED, partner=stranger)
    cap = f"/api/shared/{incident}/cap"

    (told,) = bearing(token.text, "GET", "/api/shared").json()
    assert (told["incident"], "log" in told) == (incident, False)
    answer = bearing(token.text, "GET", cap)
    assert answer["Content-Type"] == "application/cap+xml"
    alert = ElementTree.fromstring(answer.content)
    assert alert.findtext("{*}identifier").startswith(f"{incident}.")
    assert bearing(token.text, "GET", cap).content == answer.content
    reads = record.of_kind(Kind.SHARING_READ)
    assert {(entry.actor, entry.subject) for entry in reads} == {(token.token.id, neighbour)}
    assert [entry.facts["incidents"] for entry in reads] == [
        [[incident, agreement.id, "situation"]]
    ] * 3

    assert bearing(others.text, "GET", "/api/shared").json() == []
    assert bearing(token.text, "GET", "/api/shared/warnings").json() == []
    assert bearing(others.text, "GET", cap).status_code == 404
    response.end_agreement(agreement=agreement.id, by=founder, at=timezone.now())
    assert bearing(token.text, "GET", "/api/shared").json() == []
    assert bearing(token.text, "GET", cap).status_code == 404


def test_a_gateway_of_its_own_token_is_that_gateway_and_a_receiver_takes_every_account(
    board, founder, now: datetime
) -> None:
    gateway = issued(board.id, founder, now, Scope.GATEWAY, name="gateway-1").text
    asks = "/api/edge/orders?installation=first&gateway="
    assert bearing(gateway, "GET", f"{asks}gateway-1").status_code == 200
    for answer in (
        bearing(gateway, "GET", f"{asks}gateway-2"),
        bearing(gateway, "POST", "/api/edge/events", {"gateway": "gateway-2", "events": []}),
    ):
        assert answer.status_code == 403
    assert record.of_kind(Kind.TOKEN_REFUSED).get().facts == {
        "reason": "other-machine",
        "act": "GET /edge/orders",
    }
    assert bearing(settings.EDGE_TOKEN, "GET", f"{asks}gateway-2").status_code == 200

    receiver = issued(board.id, founder, now, Scope.RECEIVER, name="receiver").text
    sent = [{**ALARM, "id": "a", "account": "0028"}, {**ALARM, "id": "b", "account": "0029"}]
    told = bearing(receiver, "POST", "/api/alarm-batches", sent).json()
    assert [one["new"] for one in told] == [True, True]
    # The same journal again, by the token that all share: nothing is taken twice.
    told = bearing(settings.EDGE_TOKEN, "POST", "/api/alarm-batches", sent).json()
    assert [one["new"] for one in told] == [False, False]


def test_the_token_is_kept_nowhere_and_shown_once(
    board, founder, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    admin = login(founder)
    said = {
        "partner": "own",
        "name": "Växeln",
        "scopes": ["alarms"],
        "accounts": "0028 00ff",
        "why": "Avtal 2026-14",
        "board": board.id,
        "ends_at": (timezone.localdate() + timedelta(days=20)).isoformat(),
    }
    page = admin.post(reverse("municipality:add-token"), said)
    assert page["Cache-Control"] == "no-store"
    row = AccessToken.objects.get()
    (token,) = {word for word in _words(page) if word.startswith(f"vaka_{row.mark}")}
    assert alarm(token, "00FF").status_code == 201
    assert alarm(token, "0030", key="b").status_code == 403
    shown = [
        admin.get(reverse("municipality:tokens")),
        admin.get(reverse("municipality:token", args=[row.id])),
    ]
    listed = admin.get("/api/tokens")
    remind(at=now)
    actions.revoke_token(token=row.id, why="Läckt", by=founder, at=timezone.now())
    assert alarm(token, "00FF").status_code == 401
    secret = token[len("vaka_") + 8 :]
    rows = "".join(
        serializers.serialize("json", model._base_manager.all()) for model in apps.get_models()
    )
    assert row.mark in rows
    for where in (rows, caplog.text, *(each.content.decode() for each in (*shown, listed))):
        assert secret not in where
        assert secret[:32] not in where


def _words(page) -> list[str]:
    return page.content.decode().replace("<", " ").replace(">", " ").split()


def test_a_form_that_asks_for_too_much_says_so_and_issues_nothing(board, founder) -> None:
    admin = login(founder)
    said = {
        "partner": "own",
        "name": "Växeln",
        "scopes": ["shared"],
        "why": "Avtal",
        "board": board.id,
        "ends_at": (timezone.localdate() + timedelta(days=400)).isoformat(),
    }
    wrong = admin.post(reverse("municipality:add-token"), said)
    assert wrong.status_code == 400
    assert "Dagen ligger inte inom ett år från nu." in text(wrong)
    said["ends_at"] = timezone.localdate().isoformat()
    assert "Välj parten." in text(admin.post(reverse("municipality:add-token"), said))
    assert not AccessToken.objects.exists()


def test_what_lapses_soon_is_a_task_and_on_the_page_until_it_is_revoked(
    board, founder, now: datetime
) -> None:
    soon = issued(board.id, founder, now, ends_at=now + timedelta(days=12), name="Bron")
    issued(board.id, founder, now)
    remind(at=now)
    remind(at=now)
    task = Task.objects.get()
    assert (task.subject, task.about, task.board) == (soon.token.id, "Bron", board)
    admin, there = login(founder), reverse("municipality:token", args=[soon.token.id])
    page = text(admin.get(reverse("municipality:tokens")))
    assert page.index("Bron") < page.index("Larmbolagets växel")
    assert "löper ut om 1" in page
    assert there in text(admin.get(reverse("municipality:task", args=[task.id])))
    assert "Bron" in text(admin.get(reverse("municipality:add-token"), {"like": soon.token.id}))
    assert admin.post(there, {"why": ""}).status_code == 400
    assert admin.post(there, {"why": "Systemet är avvecklat"}).status_code == 302
    task.refresh_from_db()
    assert task.outcome == "Systemet är avvecklat"
    assert "återkallad" in text(admin.get(reverse("municipality:tokens")))
    again = admin.post(there, {"why": "Igen"})
    assert (again.status_code, "redan återkallad" in text(again)) == (400, True)


def test_only_who_administers_every_board_issues_and_revokes(
    board, founder, person, now: datetime
) -> None:
    token = issued(board.id, founder, now).token
    for role, place in ((Role.OPERATOR, None), (Role.ADMINISTRATOR, board), (Role.DPO, None)):
        client = login(person(role, place))
        assert client.get("/api/tokens").json() == []
        assert client.post(
            f"/api/tokens/{token.id}/revocation", {"why": "x"}, content_type="application/json"
        ).status_code in (403, 404)
        there = client.get(reverse("municipality:token", args=[token.id]))
        assert there.status_code in (403, 404)
    token.refresh_from_db()
    assert token.revoked_at is None


def test_over_the_api_a_token_is_issued_and_revoked(board, founder, now: datetime) -> None:
    admin = login(founder)
    asked = {
        "name": "Växeln",
        "why": "Avtal",
        "scopes": ["alarms"],
        "accounts": ["0028"],
        "board": board.id,
        "ends_at": (now + timedelta(days=9)).isoformat(),
    }
    made = admin.post("/api/tokens", asked, content_type="application/json")
    assert (made.status_code, made["Cache-Control"]) == (201, "no-store")
    told = made.json()
    assert alarm(told["token"]).status_code == 201
    assert queries.token(told["id"], by=founder).used_on == timezone.now().date()
    gone = admin.post(
        f"/api/tokens/{told['id']}/revocation", {"why": "Slut"}, content_type="application/json"
    )
    assert gone.status_code == 204
    assert alarm(told["token"], key="b").status_code == 401
    assert json.dumps(record.of_kind(Kind.TOKEN_ISSUED).get().facts).count("Avtal") == 1
