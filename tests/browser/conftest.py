"""Chromium for the tests: two sizes, two lights, no silent script error, and axe."""

import os
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import override_settings
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # WebGL for the map, in software.
    "--use-angle=swiftshader",
]
WIDE, NARROW = 1440, 390
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

Open = Callable[..., Page]


@pytest.fixture(scope="package", autouse=True)
def served_plainly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Serve over plain http, and static files from where they are written."""
    with override_settings(
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        SECURE_SSL_REDIRECT=False,
        SESSION_COOKIE_SECURE=False,
        CSRF_COOKIE_SECURE=False,
    ):
        yield


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser for this folder: while it runs, no other test can run a loop of its own."""
    # Playwright's loop runs in this thread; Django would take it for an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Open]:
    """Open a page at a width and in a light; a script error or a CSP breach fails the test."""
    contexts, faults = [], []

    def opened(url: str, *, width: int = WIDE, light: str = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=light, locale="sv-SE"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: _note(said, faults))
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def _note(said: ConsoleMessage, faults: list[str]) -> None:
    address = said.location["url"]
    # A page of status 404 is a page; the browser calls it an error of its own.
    is_page = "/static/" not in address and "responded with a status of" in said.text
    # What axe itself does to the page comes from no address.
    if said.type == "error" and address and not is_page:
        faults.append(f"{said.text} ({address})")


def log_in(page: Page, address: str, *, login: str, password: str) -> None:
    """Log in by the page, as a person does."""
    page.goto(f"{address}/login/")
    page.fill("#id_username", login)
    page.fill("#id_password", password)
    page.click("main button[type=submit]")


def assert_accessible(page: Page) -> None:
    """Hold the page against WCAG 2.2 AA as far as axe can see."""
    # A fading element has the contrast of the instant at which it is looked at.
    page.evaluate(
        """() => Promise.all(document.getAnimations()
            .filter((one) => one.effect.getTiming().iterations !== Infinity)
            .map((one) => one.finished.catch(() => null)))"""
    )
    # Without preload axe leaves the style sheets alone, which the browser has read already.
    options = {"runOnly": {"type": "tag", "values": WCAG}, "preload": False}
    results = Axe().run(page, options=options)
    assert results.violations_count == 0, results.generate_report()


def assert_fits(page: Page) -> None:
    """Hold that the page does not scroll sideways."""
    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert over == 0, f"{page.url} is {over} px too wide"
