"""The wall goes on by itself for hours; a recording is moved about in by mouse and keyboard."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NARROW, WIDE, Open, assert_accessible, assert_fits
from tests.browser.test_player import fragments
from tests.servers.clips import made

pytestmark = [
    pytest.mark.urls("tests.browser.specimen"),
    pytest.mark.django_db(transaction=True),
]
HIDE = """Object.defineProperty(
    document, 'visibilityState', {value: 'hidden', configurable: true})"""
STARTS = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PERMITTED = {"why": "", "health": "spelar in", "at_fault": False}
REFUSED = {"why": "Beslutet har återkallats.", "health": "av", "at_fault": False}


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Twelve seconds, a picture standing alone each second."""
    return fragments(made(tmp_path_factory.mktemp("clip") / "clip.mp4", pictures=180))


def give_ticket(route: Route) -> None:
    expires = datetime.now(UTC) + timedelta(minutes=10)
    told = {"ticket": "t", "watermark": "operator-2", "ended_url": "/ended"}
    route.fulfill(json={**told, "expires": expires.isoformat()})


class Recorded:
    """A page of a recording, the answers behind it, and from when it was asked for."""

    def __init__(self, page: Page, url: str, video: bytes) -> None:
        self.page, self.asked = page, []

        def stream(route: Route) -> None:
            since = re.search(r"from=([^&]+)", route.request.url)
            self.asked.append(since and since[1].replace("%3A", ":"))
            starts = self.asked[-1] or STARTS.isoformat()
            route.fulfill(body=video, headers={"X-Starts": starts})

        page.route("**/ticket", give_ticket)
        page.route("**/stream*", stream)
        page.route("**/ended", lambda route: route.fulfill(json={"reason": "finished"}))
        page.goto(f"{url}/recorded/")

    def shows(self, seconds: float) -> None:
        """Hold that the pictures are there, within a group of pictures."""
        self.page.wait_for_function(
            "(at) => Math.abs(document.querySelector('video').currentTime - at) <= 1.1",
            arg=seconds,
        )


@pytest.fixture(params=[WIDE, NARROW])
def recorded(request, founder, live_server, open_page: Open, video) -> Recorded:
    page = open_page(f"{live_server.url}/recorded/", width=request.param)
    return Recorded(page, live_server.url, video)


def test_a_recording_is_moved_about_in_by_mouse_and_by_keyboard(recorded: Recorded) -> None:
    page = recorded.page
    page.click("[data-play]")
    expect(page.locator("vaka-player")).to_have_attribute("data-state", "live")
    page.evaluate("document.querySelector('video').pause()")
    strip = page.locator(".day__seek")
    box = strip.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + box["height"] / 2)
    recorded.shows(8)
    expect(page.locator(".day__told")).to_contain_text("13:00:08 · bevarat")
    strip.press("ArrowRight")
    strip.press("ArrowRight")
    recorded.shows(10)
    strip.press("Home")
    recorded.shows(0)
    assert recorded.asked == [None]
    assert_fits(page)
    assert_accessible(page)


def test_what_is_not_here_is_asked_for_from_that_instant_on(recorded: Recorded) -> None:
    page = recorded.page
    page.click("[data-play]")
    expect(page.locator("vaka-player")).to_have_attribute("data-state", "live")
    page.locator(".day__seek").press("End")
    expect(page.locator("vaka-player")).to_have_attribute("data-state", "live")
    wanted = (STARTS + timedelta(seconds=20)).isoformat().replace("+00:00", ".000Z")
    assert recorded.asked == [None, wanted]
    expect(page.locator("[data-watermark]")).to_contain_text("13:00:2")


class Wall:
    """A wall of three cells, and the answers behind it."""

    def __init__(self, page: Page, url: str, video: bytes) -> None:
        self.page, self.tickets = page, []
        self.state = {"camera-1": PERMITTED, "camera-2": PERMITTED, "camera-3": REFUSED}

        def ticket(route: Route) -> None:
            self.tickets.append(re.search(r"(camera-\d)/ticket", route.request.url)[1])
            give_ticket(route)

        page.clock.install()
        page.route("**/ticket/", ticket)
        page.route("**/stream/?stream=small", lambda route: route.fulfill(body=video))
        page.route("**/ended", lambda route: route.fulfill(json={"words": "strömmen bröts"}))
        page.route("**/wall/state/**", lambda route: route.fulfill(json=self.state))
        page.goto(f"{url}/wall/")

    def after(self, milliseconds: int) -> None:
        """Let time pass."""
        self.page.clock.run_for(milliseconds)
        self.page.wait_for_timeout(30)


@pytest.fixture
def wall(founder, live_server, open_page: Open, video) -> Wall:
    return Wall(open_page(f"{live_server.url}/wall/"), live_server.url, video)


def test_a_cell_that_breaks_comes_again_and_one_that_is_refused_is_not_asked_for(
    wall: Wall,
) -> None:
    page = wall.page
    expect(page.locator("[data-camera=camera-3] .cell__why")).to_be_visible()
    page.click("[data-play-all]")
    for _ in range(20):
        wall.after(500)
    # Each stream here ends at once: both came again, a little later each time.
    assert {"camera-1", "camera-2"} == set(wall.tickets)
    assert 2 <= wall.tickets.count("camera-1") <= 4
    wall.state["camera-1"] = REFUSED
    for _ in range(24):
        wall.after(500)
    expect(page.locator("[data-camera=camera-1] .cell__why")).to_contain_text("återkallats")
    before = wall.tickets.count("camera-1")
    for _ in range(60):
        wall.after(1000)
    assert wall.tickets.count("camera-1") == before
    assert "camera-3" not in wall.tickets
    assert_accessible(page)


def test_who_stops_the_wall_or_turns_away_from_it_asks_for_nothing_more(wall: Wall) -> None:
    page = wall.page
    page.click("[data-play-all]")
    for _ in range(4):
        wall.after(500)
    assert wall.tickets
    page.evaluate(HIDE)
    before = len(wall.tickets)
    for _ in range(20):
        wall.after(1000)
    assert len(wall.tickets) == before
    page.evaluate("delete document.visibilityState")
    page.click("[data-play-all]")
    for _ in range(20):
        wall.after(1000)
    assert len(wall.tickets) == before
