"""Operation: the cameras registered under the ids that were weighed, and put up."""

from django.conf import settings

from vaka.demo.example import days
from vaka.demo.example.files import content, placed
from vaka.demo.example.organisation import who
from vaka.operation import actions
from vaka.operation.rules.signs import Tells


def put_up(key: str, *, camera: str, board: str, site: str, name: str, address: str) -> None:
    """Register the camera, put it up the day before its terms begin, and confirm its sign."""
    by, at, place = who("tekniker", days.INSTALLED), days.INSTALLED, placed(key)
    actions.register_camera(
        camera=camera,
        board=board,
        name=name,
        gateway=settings.VAKA.gateway_id,
        address=address,
        by=by,
        at=at,
    )
    actions.install(
        camera=camera,
        site=site,
        longitude=place.longitude,
        latitude=place.latitude,
        height_m=place.height,
        direction_deg=place.direction,
        angle_deg=place.angle,
        nearest_m=place.nearest,
        watched_area=place.watched,
        by=by,
        at=at,
    )
    actions.confirm_sign(
        camera=camera,
        where="På lyktstolpen där man går in",
        up_at=at,
        tells_of=Tells.PICTURES,
        photo=content("sign.jpg"),
        by=by,
        at=at,
    )
