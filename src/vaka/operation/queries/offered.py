"""Reads: the cameras that see a place, the most useful first, and whether one may look now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from shapely.geometry.base import BaseGeometry

from vaka.core.verdict import Verdict
from vaka.geometry import sweref
from vaka.geometry.camera import Camera as Lens
from vaka.geometry.camera import level_at
from vaka.geometry.sight import Sight, around, sight
from vaka.law.eu.identification import LEVELS
from vaka.municipality.access import visible
from vaka.municipality.rules import Actor, Permission
from vaka.operation.models import Camera, Installation
from vaka.operation.queries.terms import asking_as, terms, verdict
from vaka.terms.document import Act

if TYPE_CHECKING:
    from vaka.municipality.models import Site

# No camera of a municipality shows anything from farther away, in degrees of latitude.
NEAR_DEG = 0.01
BY_LEVEL = sorted(LEVELS, key=lambda name: LEVELS[name])


@dataclass(frozen=True)
class Offered:
    """A camera that sees a place, and whether its terms let this person look now.

    `share` is how much of the place is in its watched area; `level` the identification level
    that its picture has there, empty when it has none or nobody knows its lens.
    """

    id: str
    name: str
    permitted_now: Verdict
    share: float = 1.0
    metres: float = 0.0
    level: str = ""

    @property
    def percent(self) -> int:
        """Return how much of the place it sees, in percent."""
        return round(100 * self.share)


def cameras_at(
    site: "Site",
    *,
    points: Sequence[tuple[float, float]] = (),
    by: Actor,
    incident: str | None,
    at: datetime,
) -> list[Offered]:
    """Return the cameras that see a site, or those points of it (lon, lat), the best first.

    First come those that may be looked through now, then those that see any of it, then the
    higher level, the larger share, the nearer. A camera that stands at the site is told of
    though it sees nothing of it; one at another site only when it does.
    """
    place = around(points) if points else sweref.to_metres(site.outline)
    found = [_offered_at(each, place, by, incident, at) for each in _near(site, by)]
    told = (offered for offered, here in found if offered.share or here == site.id)
    return sorted(told, key=_usefulness)


def _near(site: "Site", by: Actor) -> list[Installation]:
    """Return what stands at the site or near it, of cameras that the actor may ask for."""
    box = Q(
        latitude__range=(site.latitude - NEAR_DEG, site.latitude + NEAR_DEG),
        longitude__range=(site.longitude - 2 * NEAR_DEG, site.longitude + 2 * NEAR_DEG),
    )
    rows = Installation.objects.filter(
        visible(by, Permission.VIEW_PICTURES, board="camera__board"),
        box | Q(site=site),
        ends_at=None,
        camera__hosted_for=None,
    )
    return list(rows.select_related("camera__health"))


def _offered_at(
    place: Installation, ground: BaseGeometry, by: Actor, incident: str | None, at: datetime
) -> tuple[Offered, str]:
    """Return what is offered of one installation, and at which site it stands."""
    row, eye = place.camera, (place.longitude, place.latitude)
    seen = sight(watched=place.watched_area, eye=eye, place=ground)
    offered = Offered(
        id=row.id,
        name=row.name,
        permitted_now=_verdict(row, by, incident, at),
        share=seen.share,
        metres=seen.metres,
        level=_level(place, seen, at) if seen.share else "",
    )
    return offered, place.site_id


def _level(place: Installation, seen: Sight, at: datetime) -> str:
    """Return the identification level there: by the lens, and no better than is allowed."""
    health, held = getattr(place.camera, "health", None), terms(place.camera_id, at=at)
    if place.angle_deg is None or health is None or health.width is None or held is None:
        return ""
    lens = Lens(
        longitude=place.longitude,
        latitude=place.latitude,
        height=place.height_m,
        bearing=place.direction_deg,
        angle=place.angle_deg,
        pixels=health.width,
    )
    met = level_at(lens, seen.metres, LEVELS)
    allowed = [n for n in BY_LEVEL if LEVELS[n] <= held.view.max_pixels_per_metre]
    return min(met, allowed[-1], key=BY_LEVEL.index) if met and allowed else ""


def _usefulness(offered: Offered) -> tuple[bool, bool, int, float, float, str]:
    level = BY_LEVEL.index(offered.level) if offered.level else -1
    return (
        not offered.permitted_now.permitted,
        not offered.share,
        -level,
        -round(offered.share, 2),
        round(offered.metres),
        offered.name,
    )


def watchable(*, by: Actor, at: datetime) -> list[Offered]:
    """Return the cameras that stand up, each with whether this person may look now."""
    rows = Camera.objects.filter(
        visible(by, Permission.VIEW_PICTURES), installations__ends_at=None, hosted_for=None
    ).filter(installations__isnull=False)
    return [
        Offered(row.id, row.name, _verdict(row, by, None, at))
        for row in rows.distinct().order_by("name")
    ]


def _verdict(row: Camera, by: Actor, incident: str | None, at: datetime) -> Verdict:
    return verdict(
        row.id, Act.LIVE, asking=asking_as(row, by, Act.LIVE, incident, at=at), at=at
    )
