"""The console's line as an operator has it: what breaks it, what was missed or not taken."""

import re
import signal
from datetime import datetime

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_console import LONG_MS, enter
from tests.servers.serving import server, serving
from tests.stages.response_story import registered, take
from vaka.municipality.rules import Role
from vaka.response.models import Incident

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def operator(person):
    return person(Role.OPERATOR)


@pytest.fixture
def page(chromium: Browser):
    """A page of its own, in which what the network does is no fault of the test."""
    context = chromium.new_context(locale="sv-SE")
    yield context.new_page()
    context.close()


@pytest.fixture
def incident(site, founder, at: datetime) -> str:
    registered(site, founder, at)
    key = take("a", at, code="FA").incident
    assert key
    return key


def state(page: Page):
    return page.locator(".live__state")


def test_a_machine_that_slept_says_since_when_and_what_came_meanwhile(
    page: Page, site, founder, operator, at: datetime
) -> None:
    registered(site, founder, at)
    page.clock.install()
    with server() as (process, place):
        enter(page, operator, "http://{}:{}".format(*place))
        # Nothing reaches a machine that sleeps, and nobody hangs up.
        process.send_signal(signal.SIGSTOP)
        take("a", at, code="FA")
        page.clock.fast_forward("06:00:00")
        process.send_signal(signal.SIGCONT)
        expect(state(page)).to_have_attribute("data-state", "open", timeout=LONG_MS)
        missed = page.locator(".console__missed")
        expect(missed).to_contain_text(": 1 (")
        began, ended = re.findall(r"(\d\d):\d\d:\d\d", missed.inner_text())
        assert (int(ended) - int(began)) % 24 in (5, 6)
        page.goto("about:blank")


def test_who_was_logged_out_meanwhile_is_told_to_log_in(
    page: Page, incident: str, operator
) -> None:
    with serving() as (host, port):
        enter(page, operator, f"http://{host}:{port}")
        page.goto(f"{page.url}?incident={incident}")
        Session.objects.all().delete()
        # An act does not put the login into the desk.
        page.locator("#act-acknowledge").click()
        expect(state(page)).to_contain_text("Du är utloggad")
        expect(page.locator("#panel #desk-title")).to_be_visible()
        expect(page.locator("#panel #id_username")).to_have_count(0)
        expect(page.locator(".console__unsent")).to_contain_text("Inte skickat")
        assert Incident.objects.get().state == "new"
        way = state(page).get_by_role("link", name="Logga in")
        expect(way).to_have_attribute("href", "/login/?next=/larm/konsol/")
        way.click()
        expect(page.locator("#id_username")).to_be_visible()


def test_an_act_that_no_server_took_says_so(page: Page, incident: str, operator) -> None:
    with serving() as (host, port):
        enter(page, operator, f"http://{host}:{port}")
        page.goto(f"{page.url}?incident={incident}")
        expect(state(page)).to_have_attribute("data-state", "open")
    page.keyboard.press("a")
    unsent = page.locator(".console__unsent")
    expect(unsent).to_contain_text("Inte skickat")
    with serving(port):
        expect(state(page)).to_have_attribute("data-state", "open", timeout=LONG_MS)
        page.keyboard.press("a")
        expect(page.locator(".desk")).to_have_attribute("data-state", "acknowledged")
        expect(unsent).to_be_hidden()
        page.goto("about:blank")


def test_a_server_of_another_release_is_told_of_and_nothing_is_taken_from_the_fingers(
    page: Page, incident: str, operator
) -> None:
    with serving() as (host, port):
        enter(page, operator, f"http://{host}:{port}")
        newer = page.locator(".console__newer")
        expect(newer).to_be_hidden()
        page.evaluate("document.querySelector('vaka-console').setAttribute('release', '0')")
    with serving(port):
        expect(newer).to_be_visible(timeout=LONG_MS)
        newer.click()
        expect(state(page)).to_have_attribute("data-state", "open")
        expect(newer).to_be_hidden()
        page.goto("about:blank")
