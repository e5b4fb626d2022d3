"""A photo of a sign as a phone sends it, and that the sign is up."""

import io
from datetime import datetime

from PIL import Image, ImageDraw

from vaka.municipality.rules import Actor
from vaka.operation import actions
from vaka.operation.models import Sign
from vaka.operation.rules.signs import Tells


def photo(size: tuple[int, int] = (640, 480), kind: str = "JPEG", **saved: object) -> bytes:
    """Return a picture with a yellow sign in its upper left corner."""
    picture = Image.new("RGB", size, (90, 110, 90))
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=(255, 210, 0))
    out = io.BytesIO()
    picture.save(out, kind, **saved)
    return out.getvalue()


PHOTO = photo()


def sign_up(camera: str, *, by: Actor, at: datetime, tells_of: Tells = Tells.PICTURES) -> Sign:
    """Say that the sign where a camera stands is up."""
    return actions.confirm_sign(
        camera=camera,
        where="På lyktstolpen vid torgets norra infart",
        up_at=at,
        tells_of=tells_of,
        photo=PHOTO,
        by=by,
        at=at,
    )
