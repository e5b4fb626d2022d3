"""Reads: the cameras that see a place, the most useful first, and whether one may look now."""

from collections.abc import Collection, Sequence
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
from vaka.municipality.rules import Actor, Permission, Role
from vaka.operation.models import Camera, Installation
from vaka.operation.queries.cameras import health, last_word
from vaka.operation.queries.terms import asking_as, terms, verdict
from vaka.operation.rules import Health
from vaka.terms.document import Act
from vaka.terms.permits import Asking

if TYPE_CHECKING:
    from vaka.municipality.models import Site

# No camera of a municipality shows anything from farther away, in degrees of latitude.
NEAR_DEG = 0.01
BY_LEVEL = sorted(LEVELS, key=lambda name: LEVELS[name])


@dataclass(frozen=True)
class Offered:
    """A camera, how it is, and whether its terms let this person look now.

    `share` is how much of the place is in its watched area; `level` the identification level
    that its picture has there, empty when it has none or nobody knows its lens.
    """

    id: str
    name: str
    health: Health
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
    place = _place(site, points)
    found = [
        (_offered_at(each, place, _verdict(each.camera, by, incident, at), at), each.site_id)
        for each in _near(site, by, Permission.VIEW_PICTURES)
    ]
    told = (offered for offered, here in found if offered.share or here == site.id)
    return sorted(told, key=_usefulness)


def cameras_for_partners(
    site: "Site",
    *,
    points: Sequence[tuple[float, float]] = (),
    by: Actor,
    incident: str,
    at: datetime,
) -> list[Offered]:
    """Return a site's own cameras that see it and that terms open to partners now, best first.

    Of the others nothing is told, nor that there are any. One at another site is never among
    them, whatever it sees: what is shared is this site.
    """
    place, asking = _place(site, points), as_partner(incident)
    found = (
        _offered_at(each, place, verdict(each.camera_id, Act.LIVE, asking=asking, at=at), at)
        for each in _near(site, by, Permission.SEE_SHARED)
        if each.site_id == site.id
    )
    told = (offered for offered in found if offered.share and offered.permitted_now.permitted)
    return sorted(told, key=_usefulness)


def as_partner(incident: str) -> Asking:
    """Return how a partner's reader asks, whatever else that person may be."""
    return Asking(role=Role.PARTNER, incident=incident)


def _place(site: "Site", points: Sequence[tuple[float, float]]) -> BaseGeometry:
    return around(points) if points else sweref.to_metres(site.outline)


def _near(site: "Site", by: Actor, permission: Permission) -> list[Installation]:
    """Return what stands at the site or near it, of cameras that the actor may ask for."""
    box = Q(
        latitude__range=(site.latitude - NEAR_DEG, site.latitude + NEAR_DEG),
        longitude__range=(site.longitude - 2 * NEAR_DEG, site.longitude + 2 * NEAR_DEG),
    )
    rows = Installation.objects.filter(
        visible(by, permission, board="camera__board"),
        box | Q(site=site),
        ends_at=None,
        camera__hosted_for=None,
    )
    return list(rows.select_related("camera__health"))


def _offered_at(
    place: Installation, ground: BaseGeometry, permitted_now: Verdict, at: datetime
) -> Offered:
    """Return what is offered of one installation."""
    row, eye = place.camera, (place.longitude, place.latitude)
    seen = sight(watched=place.watched_area, eye=eye, place=ground)
    return Offered(
        id=row.id,
        name=row.name,
        health=health(row, at=at),
        permitted_now=permitted_now,
        share=seen.share,
        metres=seen.metres,
        level=_level(place, seen, at) if seen.share else "",
    )


def _level(place: Installation, seen: Sight, at: datetime) -> str:
    """Return the identification level there: by the lens, and no better than is allowed."""
    told, held = last_word(place.camera), terms(place.camera_id, at=at)
    if place.angle_deg is None or told is None or told.width is None or held is None:
        return ""
    lens = Lens(
        longitude=place.longitude,
        latitude=place.latitude,
        height=place.height_m,
        bearing=place.direction_deg,
        angle=place.angle_deg,
        pixels=told.width,
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


def watchable(
    *, by: Actor, among: Collection[str] | None = None, at: datetime
) -> list[Offered]:
    """Return the cameras that stand up, all or `among` these ids, by name.

    Each with how it is and whether this person may look now.
    """
    rows = Camera.objects.filter(
        visible(by, Permission.VIEW_PICTURES), installations__ends_at=None, hosted_for=None
    ).filter(installations__isnull=False)
    rows = rows.select_related("health")
    if among is not None:
        rows = rows.filter(pk__in=among)
    return [
        Offered(row.id, row.name, health(row, at=at), _verdict(row, by, None, at))
        for row in rows.distinct().order_by("name")
    ]


def _verdict(row: Camera, by: Actor, incident: str | None, at: datetime) -> Verdict:
    return verdict(
        row.id, Act.LIVE, asking=asking_as(row, by, Act.LIVE, incident, at=at), at=at
    )
