"""An area is drawn on a map, by mouse or by keyboard, and is what stands in the text."""

import json
from itertools import pairwise

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Open, assert_accessible, assert_fits, log_in
from tests.stages.sharing_story import partner
from vaka.municipality.models import Person
from vaka.response.models import SharingAgreement

pytestmark = pytest.mark.django_db(transaction=True)
TEXT, STAGE, SAID = "#id_area", ".area__stage", ".area__said"


@pytest.fixture
def drawing(site, founder, live_server, open_page: Open) -> Page:
    """The form of an agreement, with one place to draw by."""
    return opened(founder, live_server.url, open_page, WIDE, "light")


def opened(founder, address: str, open_page: Open, width: int, light: str) -> Page:
    page = open_page(f"{address}/login/", width=width, light=light)
    login = Person.objects.get(pk=founder.id).login
    log_in(page, address, login=login, password="exempel-lösenord")
    page.goto(f"{address}/larm/partner/dela/")
    expect(page.locator(SAID)).to_have_text("Inget område är ritat.")
    return page


def corners(page: Page) -> list[list[float]]:
    """Return the corners that stand in the text, the first one once."""
    told = json.loads(page.input_value(TEXT))
    (ring,) = told["coordinates"]
    assert ring[0] == ring[-1]
    return ring[:-1]


def click(page: Page, *shares: tuple[float, float]) -> None:
    """Click on the map, at shares of its width and height."""
    box = page.locator(STAGE).bounding_box()
    for across, down in shares:
        page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])


def drag(page: Page, *shares: tuple[float, float]) -> None:
    box = page.locator(STAGE).bounding_box()
    places = [(box["x"] + a * box["width"], box["y"] + d * box["height"]) for a, d in shares]
    page.mouse.move(*places[0])
    page.mouse.down()
    for (x, y), (to_x, to_y) in pairwise(places):
        page.mouse.move((x + to_x) / 2, (y + to_y) / 2)
        page.mouse.move(to_x, to_y)
    page.mouse.up()


def test_an_area_is_drawn_by_mouse_and_entered(drawing: Page, site, founder) -> None:
    page = drawing
    page.locator(STAGE).scroll_into_view_if_needed()
    assert page.locator(".area__name").text_content() == site.name
    click(page, (0.1, 0.1), (0.9, 0.1))
    assert page.input_value(TEXT) == ""
    click(page, (0.9, 0.9), (0.5, 0.5), (0.1, 0.9))
    expect(page.locator(SAID)).to_have_text("Utsatt: hörn 5. Områdets hörn: 5.")
    first = corners(page)
    (west, north), (east, _), (_, south), *_ = first
    assert west < site.longitude < east
    assert south < site.latitude < north
    drag(page, (0.5, 0.5), (0.5, 0.95))
    moved = corners(page)
    assert [moved[n] == first[n] for n in range(5)] == [True, True, True, False, True]
    page.get_by_role("button", name="Ångra").click()
    assert corners(page) == first
    click(page, (0.5, 0.5))
    page.get_by_role("button", name="Ta bort hörnet").click()
    assert len(corners(page)) == 4
    # To move the ground moves no corner.
    page.get_by_role("button", name="Zooma in").click()
    drag(page, (0.5, 0.5), (0.6, 0.4))
    assert corners(page) == [*first[:3], first[4]]


def test_an_area_is_drawn_and_changed_by_keyboard_alone(drawing: Page) -> None:
    page, said = drawing, drawing.locator(SAID)
    page.locator(STAGE).focus()
    for keys in ("Enter", "ArrowRight", "Enter", "ArrowDown", "Enter"):
        for _ in range(4 if keys.startswith("Arrow") else 1):
            page.keyboard.press(keys)
    expect(said).to_have_text("Utsatt: hörn 3. Områdets hörn: 3.")
    (a, b, c) = corners(page)
    assert (a[1], b[0]) == (b[1], c[0])
    assert b[0] > a[0]
    assert c[1] < b[1]
    page.keyboard.press("ArrowLeft")
    expect(said).to_contain_text(" N, ")
    page.keyboard.press("PageDown")
    expect(said).to_contain_text("Hörn 1.")
    page.keyboard.press("Enter")
    expect(said).to_have_text("Lyft, Retur sätter ner det: hörn 1.")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    expect(said).to_have_text("Flyttat: hörn 1. Områdets hörn: 3.")
    assert corners(page)[0][1] > a[1]
    page.keyboard.press("Backspace")
    expect(said).to_have_text("Borttaget: hörn 1. Ett område behöver tre hörn.")
    assert page.input_value(TEXT) == ""
    for _ in range(2):
        page.keyboard.press("u")
    assert corners(page) == [a, b, c]
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ångra")).to_be_focused()


def test_what_is_written_is_drawn_and_what_crosses_itself_is_refused(
    drawing: Page, founder
) -> None:
    page, said = drawing, drawing.locator(SAID)
    partner("Grannkommunen", founder, timezone.now())
    bow = [[13.0, 55.6], [13.01, 55.61], [13.01, 55.6], [13.0, 55.61], [13.0, 55.6]]
    page.fill(TEXT, json.dumps({"type": "Polygon", "coordinates": [bow]}))
    assert page.locator(".area__corner").count() == 4
    expect(said).to_contain_text("Kanten korsar sig själv")
    page.reload()
    page.fill(TEXT, json.dumps({"type": "Polygon", "coordinates": [bow]}))
    page.fill("#id_decided_by", "Nämnden § 7")
    page.get_by_label("Intrång").check()
    page.fill("#id_starts", "2026-12-01")
    page.fill("#id_ends", "2026-12-31")
    page.get_by_role("button", name="För in").click()
    expect(page.locator("#id_area_error")).to_contain_text("Kanten korsar sig själv")
    assert not SharingAgreement.objects.exists()
    # What was drawn comes back, to be mended.
    box = page.locator(STAGE).bounding_box()
    assert page.locator(".area__corner").count() == 4
    assert box["width"] > 300
    page.fill(TEXT, "ett torg")
    expect(said).to_have_text("Det som står skrivet är ingen GeoJSON-polygon.")
    square = [bow[0], bow[2], bow[1], bow[3], bow[0]]
    page.fill(TEXT, json.dumps({"type": "MultiPolygon", "coordinates": [[square], [square]]}))
    expect(said).to_contain_text("flera delar")
    page.fill(TEXT, json.dumps({"type": "Polygon", "coordinates": [square]}))
    page.get_by_role("button", name="För in").click()
    expect(page.locator("h1")).to_have_text("Samverkande parter")
    assert SharingAgreement.objects.get().area["coordinates"] == [[square]]


@pytest.mark.parametrize(("width", "light"), [(WIDE, "dark"), (NARROW, "light")])
def test_drawing_is_for_everybody_at_each_width(
    site, founder, live_server, open_page: Open, width: int, light: str
) -> None:
    page = opened(founder, live_server.url, open_page, width, light)
    click(page, (0.2, 0.2), (0.8, 0.2), (0.5, 0.8))
    assert_fits(page)
    assert_accessible(page)
