"""axe on every page there is, wide and narrow, in Swedish and in English.

It walks the addresses themselves, so that a new page is held to it from its first day. One
browser, one server and one of each thing there is; what no page is made of is told apart once.
"""

from asyncio import iscoroutinefunction
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import NARROW, WCAG, WIDE
from tests.pages.routes import Route, pages

pytestmark = pytest.mark.django_db(transaction=True)
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RUN = """(tags) => axe.run({runOnly: {type: 'tag', values: tags}, preload: false}).then(
    (found) => found.violations.flatMap((one) =>
        one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 200)}`)))"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# axe reads each language at the last of its widths, and both must fit: what is right in one
# language and wrong in the other, at the same width, is so by its length.
LANGUAGES = {"sv": (NARROW, WIDE), "en": (WIDE, NARROW)}
# Fewer would mean that the walk does not find them any longer.
AT_LEAST = 110


@pytest.fixture
def world(live_server):
    """One of each thing at a board, and somebody who has every role there."""
    # Django is not ready for its tables when a module of this folder is read.
    from tests.pages.everything import build

    return build()


@pytest.fixture
def context(chromium: Browser, live_server, world) -> Iterator[BrowserContext]:
    """A browser in which that somebody is logged in, with axe in every page."""
    found = chromium.new_context(color_scheme="light", reduced_motion="reduce")
    session = world.insider.cookies[settings.SESSION_COOKIE_NAME].value
    found.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    found.add_init_script(path=AXE)
    yield found
    found.close()


def shown(world) -> list[Route]:
    """Return what answers with a page of ours, not with a part of one, a file or a way on."""
    asked = [
        (route, world.insider.get(route.address(world.ids)))
        for route in pages()
        if not iscoroutinefunction(route.view)
    ]
    return [
        route
        for route, answer in asked
        if answer.status_code == 200
        and not answer.streaming
        and answer.content.startswith(b"<!doctype html>")
    ]


def test_axe_finds_nothing_on_any_page(live_server, world, context: BrowserContext) -> None:
    page, there, found = context.new_page(), shown(world), []
    for language, widths in LANGUAGES.items():
        cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language}
        context.add_cookies([{**cookie, "url": live_server.url}])
        for route in there:
            page.goto(f"{live_server.url}{route.address(world.ids)}")
            for width in widths:
                page.set_viewport_size({"width": width, "height": 900})
                if over := page.evaluate(TOO_WIDE):
                    found.append(f"{route} {language} {width}: {over} px too wide")
            found += [f"{route} {language} {width}: {one}" for one in page.evaluate(RUN, WCAG)]
    assert found == []
    assert len(there) >= AT_LEAST
