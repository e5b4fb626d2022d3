"""A camera is tried on the map, and taken as the watched area when it is right."""

import pytest

from tests.pages.browsing import login, text
from vaka.balancing import actions, queries
from vaka.balancing.models import Balancing
from vaka.geometry import sweref
from vaka.geometry.camera import Camera
from vaka.geometry.coverage import removed
from vaka.municipality import actions as municipality
from vaka.municipality.rules import SiteKind

pytestmark = pytest.mark.django_db
RING = [[15.0, 55.6], [15.002, 55.6], [15.002, 55.601], [15.0, 55.601], [15.0, 55.6]]
HOUSE = [[15.0008, 55.6005], [15.0012, 55.6005], [15.001, 55.6006], [15.0008, 55.6005]]
TRIED = {
    "longitude": 15.001,
    "latitude": 55.6002,
    "height": 4,
    "direction": 0,
    "angle": 80,
    "pixels": 1920,
}


@pytest.fixture
def row(board, founder, author, at) -> Balancing:
    home = {
        "type": "Feature",
        "properties": {"kind": "home"},
        "geometry": {"type": "Polygon", "coordinates": [HOUSE]},
    }
    site = municipality.add_site(
        board=board.id,
        name="Hörnet",
        kind=SiteKind.STREET,
        address="Hörnet 1",
        longitude=15.001,
        latitude=55.6005,
        outline={"type": "Polygon", "coordinates": [RING]},
        surroundings={"type": "FeatureCollection", "features": [home]},
        example=True,
        by=founder,
        at=at,
    )
    return actions.draft(site=site.id, by=author, at=at)


def test_a_camera_is_tried_and_nothing_is_kept(author, row) -> None:
    client = login(author)
    begun = text(client.get(f"/avvagning/{row.id}/omrade/"))
    assert 'value="15.001"' in begun
    tried = text(client.get(f"/avvagning/{row.id}/omrade/", TRIED))
    assert "Upptagningsområde per detaljnivå, EN 62676-4" in tried
    assert "<dt>bostäder</dt><dd>1</dd>" in tried
    assert queries.values(row) == {}


def test_what_a_mask_and_another_lens_would_leave_is_told(author, row) -> None:
    page = f"/avvagning/{row.id}/omrade/"
    tried = text(login(author).get(page, {**TRIED, "other_angle": 20}))
    assert "Vad som blir kvar med en mask eller en annan lins" in tried
    assert "Med 20 grader" in tried
    camera = Camera(15.001, 55.6002, 4, 0, 80, 1920)
    bare, inside = queries.covered(row, camera), queries.covered_inside(row, camera)
    assert 0 < inside.areas[0].square_metres < bare.areas[0].square_metres
    taken = removed(bare, inside)
    assert taken["monitor"] >= taken["identify"] >= 0


def test_it_is_taken_as_the_watched_area_with_the_homes_that_it_sees(author, row) -> None:
    taken = login(author).post(f"/avvagning/{row.id}/omrade/", TRIED)
    assert taken.url == f"/avvagning/{row.id}/avsnitt/1/"
    told = queries.values(row)
    assert told["homes_in_view"] is True
    assert "workplace_in_view" not in told
    area = told["watched_area"]
    assert isinstance(area, dict)
    assert sweref.square_metres(area) > 500


def test_a_lens_that_cannot_be_is_told_beside_its_field(author, row) -> None:
    page = login(author).post(f"/avvagning/{row.id}/omrade/", {**TRIED, "angle": 500})
    assert page.status_code == 200
    assert 'value="500"' in text(page)
    assert queries.values(row) == {}


def test_the_api_tells_the_same(author, row) -> None:
    asked = {k.replace("height", "height_m"): v for k, v in TRIED.items()}
    asked |= {"direction_deg": asked.pop("direction"), "angle_deg": asked.pop("angle")}
    answer = login(author).get(f"/api/balancings/{row.id}/coverage", asked)
    kinds = [each["properties"]["kind"] for each in answer.json()["features"]]
    assert kinds == ["watched"] * 5 + ["home"]
