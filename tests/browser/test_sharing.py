"""A partner's page follows what happens by itself, and is empty when the agreement ends."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE, Open, assert_accessible, assert_fits, log_in
from tests.stages.response_story import registered, take
from tests.stages.sharing_story import agreed, partner, reads
from vaka.municipality.models import Person
from vaka.municipality.rules import Role
from vaka.response import actions

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("width", "light"), [(WIDE, "dark"), (NARROW, "light")])
def test_a_partner_sees_what_is_shared_come_and_go(
    site, founder, person, live_server, open_page: Open, width: int, light: str
) -> None:
    now = timezone.now()
    registered(site, founder, now)
    neighbour, reader = partner("Grannkommunen", founder, now), person(Role.PARTNER)
    reads(neighbour, reader, founder, now)
    row = agreed(neighbour, founder, now)
    page = open_page(f"{live_server.url}/login/", width=width, light=light)
    login = Person.objects.get(pk=reader.id).login
    log_in(page, live_server.url, login=login, password="exempel-lösenord")
    expect(page.locator("#shared")).to_contain_text("Inget delas just nu")
    take("a", now)
    expect(page.locator("#shared h3")).to_have_text("Intrång: Exempeltorget", timeout=30_000)
    expect(page.locator("#shared-news")).to_contain_text("1 händelse delas")
    assert_fits(page)
    assert_accessible(page)
    actions.end_agreement(agreement=row.id, by=founder, at=timezone.now())
    expect(page.locator("#shared")).to_contain_text("Inget delas just nu", timeout=30_000)
