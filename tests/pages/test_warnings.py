"""The page of warnings: what is in force where we are, as text and never as markup."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from tests.stages.warning_story import take_warning
from vaka.municipality.models import Person
from vaka.municipality.rules import Role

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_warning_is_read_with_what_to_do_and_whom_it_concerns(site, person) -> None:
    client = Client(headers={"accept-language": "sv"})
    client.force_login(Person.objects.get(pk=person(Role.OPERATOR).id))
    there = reverse("response:warnings")
    assert "Ingen varning gäller vid våra platser" in client.get(there).content.decode()
    west, south = site.longitude - 0.1, site.latitude - 0.1
    east, north = west + 0.2, south + 0.2
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    area = {"type": "MultiPolygon", "coordinates": [[ring]]}
    take_warning(datetime.now(UTC), area=area, exercise=True, headline="<b>Orange</b>")
    page = client.get(there).content.decode()
    for words in ("Stor fara", "övning eller prov", "Håll dig inne", "Exempeltorget"):
        assert words in page
    assert "&lt;b&gt;Orange&lt;/b&gt;" in page
