"""Reads: what the guidance finds, held against what needs, measures and the map know."""

from datetime import datetime

from vaka.balancing.models import Balancing
from vaka.balancing.queries.heard import employees_opinions
from vaka.balancing.queries.weighing import values
from vaka.balancing.rules import guidance, questions
from vaka.balancing.rules.findings import Finding, Known
from vaka.balancing.rules.proposal import hours_of_week
from vaka.geometry import buildings, sweref
from vaka.geometry.camera import Camera
from vaka.geometry.coverage import Coverage, Surroundings, coverage
from vaka.law.eu.identification import LEVELS
from vaka.law.se.surveillance import RETENTION_HOURS_UNARGUED
from vaka.measures import queries as measures
from vaka.measures.rules.evidence import Expected, Monitoring
from vaka.municipality.rules import Actor
from vaka.needs import queries as needs
from vaka.needs.rules.criteria import Criterion

INCIDENTS = Criterion.INCIDENTS


def findings(balancing: Balancing, *, by: Actor, at: datetime) -> list[Finding]:
    """Return what the guidance finds in the answers, held against what is known."""
    proposal = questions.proposal(values(balancing))
    return guidance.findings(proposal, known(balancing, by=by, at=at))


def known(balancing: Balancing, *, by: Actor, at: datetime) -> Known:
    """Return what needs, measures and the law know about the place."""
    site = balancing.site_id
    documented = needs.documented(site, by=by, at=at)
    incidents = (one.found for one in documented.judged if one.criterion == INCIDENTS)
    suggested = needs.suggested_hours(site, by=by)
    expected = measures.expected_at(
        site,
        monitoring=_monitoring(values(balancing).get("live")),
        by=by,
        at=at,
    )
    return Known(
        documented=documented.holds,
        incidents=next(incidents),
        felt=documented.felt,
        documented_hours=hours_of_week(
            {"days": list(band.days), "from": f"{band.start}:00", "to": f"{band.end}:00"}
            for band in (suggested.bands if suggested else ())
        ),
        measures=measures.beside_cameras_at(site, by=by, at=at),
        supported_effect=supported(expected),
        cautions=frozenset(expected.cautions),
        levels=LEVELS,
        retention_hours_unargued=RETENTION_HOURS_UNARGUED,
        site_kind=balancing.site.kind,
        square_metres_outside=_outside(balancing),
        employees_heard=employees_opinions(balancing).exists(),
    )


def _monitoring(live: object) -> Monitoring | None:
    """Return whether somebody is to look, as answered; None before it is."""
    if live is None:
        return None
    return Monitoring.ACTIVE if live is True else Monitoring.PASSIVE


def _outside(balancing: Balancing) -> float:
    """Return how much of the watched area lies beyond the bounds of its place, in m²."""
    watched = values(balancing).get("watched_area")
    if not isinstance(watched, dict):
        return 0.0
    return sweref.square_metres_beyond(watched, balancing.site.outline)


def covered(balancing: Balancing, camera: Camera) -> Coverage:
    """Return what a camera that is tried would see at the place, by level of EN 62676-4."""
    return coverage(camera, LEVELS, among=_around(balancing))


def covered_inside(balancing: Balancing, camera: Camera) -> Coverage:
    """Return what it would see when all that lies outside the place is masked."""
    seen = covered(balancing, camera).areas[0].ground
    outside = seen.difference(sweref.to_metres(balancing.site.outline))
    return coverage(camera, LEVELS, among=_around(balancing), masked=(outside,))


def _around(balancing: Balancing) -> Surroundings:
    around = balancing.site.surroundings
    houses = buildings.read(around, where="surroundings") if around.get("features") else []
    return Surroundings(houses)


def supported(expected: Expected) -> float:
    """Return the largest reduction, in percent, that some certain row of the evidence shows."""
    certain = [row.change_percent or 0 for row in expected.rows if row.significant]
    return max(0.0, -min(certain, default=0)) if expected.is_certain else 0.0
