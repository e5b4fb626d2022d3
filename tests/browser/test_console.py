"""The console at night: a thousand open incidents, a line that breaks, a storm, and sound."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NARROW, Open, assert_accessible, assert_fits
from tests.servers.serving import serving
from tests.stages.response_story import planned, published, reached, registered, take
from vaka.core.ids import new_id
from vaka.municipality.models import Person
from vaka.municipality.rules import Role
from vaka.response import actions, queries
from vaka.response.models import Incident

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 1000
LONG_MS = 20_000


@pytest.fixture
def operator(person):
    return person(Role.OPERATOR)


@pytest.fixture
def standing_place() -> Iterator[tuple[str, int]]:
    with serving() as place:
        yield place


@pytest.fixture
def console(standing_place, open_page: Open, operator):
    """Open the console at a width; the line is open. The page is closed before the server."""

    def opened(**size: int) -> Page:
        address = "http://{}:{}".format(*standing_place)
        page = open_page(f"{address}/login/", **size)
        enter(page, operator, address)
        return page

    return opened


def enter(page: Page, operator, address: str) -> None:
    """Come to the console as somebody who has logged in; its line is open."""
    client = Client()
    client.force_login(Person.objects.get(pk=operator.id))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page.goto(f"{address}/larm/konsol/")
    expect(page.locator(".live__state")).to_have_attribute("data-state", "open")


def open_many(site, count: int, at: datetime) -> None:
    """Open so many incidents of the second priority, a second apart."""
    seq = queries.position()
    Incident.objects.bulk_create(
        Incident(
            id=new_id(at=at),
            site=site,
            kind="intrusion",
            place=f"Dörr {number}",
            priority=2,
            opened_at=at + timedelta(seconds=number),
            last_alarm_at=at,
            changed=seq,
        )
        for number in range(count)
    )


def top(page: Page) -> float:
    """Return where the row with the focus stands on the screen."""
    return page.evaluate("document.activeElement.getBoundingClientRect().top")


def test_a_thousand_open_incidents_can_be_worked_with_by_keyboard(
    console, site, founder, operator, at: datetime
) -> None:
    registered(site, founder, at)
    open_many(site, MANY, at)
    page = console()
    expect(page.locator(".call")).to_have_count(MANY)
    for _ in range(5):
        page.keyboard.press("j")
    focused = page.locator(".call__way:focus .call__where")
    expect(focused).to_contain_text("Dörr 4")
    before = top(page)
    take("a", at, code="HA", account="9999")
    expect(page.locator(".call")).to_have_count(MANY + 1, timeout=LONG_MS)
    # What is above came in above, and the row under the fingers has not moved.
    expect(page.locator(".call").first).to_have_attribute("data-priority", "1")
    expect(focused).to_contain_text("Dörr 4")
    assert abs(top(page) - before) < 1
    page.keyboard.press("Enter")
    expect(page.locator("#desk-title")).to_contain_text("Exempeltorget", timeout=LONG_MS)
    page.keyboard.press("a")
    desk = page.locator(".desk")
    expect(desk).to_have_attribute("data-state", "acknowledged", timeout=LONG_MS)
    row = Incident.objects.get(acknowledged_by=operator.id)
    assert row.place == "Dörr 4"


def test_a_taken_and_closed_row_stays_until_the_fingers_leave_it(
    console, site, founder, person, at: datetime
) -> None:
    registered(site, founder, at)
    first = take("a", at).incident
    take("b", at, code="TA", sequence="2")
    page = console()
    page.keyboard.press("j")
    other = person(Role.OPERATOR)
    actions.acknowledge(incident=first, by=other, at=at)
    row = page.locator(f"#call-{first}")
    expect(row).to_contain_text(other.name)
    # Taken, it stands below the new one; but not while somebody is on it.
    expect(page.locator(".call").first).to_have_attribute("data-id", first)
    page.keyboard.press("j")
    expect(page.locator(".call").last).to_have_attribute("data-id", first)


def test_a_console_that_was_away_says_so_and_what_it_missed(
    chromium: Browser, site, founder, operator, at: datetime
) -> None:
    registered(site, founder, at)
    page = chromium.new_page(locale="sv-SE")
    state = page.locator(".live__state")
    with serving() as (host, port):
        enter(page, operator, f"http://{host}:{port}")
    expect(state).to_contain_text("Utan linje sedan", timeout=LONG_MS)
    take("a", at, code="FA")
    with serving(port):
        expect(state).to_have_attribute("data-state", "open", timeout=LONG_MS)
        missed = page.locator(".console__missed")
        expect(missed).to_contain_text(": 1 (")
        expect(missed.locator("li")).to_have_text("Brand. Exempeltorget · Norra entrén")
        expect(page.locator(".call")).to_have_count(1)
        missed.get_by_role("button").click()
        expect(missed).to_be_hidden()
        page.close()


def test_sound_is_chosen_once_and_remembered(console, site, founder, at: datetime) -> None:
    registered(site, founder, at)
    page = console()
    button = page.locator(".console__sound")
    page.keyboard.press("s")
    expect(button).to_have_attribute("data-sounded", "1")
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".live__state")).to_have_attribute("data-state", "open")
    page.keyboard.press("j")
    take("a", at, code="YT")
    expect(button).to_have_attribute("data-sounded", "1")
    page.keyboard.press("s")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_what_nobody_takes_is_announced_again(console, site, founder, at: datetime) -> None:
    registered(site, founder, at)
    take("a", at)
    page = console()
    actions.escalate_due(at=at + timedelta(seconds=90))
    expect(page.locator(".call--escalated")).to_contain_text("väntar, steg 1")
    expect(page.locator(".console__alert")).to_contain_text("Ingen har kvitterat. Intrång")


@pytest.mark.parametrize("width", [1440, NARROW])
def test_the_whole_desk_is_accessible(
    console, site, founder, operator, at: datetime, width: int
) -> None:
    registered(site, founder, at)
    published(founder, at)
    planned(reached(founder, at), None, founder, at)
    key = take("a", at).incident
    actions.acknowledge(incident=key, by=operator, at=at)
    page = console(width=width)
    page.goto(f"{page.url}?incident={key}")
    expect(page.locator("#part-send")).to_contain_text("Väktarbolaget")
    page.keyboard.press("d")
    page.keyboard.press("Enter")
    expect(page.locator("#part-log")).to_contain_text("Väktarbolaget")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    expect(page.locator("#finding-real")).to_have_attribute("aria-pressed", "true")
    assert_fits(page)
    assert_accessible(page)
