"""Which cameras see where it happens, in order of use, and why not through the others."""

from datetime import datetime, timedelta

import pytest

from tests.stages.standing import put_up, standing
from vaka.municipality.rules import Role
from vaka.operation import actions, queries
from vaka.operation.models import Camera, CameraHealth

pytestmark = pytest.mark.django_db
ACCESS = [{"role": "operator", "acts": ["live"], "requires": ["incident"]}]
SEEN, UNSEEN = (13.0035, 55.6042), (13.0049, 55.6049)


@pytest.fixture
def night() -> datetime:
    return datetime.fromisoformat("2026-04-10T22:30:00+02:00")


@pytest.fixture
def camera(person, board, site, at: datetime) -> Camera:
    return standing(person=person, board=board, site=site, at=at, access=ACCESS)


@pytest.fixture
def operator(person):
    return person(Role.OPERATOR)


def other(camera: Camera, name: str, *, site, by, at: datetime) -> Camera:
    """Register one more camera, without terms of its own, at that site."""
    row = actions.register_camera(
        camera=f"01{name:0>24}",
        board=camera.board_id,
        name=name,
        gateway="gateway-1",
        address="rtsp://10.0.0.8/x",
        by=by,
        at=at,
    )
    put_up(row.id, site=site.id, by=by, at=at)
    return row


def names(offered) -> list[str]:
    return [each.name for each in offered]


def test_what_may_be_looked_through_now_comes_first(
    camera, person, board, site, operator, incident, at, night
) -> None:
    technician = person(Role.TECHNICIAN, board)
    other(camera, "A", site=site, by=technician, at=at)
    told = {"by": operator, "at": night, "points": [SEEN]}
    first, last = queries.cameras_at(site, incident=incident, **told)
    assert (first.name, first.permitted_now.permitted) == ("Torgkameran", True)
    assert (last.name, last.permitted_now.reason) == ("A", "no-terms")
    without = queries.cameras_at(site, incident=None, **told)
    assert {each.permitted_now.reason for each in without} == {"no-terms", "needs-incident"}


def test_a_camera_whose_picture_does_not_hold_the_place_says_so(
    camera, site, operator, incident, night
) -> None:
    told = {"by": operator, "incident": incident, "at": night}
    assert queries.cameras_at(site, points=[SEEN], **told)[0].share == 1.0
    away = queries.cameras_at(site, points=[UNSEEN], **told)[0]
    assert (away.share, away.level) == (0.0, "")
    whole = queries.cameras_at(site, **told)[0]
    assert 0 < whole.percent < 100


def test_the_level_there_follows_lens_stream_and_what_is_allowed(
    camera, site, operator, incident, at, night
) -> None:
    told = {"points": [SEEN], "by": operator, "incident": incident, "at": night}
    assert queries.cameras_at(site, **told)[0].level == ""
    CameraHealth.objects.create(camera=camera, state="recording", since=at, heard_at=at)
    CameraHealth.objects.update(width=1920)
    # 80 degrees at 33 m: 1920 / 56 = 34 pixels a metre.
    assert queries.cameras_at(site, **told)[0].level == "detect"
    CameraHealth.objects.update(width=20_000)
    allowed = queries.terms(camera.id, at=night).view.max_pixels_per_metre
    assert allowed < 125
    assert queries.cameras_at(site, **told)[0].level in ("detect", "observe")


def test_a_neighbours_camera_is_offered_when_it_sees_the_place(
    camera, person, board, site, founder, operator, incident, at, night
) -> None:
    from vaka.municipality import actions as municipality
    from vaka.municipality.rules import SiteKind

    next_door = municipality.add_site(
        board=board.id,
        name="Parken",
        kind=SiteKind.PARK,
        address="Parken 1",
        longitude=13.0036,
        latitude=55.6043,
        outline=site.outline,
        example=True,
        by=founder,
        at=at,
    )
    told = {"by": operator, "incident": incident, "at": night}
    assert names(queries.cameras_at(next_door, points=[SEEN], **told)) == ["Torgkameran"]
    assert names(queries.cameras_at(next_door, points=[UNSEEN], **told)) == []


def test_foreign_hosted_and_fallen_cameras_are_not_offered(
    camera, site, person, foreign_board, operator, incident, at, night
) -> None:
    told = {"incident": incident, "at": night}
    stranger = person(Role.OPERATOR, foreign_board)
    assert queries.cameras_at(site, by=stranger, **told) == []
    camera.installations.update(ends_at=at + timedelta(days=1))
    assert queries.cameras_at(site, by=operator, **told) == []
