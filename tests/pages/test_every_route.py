"""The access matrix: every address, as everybody who has no business there.

It walks the addresses themselves, so that a new one is held to this from its first day; one
whose thing `everything` does not build fails until it does.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.pages.everything import World
from tests.pages.routes import BODIES, FILES, Route, ask, operations, pages, send
from vaka.api import api
from vaka.municipality.models import Person
from vaka.municipality.rules import GRANTS, Permission
from vaka.record import queries as record
from vaka.response.models import PartnerLogin
from vaka.web.policy import DECLARED, PUBLIC

pytestmark = pytest.mark.django_db

PUBLIC_PAGES = {
    "login": "whoever is to log in has not yet",
    "logout": "it ends a session if there is one, and tells nothing",
    "language": "a preference of the browser",
    "theme": "a preference of the browser",
    "healthz": "the load balancer asks",
    "metrics": "Prometheus asks; figures of the process, none of a person",
    "oversight:index": "the public register (KBL 10 §; transparency, GDPR art. 12)",
    "oversight:cameras": "the public register as open data",
    "oversight:camera": "the second layer of information behind a sign's QR code",
    "oversight:sign": "the sign itself",
    "oversight:checkpoint": "witnesses keep it, whoever they are",
    "oversight:key": "witnesses verify with it",
}
PUBLIC_OPERATIONS = {"GET /record/checkpoint": "witnesses keep it, whoever they are"}
# Our own machines, by bearer token: no session, hence no CSRF; tests/pages/test_edge_api.py.
OF_MACHINES = {"GET /edge/orders", "POST /edge/events", "POST /alarms", "POST /alarm-batches"}
# One installation has one set of cards and rules, for whoever handles incidents at any board.
# So has one city one set of routines and of own questions, for whoever weighs at any board.
OF_ALL_BOARDS = {
    "response:card",
    "response:publish-rule",
    "balancing:routine",
    "balancing:publish-version",
    "balancing:end-question",
}

# Beside what is public: what is shared, and one's own password.
OPEN_TO_PARTNERS = {
    "home",
    "sharing:index",
    "sharing:news",
    "own-password",
    "GET /shared",
    "GET /shared/{incident}/cap",
    "GET /shared/cameras",
    "GET /shared/warnings",
}

PAGES, OPERATIONS = pages(), operations()
GUARDED = [r for r in PAGES if r.name not in PUBLIC_PAGES]
SIGNED_IN = [
    r for r in OPERATIONS if r.name not in OF_MACHINES and r.name not in PUBLIC_OPERATIONS
]
THINGS = [r for r in GUARDED if r.blanks and r.name not in OF_ALL_BOARDS] + [
    r for r in SIGNED_IN if r.blanks
]
# Everybody's own, whoever it is, names nothing of a board.
OWN = {"POST /own/email"}
# Without an id in the address, but with one in the body.
NAMING = [r for r in SIGNED_IN if r.name in BODIES and not r.blanks and r.name not in OWN]
LISTS = [r for r in [*GUARDED, *SIGNED_IN] if not r.blanks and "GET" in r.methods]
SHARED = {"entry", "card", "partner", "routine", "own-question"}
WRITES = re.compile(r"(?is)\s*(INSERT|UPDATE|DELETE)\b(?!.*django_session)")
LOGIN = "/login/?next="


@contextmanager
def nothing_written() -> Iterator[None]:
    """Hold that no row is written meanwhile, and the record does not grow."""
    size = record.size()
    with CaptureQueriesContext(connection) as asked:
        yield
    written = [each["sql"] for each in asked.captured_queries if WRITES.match(each["sql"])]
    assert written == []
    assert record.size() == size


@pytest.mark.refusal
@pytest.mark.parametrize("route", THINGS, ids=str)
def test_a_foreign_boards_thing_is_to_the_letter_one_that_does_not_exist(
    route: Route, world: World
) -> None:
    address = route.address(world.ids)
    for who, client in world.foreign.items():
        absent = absent_answer(client, route, world)
        for method in route.methods:
            with nothing_written():
                foreign = send(client, route, method, address, world.ids)
            if foreign.status_code != 405:
                assert foreign.status_code == absent.status_code == 404, who
                assert told(foreign, address) == told(absent, absent_address(route)), who


def absent_answer(client: Client, route: Route, world: World):
    """Return the answer to the first method that the route takes, for a thing nobody has."""
    answers = (
        send(client, route, method, absent_address(route), world.ids)
        for method in route.methods
    )
    return next(answer for answer in answers if answer.status_code != 405)


@pytest.mark.refusal
@pytest.mark.parametrize("route", NAMING, ids=str)
def test_a_foreign_boards_thing_that_a_body_names_does_not_exist(
    route: Route, world: World
) -> None:
    for who, client in world.foreign.items():
        with nothing_written():
            assert ask(client, route, "POST", world.ids).status_code == 404, who


@pytest.mark.parametrize("route", [*THINGS, *NAMING], ids=str)
def test_the_same_thing_is_there_for_who_has_every_role_at_its_board(
    route: Route, world: World
) -> None:
    answers = [ask(world.insider, route, m, world.ids).status_code for m in route.methods]
    assert set(answers) - {404, 405}, answers
    assert max(answers) < 500


def absent_address(route: Route) -> str:
    """Return an address of the route whose thing nobody has."""
    nothing = {"number": "1", "question": "place", "seq": "999999"}
    return route.filled({name: nothing.get(name, "0" * 26) for name in route.blanks})


def told(answer, address: str) -> str:
    """Return what an answer says, its own address apart."""
    return answer.content.decode().replace(address, "")


@pytest.mark.refusal
@pytest.mark.parametrize("route", THINGS, ids=str)
def test_what_nobody_has_is_a_page_of_our_own(route: Route, world: World) -> None:
    answers = {
        method: send(world.insider, route, method, absent_address(route), world.ids)
        for method in route.methods
    }
    found = [answer for answer in answers.values() if answer.status_code != 405]
    assert found
    for answer in found:
        assert answer.status_code == 404
        if route in OPERATIONS:
            assert answer.json() == {"problem": "There is no such thing"}
        else:
            assert "Sidan finns inte" in answer.content.decode()


@pytest.mark.parametrize("route", LISTS, ids=str)
def test_no_list_names_a_foreign_boards_thing(route: Route, world: World) -> None:
    for who, client in world.foreign.items():
        answer = ask(client, route, "GET", world.ids)
        # A partner's reader is led from the first page to what is shared, with none here.
        assert answer.status_code in (200, 302, 403, 404, 405), who
        if not answer.streaming:
            text = answer.content.decode()
            assert named(world, text) == [], who


def named(world: World, text: str) -> list[str]:
    """Return the kinds of the board's things that a text names by their ids."""
    ids = {kind: key for kind, key in world.ids.items() if kind not in SHARED}
    return [kind for kind, key in ids.items() if key in text]


