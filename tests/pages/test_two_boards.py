"""Any two boards: who has every role at one reads and writes nothing of the other's drafts.

It walks every page and every operation from the addresses themselves: with the other board's
ids in the address, in the body of one's own things, and in every choice of one's own forms.
"""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.test import Client

from tests.pages.conftest import for_the_module
from tests.pages.everything import AT, Town, client_of, until_decided
from tests.pages.routes import BODIES, Route, operations, pages, send
from tests.pages.test_every_route import OF_MACHINES, nothing_written
from tests.stages import prevention_story
from tests.stages.weighing import ANSWERS
from vaka.balancing import actions as balancing
from vaka.balancing.rules.states import Stance
from vaka.cases import actions as cases
from vaka.cases.models import Statement
from vaka.measures import actions as measures
from vaka.measures.rules.strategic import Report
from vaka.municipality.rules import Role
from vaka.needs import actions as needs

pytestmark = pytest.mark.django_db
# What only the board whose draft it is may ever read.
SECRET = "Hemligutkastmening"
ROUTES = [route for route in [*pages(), *operations()] if route.name not in OF_MACHINES]


@dataclass(frozen=True)
class Boards:
    """Two boards with one of each thing until the decision, and who has every role at one."""

    ours: Mapping[str, str]
    theirs: Mapping[str, str]
    us: Client
    them: Client


@pytest.fixture(scope="module")
def boards(django_db_setup: None, django_db_blocker) -> Iterator[Boards]:
    with for_the_module(django_db_blocker):
        yield both()


def both() -> Boards:
    """Build the boards; what the other one drafts says the secret in every text."""
    town = Town()
    neighbour = copy.copy(town)
    neighbour.board, neighbour.count = town.foreign_board, 1000
    officer = town.people(list(Role), town.foreign_board)
    ours = until_decided(neighbour, town.site(town.foreign_board, "Kulturtorget"), officer)
    insider = town.people(list(Role), town.board)
    theirs = until_decided(town, town.site(town.board, "Exempeltorget"), insider)
    return Boards(
        ours,
        {**theirs, **drafts(town, theirs, insider)},
        client_of(officer.id),
        client_of(insider.id),
    )


def drafts(town: Town, theirs: Mapping[str, str], insider) -> dict[str, str]:
    """Draft a case with its statement and opinion, and a weighing with its advice."""
    by = {"by": insider, "at": AT}
    case = cases.open_case(board=town.board.id, reference="TN-2026-300", title=SECRET, **by)
    referral = cases.refer(case=case.id, consulted=SECRET, due=AT.date(), **by)
    cases.register_document(
        case=case.id, title=SECRET, direction="received", party=SECRET, dated=AT.date(), **by
    )
    Statement.objects.filter(pk=theirs["statement"]).update(summary=SECRET, matter=SECRET)
    draft = balancing.draft(site=theirs["site"], case=case.id, **by)
    texts = dict.fromkeys(("place", "problems", "necessity", "tips", "sign"), SECRET)
    balancing.answer(balancing=draft.id, answers={**ANSWERS, **texts}, **by)
    balancing.submit(balancing=draft.id, **by)
    reviewer = town.person(Role.COUNCIL_MEMBER, town.board)
    advice = balancing.review(
        balancing=draft.id, stance=Stance.OPPOSES, reasons=SECRET, by=reviewer, at=AT
    )
    return {
        **_planned(town, insider),
        "case": case.id,
        "referral": referral.id,
        "balancing": draft.id,
        "advice": advice.id,
    }


def _planned(town: Town, insider) -> dict[str, str]:
    """Draft a picture of crime and a plan on an earlier one; minutes are their own too."""
    by = {"by": insider, "at": AT}
    prevention_story.led(town.board.id, by=town.founder, at=AT)
    prevention_story.pictured(author=insider, secretary=insider, at=AT)
    told = prevention_story.written(analysis=SECRET, others=(SECRET,))
    plan = measures.begin_plan(**by)
    measures.add_point(replace(prevention_story.POINT, text=SECRET), plan=plan.id, **by)
    met = measures.enter_session(replace(prevention_story.SESSION, minutes=SECRET), **by)
    measures.enter_report(Report(AT.date(), SECRET), **by)
    return {
        "crime-picture": needs.draft_picture(told, **by).id,
        "action-plan": plan.id,
        "strategic-meeting": met.id,
    }


