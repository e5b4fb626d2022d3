"""The incidents that can be named as a ground, as a form offers them."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format

from vaka.municipality.rules import Actor
from vaka.operation import queries
from vaka.response import queries as response
from vaka.web.words import in_words

if TYPE_CHECKING:
    from vaka.operation.models import Camera

MOST_OFFERED = 30


def offered(row: "Camera", by: Actor) -> list[tuple[str, str]]:
    """Return the newest incidents where the camera stands, as id and words; no exercises."""
    place = queries.installation(row)
    here = place.site_id if place else None
    found = response.incidents(by=by).filter(site=here, exercise=None)
    return [
        (
            each.id,
            " ".join(
                [
                    date_format(timezone.localtime(each.opened_at), "j F H:i"),
                    in_words(each.kind, "incident-kind"),
                ]
            ),
        )
        for each in found[:MOST_OFFERED]
    ]
