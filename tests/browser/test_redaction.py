"""The page on which a copy is prepared: a click chooses, a drag covers."""

import av
import numpy as np
import pytest
from django.urls import reverse
from playwright.sync_api import Route, expect

from tests.browser.conftest import NARROW, WIDE, Open, assert_accessible, assert_fits
from tests.pages.browsing import login
from tests.pages.test_redaction import begun_on
from tests.stages.standing import standing_now
from vaka.edge.video.media.picture import as_jpeg
from vaka.operation.models import Redaction

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def begun(person, board, site, at, operator) -> Redaction:
    access = [{"role": "operator", "acts": ["review", "export"], "requires": []}]
    camera = standing_now(person=person, board=board, site=site, at=at, access=access)
    return begun_on(camera, operator)


def picture(route: Route) -> None:
    grey = np.full((352, 640, 3), 90, np.uint8)
    jpeg = as_jpeg(av.VideoFrame.from_ndarray(grey, "bgr24"))
    route.fulfill(body=jpeg, content_type="image/jpeg")


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_click_chooses_the_person_and_a_drag_fills_the_rectangle(
    begun, operator, live_server, open_page: Open, size
) -> None:
    session = login(operator).cookies["sessionid"].value
    page = open_page(f"{live_server.url}/login/", width=size)
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.route("**/picture/**", picture)
    page.goto(live_server.url + reverse("operation:redaction", args=[begun.id]) + "?picture=4")
    stage = page.locator(".redaction__stage svg")
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 50 / 640, box["y"] + box["height"] * 65 / 352)
    expect(page.get_by_role("button", name="Gestalt 1 – syns")).to_be_visible()
    assert Redaction.objects.get().followed == [1]
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.25)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.5)
    page.mouse.up()
    expect(page.locator("[name=left]")).to_have_value("50.0")
    expect(page.locator("[name=height]")).to_have_value("25.0")
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Täck", exact=True).click()
    expect(page.get_by_text("Bild 4 till 4")).to_be_visible()