def reads_nothing(answer) -> bool:
    """Return whether an answer tells nothing of the other board's drafts."""
    return answer.streaming or SECRET not in answer.content.decode(errors="replace")


def fillable(route: Route, ids: Mapping[str, str]) -> str | None:
    """Return the route's address, if there is something of each kind that it takes."""
    try:
        BODIES.get(route.name, dict)(ids)
        return route.address(ids)
    except KeyError:
        return None


def test_who_is_of_the_board_reads_its_drafts_on_many_pages(boards: Boards) -> None:
    """Else the tests below would prove nothing."""
    seen = [
        route
        for route in ROUTES
        if (address := fillable(route, boards.theirs)) and "GET" in route.methods
        if not reads_nothing(send(boards.them, route, "GET", address, boards.theirs))
    ]
    assert len(seen) > 15


def test_with_their_ids_in_the_address_nothing_is_read_or_written(boards: Boards) -> None:
    walked = 0
    for route in ROUTES:
        address = fillable(route, boards.theirs)
        if address is None or not route.blanks:
            continue
        for method in route.methods:
            with nothing_written():
                answer = send(boards.us, route, method, address, boards.theirs)
            assert reads_nothing(answer), (route, method)
            walked += 1
    assert walked > 150


def test_no_list_of_ours_tells_of_theirs(boards: Boards) -> None:
    for route in ROUTES:
        if not route.blanks and "GET" in route.methods:
            answer = send(boards.us, route, "GET", route.template, boards.ours)
            assert reads_nothing(answer), route


class Asked(dict[str, str]):
    """Ids that remember which were asked for."""

    def __init__(self, ids: Mapping[str, str]) -> None:
        super().__init__(ids)
        self.kinds: set[str] = set()

    def __getitem__(self, kind: str) -> str:
        self.kinds.add(kind)
        return super().__getitem__(kind)


def test_their_ids_in_the_body_of_our_own_things_are_nothing(boards: Boards) -> None:
    walked = 0
    for route in (each for each in operations() if each.name in BODIES):
        ours = Asked(boards.ours)
        try:
            BODIES[route.name](ours)
            address = route.address(boards.ours)
        except KeyError:
            continue
        for kind in ours.kinds & set(boards.theirs):
            mixed = {**boards.ours, kind: boards.theirs[kind]}
            with nothing_written():
                answer = send(boards.us, route, route.methods[0], address, mixed)
            assert 400 <= answer.status_code < 500, (route, kind)
            assert reads_nothing(answer), (route, kind)
            walked += 1
    assert walked > 8


class Forms(HTMLParser):
    """The forms of a page: where each goes, what it is filled with, what can be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[SimpleNamespace] = []
        self.select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append(SimpleNamespace(action=told.get("action", ""), filled={}, ids=[]))
        elif not self.forms:
            return
        elif tag == "select":
            self.select = told.get("name", "")
        elif tag == "option":
            self._offer(self.select, told.get("value", ""))
        elif tag in ("input", "textarea") and told.get("name"):
            self._offer(told["name"], told.get("value", ""))

    def _offer(self, name: str, value: str) -> None:
        form = self.forms[-1]
        form.filled.setdefault(name, value)
        form.ids.append((name, value))


def test_their_ids_in_the_choices_of_our_own_forms_are_nothing(boards: Boards) -> None:
    kinds = {key: kind for kind, key in boards.ours.items()}
    walked = 0
    for route in pages():
        address = fillable(route, boards.ours)
        if address is None:
            continue
        answer = boards.us.get(address)
        if answer.status_code != 200 or answer.streaming:
            continue
        page = Forms()
        page.feed(answer.content.decode(errors="replace"))
        for form in page.forms:
            for name, value in form.ids:
                if value in kinds and kinds[value] in boards.theirs:
                    filled = {**form.filled, name: boards.theirs[kinds[value]]}
                    with nothing_written():
                        after = boards.us.post(form.action or address, filled)
                    assert reads_nothing(after), (route, name)
                    walked += 1
    assert walked > 5
