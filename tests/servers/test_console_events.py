"""The live line over a real socket: in time, resumable, and only what this person may see."""

import http.client
from collections.abc import Callable, Iterator
from datetime import datetime
from time import monotonic

import pytest
from django.conf import settings
from django.test import Client

from tests.stages.response_story import registered, take
from vaka.municipality.models import Assignment, Person
from vaka.municipality.rules import Role
from vaka.response import actions, queries

pytestmark = pytest.mark.django_db(transaction=True)


class Line:
    """One console's stream."""

    def __init__(self, address: tuple[str, int], person: str, **headers: str) -> None:
        client = Client()
        client.force_login(Person.objects.get(pk=person))
        cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies['sessionid'].value}"
        self.connection = http.client.HTTPConnection(*address, timeout=10)
        told = {"Cookie": cookie, "Accept-Language": "sv", **headers}
        self.connection.request("GET", "/larm/konsol/strom/", headers=told)
        self.answer = self.connection.getresponse()

    def events(self) -> Iterator[dict[str, str]]:
        """Yield each event with its fields; data lines are joined."""
        found: dict[str, str] = {}
        while raw := self.answer.readline():
            name, _, value = raw.decode().rstrip("\n").partition(": ")
            if name:
                found[name] = found.get(name, "") + value
            elif "event" in found:
                yield found
                found = {}
            else:
                found = {}

    def close(self) -> None:
        self.answer.close()
        self.connection.close()

    def until(self, name: str) -> dict[str, str]:
        return next(event for event in self.events() if event["event"] == name)


@pytest.fixture
def listen(address) -> Iterator[Callable[..., Line]]:
    """Open a console's stream; all are closed in the end: `listen(person.id)`."""
    lines: list[Line] = []

    def make(person: str, **headers: str) -> Line:
        lines.append(Line(address, person, **headers))
        return lines[-1]

    yield make
    for line in lines:
        line.close()


def test_a_new_incident_is_on_the_line_within_a_second(
    listen, site, founder, person, at: datetime
) -> None:
    registered(site, founder, at)
    line = listen(person(Role.OPERATOR).id)
    assert line.answer.status == 200
    assert line.answer.headers["Content-Type"] == "text/event-stream"
    line.until("ready")
    key, began = take("a", at).incident, monotonic()
    event = line.until("incident")
    assert monotonic() - began < 1
    assert f'id="call-{key}"' in event["data"]
    assert "Intrång" in event["data"]
    assert int(event["id"]) == queries.position()


def test_a_line_that_broke_goes_on_where_it_was(
    listen, site, founder, person, at: datetime
) -> None:
    registered(site, founder, at)
    operator = person(Role.OPERATOR)
    line = listen(operator.id)
    seen = line.until("ready")["id"]
    line.close()
    first = take("a", at).incident
    second = take("b", at, code="FA", sequence="0002").incident
    actions.acknowledge(incident=first, by=operator, at=at)
    again = listen(operator.id, **{"Last-Event-ID": seen})
    events = again.events()
    missed = [next(events) for _ in range(3)]
    assert [event["event"] for event in missed] == ["incident", "incident", "ready"]
    assert f"call-{second}" in missed[0]["data"]
    assert f"call-{first}" in missed[1]["data"]
    assert 'data-state="acknowledged"' in missed[1]["data"]


def test_nothing_of_a_foreign_board_is_ever_on_the_line(
    listen, site, board, foreign_board, founder, person, at: datetime
) -> None:
    registered(site, founder, at)
    stranger = listen(person(Role.OPERATOR, foreign_board).id)
    insider = listen(person(Role.OPERATOR, board).id)
    stranger.until("ready")
    insider.until("ready")
    take("a", at)
    insider.until("incident")
    # The next thing that the stranger hears is the heartbeat.
    assert next(stranger.events())["event"] == "beat"


def test_who_may_see_no_incident_has_no_line(listen, person) -> None:
    assert listen(person(Role.TECHNICIAN).id).answer.status == 404


def test_many_lines_are_told_the_same_and_who_loses_the_role_hears_nothing_more(
    listen, site, founder, person, at: datetime
) -> None:
    registered(site, founder, at)
    operators = [person(Role.OPERATOR) for _ in range(4)]
    lines = [listen(operator.id) for operator in operators]
    for line in lines:
        line.until("ready")
    key = take("a", at).incident
    told = [line.until("incident") for line in lines]
    assert len({event["data"] for event in told}) == 1
    assert f"call-{key}" in told[0]["data"]
    Assignment.objects.filter(person=operators[0].id).update(ends_at=at)
    take("b", at, code="FA", sequence="0002")
    assert lines[1].until("incident")
    assert next(lines[0].events())["event"] == "beat"
