"""From an empty folder to somebody with a role: as install.md says, and then in the browser."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NARROW, WIDE, assert_accessible, assert_fits, log_in
from tests.browser.founded import PASSWORD, follow, founded, press

NEW = "en annan lösenfras"
RING = [
    [13.003, 55.604],
    [13.005, 55.604],
    [13.005, 55.605],
    [13.003, 55.605],
    [13.003, 55.604],
]
OUTLINE = json.dumps({"type": "Polygon", "coordinates": [RING]})


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with founded(tmp_path_factory.mktemp("founded")) as place:
        yield place


def whole(page: Page) -> None:
    """Hold a page against WCAG, wide and narrow."""
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page)
        assert_accessible(page)


def test_a_new_municipality_gets_a_board_a_site_and_somebody_with_a_role(
    address: str, chromium: Browser
) -> None:
    page = chromium.new_page(locale="sv-SE")
    log_in(page, address, login="admin", password=PASSWORD)
    follow(page, "Kommunen")
    whole(page)
    follow(page, "Lägg till en nämnd")
    page.fill("#id_name", "Tekniska nämnden")
    page.fill("#id_contact", "tn@example.org")
    whole(page)
    press(page, "Lägg till")
    expect(page.locator("main")).to_contain_text("Tekniska nämnden")
    follow(page, "Platser")
    follow(page, "Lägg till en plats")
    page.fill("#id_name", "Nytorget")
    page.fill("#id_address", "Nytorget 1")
    page.fill("#id_outline", "torget")
    press(page, "Lägg till")
    expect(page.locator(".errors")).to_contain_text("Det är ingen JSON.")
    page.fill("#id_outline", OUTLINE)
    press(page, "Se på kartan")
    expect(page.locator("vaka-map .map__still")).to_have_count(1)
    whole(page)
    press(page, "Lägg till")
    expect(page.locator("main")).to_contain_text("Nytorget")
    page.goto(f"{address}/kommunen/personer/")
    follow(page, "Lägg till en person")
    page.fill("#id_name", "Samordnare")
    page.fill("#id_login", "samordnare")
    page.fill("#id_password", PASSWORD)
    press(page, "Lägg till")
    page.select_option("#id_board", label="Tekniska nämnden")
    whole(page)
    press(page, "Ge uppdraget")
    expect(page.locator("main")).to_contain_text("gäller nu")
    whole(page)
    follow(page, "Personer och roller")
    expect(page.locator(".matrix__held")).to_have_count(2)
    whole(page)
    page.close()


def test_somebody_changes_the_password_and_is_put_out(address: str, chromium: Browser) -> None:
    person, admin = chromium.new_page(locale="sv-SE"), chromium.new_page(locale="sv-SE")
    log_in(person, address, login="samordnare", password=PASSWORD)
    person.locator(".menu summary").last.click()
    person.get_by_role("link", name="Byt ditt lösenord").click()
    for field, typed in (("old", PASSWORD), ("password", NEW), ("again", NEW)):
        person.fill(f"#id_{field}", typed)
    whole(person)
    press(person, "Byt lösenordet")
    expect(person.locator("body")).to_contain_text("Ditt lösenord är bytt.")
    log_in(admin, address, login="admin", password=PASSWORD)
    admin.goto(f"{address}/kommunen/personer/")
    follow(admin, "Samordnare")
    follow(admin, "Stäng ute")
    press(admin, "Stäng ute")
    person.goto(address)
    expect(person).to_have_url(f"{address}/login/?next=/")
    log_in(person, address, login="samordnare", password=NEW)
    expect(person.locator(".errors")).to_be_visible()
    person.close()
    admin.close()
