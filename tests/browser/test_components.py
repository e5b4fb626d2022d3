"""Every component, in both lights and on both sizes, as a reader meets it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE, Open, assert_accessible, assert_fits, log_in

pytestmark = [
    pytest.mark.urls("tests.browser.specimen"),
    pytest.mark.django_db(transaction=True),
]
BOTH_WAYS = [(WIDE, "light"), (WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")]


@pytest.mark.parametrize(("width", "light"), BOTH_WAYS)
@pytest.mark.parametrize(
    "address", ["/parts/", "/behov/", "/login/", "/problem/400/", "/problem/404/"]
)
def test_page_is_accessible_and_fits(
    founder, live_server, open_page: Open, address: str, width: int, light: str
) -> None:
    page = open_page(live_server.url + address, width=width, light=light)
    assert_fits(page)
    assert_accessible(page)


@pytest.mark.parametrize(("width", "light"), BOTH_WAYS)
def test_overview_shows_the_loop(
    founder, live_server, open_page: Open, width: int, light: str
) -> None:
    page = open_page(live_server.url, width=width, light=light)
    log_in(page, live_server.url, login="administratör", password="exempel-lösenord")
    expect(page.locator(".stages li")).to_have_count(8)
    assert_fits(page)
    assert_accessible(page)


def test_page_says_where_in_the_loop_it_stands(founder, live_server, open_page: Open) -> None:
    page = open_page(f"{live_server.url}/behov/")
    expect(page.locator(".loop__track [aria-current=true]")).to_have_text("Behov")


def test_chosen_light_is_there_before_the_page_is_drawn(
    founder, live_server, open_page: Open
) -> None:
    page = open_page(f"{live_server.url}/login/")
    page.click("button[name=theme]")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_language_is_swedish_first_and_english_when_asked(
    founder, live_server, open_page: Open
) -> None:
    page = open_page(f"{live_server.url}/login/")
    expect(page.locator("h1")).to_have_text("Logga in")
    page.click("button[name=language]")
    expect(page.locator("h1")).to_have_text("Log in")


def test_map_takes_over_from_the_still_picture(founder, live_server, open_page: Open) -> None:
    page = open_page(f"{live_server.url}/parts/")
    page.locator("vaka-map").scroll_into_view_if_needed()
    page.wait_for_selector("vaka-map[data-ready]", timeout=20_000)
    cluster = page.locator("vaka-map button.map__marker").first
    cluster.focus()
    before = page.locator(".map__marker").count()
    cluster.press("Enter")
    expect(page.locator(".map__marker")).not_to_have_count(before)


def test_map_is_a_still_picture_without_script(founder, live_server, chromium) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/parts/")
    expect(page.locator(".map__still")).to_be_visible()
    expect(page.locator(".map__still .map-point").first).to_be_visible()
    context.close()


def test_live_list_changes_in_place_and_focus_stays(
    founder, live_server, open_page: Open
) -> None:
    page = open_page(f"{live_server.url}/login/")
    page.route("**/events/*", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.goto(f"{live_server.url}/live/")
    page.focus("#a-1")
    expect(page.locator("[data-list] li").first).to_have_text("Larm 2")
    expect(page.locator("#a-1")).to_have_text("Larm 1, efter 3")
    expect(page.locator("#a-1")).to_be_focused()
    expect(page.locator("[data-live-voice]")).to_have_text("Nytt larm")
    expect(page.locator("[data-live-state]")).to_contain_text("Borta sedan")
