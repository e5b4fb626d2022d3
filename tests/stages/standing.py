"""A camera that a board has weighed, decided on and put up, for the tests that need one."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from tests.stages.signing_on_site import sign_up
from tests.stages.weighing import finalised, granted
from tests.unit.terms.story import EVERY_DAY, Json
from vaka.decisions import actions as decisions
from vaka.municipality.rules import Actor, Role
from vaka.operation import actions as operation
from vaka.operation.models import Camera
from vaka.operation.rules.signs import Tells

RING = [[13.003, 55.604], [13.004, 55.604], [13.004, 55.605], [13.003, 55.604]]


def standing(
    *,
    person,
    board,
    site,
    at: datetime,
    name: str = "Torgkameran",
    reference: str = "TN-2026-114",
    item: int = 56,
    **answers: object,
) -> Camera:
    """Return a camera at the site, with signed terms that apply from the 1st of April 2026."""
    technician = person(Role.TECHNICIAN, board)
    row = operation.register_camera(
        camera=decided(
            person=person,
            board=board,
            site=site,
            at=at,
            reference=reference,
            item=item,
            **answers,
        ),
        board=board.id,
        name=name,
        gateway="gateway-1",
        address="rtsp://10.0.0.7:554/x",
        by=technician,
        at=at,
    )
    put_up(row.id, site=site.id, by=technician, at=at)
    return row


def decided(
    *,
    person,
    board,
    site,
    at: datetime,
    reference: str = "TN-2026-114",
    item: int = 56,
    **answers: object,
) -> str:
    """Return the id of a camera with signed terms that nobody has registered yet."""
    author, council = person(Role.SAFETY_COORDINATOR, board), person(Role.COUNCIL_MEMBER)
    secretary = person(Role.BOARD_SECRETARY, board)
    weighed = finalised(site=site, author=author, council=council, at=at, **answers)
    resolution = granted(
        board=board, secretary=secretary, at=at, reference=reference, item=item
    )
    made = decisions.decide(
        balancing_id=weighed.id, resolution=resolution.id, by=secretary, at=at
    )
    decisions.issue_terms(decision=made.id, by=secretary, at=at)
    return weighed.camera


def standing_now(*, access: list[Json], **whose: Any) -> Camera:
    """Return one whose terms apply now, whenever the test runs, day and night."""
    today = timezone.localdate()
    return standing(
        **whose,
        hours=[{"days": EVERY_DAY, "from": "00:00", "to": "24:00"}],
        valid_until=(today + timedelta(days=90)).isoformat(),
        review_by=(today + timedelta(days=60)).isoformat(),
        access=access,
    )


def put_up(
    camera: str, *, site: str, by: Actor, at: datetime, angle_deg: float | None = 80
) -> None:
    """Put a camera up at a site, where a sign tells of it and of sound."""
    operation.install(
        camera=camera,
        site=site,
        longitude=13.0035,
        latitude=55.6045,
        height_m=5.2,
        direction_deg=210,
        angle_deg=angle_deg,
        nearest_m=8,
        watched_area={"type": "Polygon", "coordinates": [RING]},
        by=by,
        at=at,
    )
    sign_up(camera, tells_of=Tells.SOUND, by=by, at=at)
