"""A token is issued on the page and kept by hand, with one click or by the button."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE, Open, assert_accessible, assert_fits, log_in
from tests.stages.token_story import issued
from vaka.municipality.models import Person
from vaka.municipality.rules.tokens import Scope, mark_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("width", "light"), [(WIDE, "dark"), (NARROW, "light")])
def test_a_token_is_issued_copied_and_listed(
    board, founder, live_server, open_page: Open, width: int, light: str
) -> None:
    now = timezone.now()
    issued(board.id, founder, now - timedelta(days=80), Scope.GATEWAY, name="gateway-1")
    page = open_page(f"{live_server.url}/login/", width=width, light=light)
    login = Person.objects.get(pk=founder.id).login
    log_in(page, live_server.url, login=login, password="exempel-lösenord")
    page.goto(f"{live_server.url}/kommunen/nycklar/ny/")
    assert_accessible(page)
    page.get_by_label("Vilket system").fill("Larmbolagets växel")
    page.get_by_label("skicka larm för sina konton").check()
    page.get_by_label("Larmsändarnas konton").fill("0028 00FF")
    page.get_by_label("Varför").fill("Avtal 2026-14")
    page.get_by_role("button", name="Utfärda").click()

    text = page.locator("[data-copy]")
    token = text.text_content() or ""
    assert mark_of(token)
    text.click()
    assert page.evaluate("getSelection().toString()") == token
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopiera nyckeln").click()
    expect(page.get_by_role("button", name="Kopierad")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == token
    assert_fits(page)
    assert_accessible(page)

    page.get_by_role("link", name="Jag har sparat den").click()
    assert token not in page.content()
    assert_fits(page)
    assert_accessible(page)
    page.goto(f"{live_server.url}/kommunen/nycklar/")
    expect(page.locator("tbody tr").first).to_contain_text("löper ut om")
    assert_fits(page)
    assert_accessible(page)