@pytest.mark.refusal
@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_without_the_permission_at_any_board_a_page_does_not_exist(
    route: Route, world: World
) -> None:
    needed = DECLARED[route.view]
    if not isinstance(needed, Permission):
        return
    for role, client in world.own.items():
        if needed not in GRANTS[role]:
            with nothing_written():
                answer = ask(client, route, "GET", world.ids)
            assert answer.status_code == 404, role


@pytest.mark.refusal
@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_a_stranger_is_shown_to_the_login(route: Route, world: World) -> None:
    for method in route.methods:
        with nothing_written():
            answer = ask(Client(), route, method, world.ids)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(LOGIN)


@pytest.mark.refusal
@pytest.mark.parametrize(
    "route", [r for r in OPERATIONS if r.name not in PUBLIC_OPERATIONS], ids=str
)
def test_the_api_tells_a_stranger_nothing(route: Route, world: World) -> None:
    for method in route.methods:
        with nothing_written():
            answer = ask(Client(), route, method, world.ids)
        assert answer.status_code == 401


def test_nothing_else_of_the_house_is_there_for_a_partner(world: World) -> None:
    reader = Client()
    reader.force_login(Person.objects.get(pk=PartnerLogin.objects.get().person_id))
    opened = {
        route.name
        for route in [*PAGES, *OPERATIONS]
        if DECLARED.get(route.view) != PUBLIC
        for method in route.methods
        if ask(reader, route, method, world.ids).status_code not in (401, 404, 405)
    }
    assert opened == OPEN_TO_PARTNERS


def test_what_is_public_is_listed_with_its_reason() -> None:
    assert {r.name for r in PAGES if DECLARED.get(r.view) == PUBLIC} == set(PUBLIC_PAGES)
    assert {r.name for r in PAGES if r.view not in DECLARED} == set()
    assert set(PUBLIC_OPERATIONS) | OF_MACHINES <= {r.name for r in OPERATIONS}


@pytest.mark.refusal
@pytest.mark.parametrize("route", [*PAGES, *SIGNED_IN], ids=str)
def test_nothing_is_done_without_a_token_of_our_own_page(route: Route, world: World) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = world.insider.cookies
    for method in set(route.methods) - {"GET"}:
        with nothing_written():
            assert ask(careful, route, method, world.ids).status_code == 403


def test_every_operation_with_a_body_is_sent_one() -> None:
    paths = api.get_openapi_schema()["paths"]
    taking = {
        f"{method.upper()} {path.removeprefix('/api')}"
        for path, methods in paths.items()
        for method, operation in methods.items()
        if "requestBody" in operation
    }
    assert taking == set(BODIES) | FILES | (OF_MACHINES - {"GET /edge/orders"})


@pytest.mark.parametrize(
    "address",
    ["/finns-inte/", "/behov/a/b/c/", "/drift/x/y/", f"/register/{'0' * 26}/"],
)
def test_an_address_that_nobody_made_is_our_page_for_a_stranger_too(address: str, db) -> None:
    answer = Client().get(address)
    assert answer.status_code == 404
    assert "Sidan finns inte" in answer.content.decode()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_who_has_every_role_opens_every_page(world: World, language: str) -> None:
    world.insider.cookies["django_language"] = language
    for route in PAGES:
        answer = ask(world.insider, route, "GET", world.ids)
        assert answer.status_code in (200, 302, 403, 405), route
