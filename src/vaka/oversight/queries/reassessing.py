"""Reads: what has come about since a decision, so that its board must assess anew (KBL 9 §)."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from vaka.balancing import queries as balancing
from vaka.decisions import queries as decisions
from vaka.decisions.rules import LOCAL, Condition
from vaka.evaluation import queries as evaluation
from vaka.geometry.sweref import point
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Duty, Grant, Permission, Role
from vaka.needs import queries as needs
from vaka.operation import queries as operation
from vaka.oversight.rules.account import (
    DOUBTING,
    NEIGHBOURING_M,
    SENSITIVE,
    Since,
    why_assess_anew,
    why_look_ahead,
)
from vaka.record import queries as record
from vaka.record.rules import Kind

if TYPE_CHECKING:
    from vaka.decisions.models import Decision
    from vaka.municipality.models import Site
    from vaka.operation.models import Installation

# It reads of every board what an inspector may.
WATCHER = Actor(id="worker", name="worker", grants=frozenset({Grant(Role.INSPECTOR)}))
RUNNING = (Condition.IN_FORCE, Condition.LAPSING)


def duties(*, at: datetime) -> Iterator[Duty]:
    """Yield what boards have to see to at the decisions in force; none where it is begun."""
    today, holding = at.astimezone(LOCAL).date(), needs.documented_sites(by=WATCHER, at=at)
    for row in decisions.overview(by=WATCHER, at=at):
        decision = row.decision
        if row.condition not in RUNNING or balancing.is_revised(decision.balancing):
            continue
        site = decision.balancing.site_id
        ahead = why_look_ahead(
            review_by=decision.review_by, ends_on=decision.ends_on, today=today
        )
        due = {reason: (day, "") for reason, day in ahead.items()}
        found = why_assess_anew(_since(decision, documented=holding[site].holds))
        due |= {reason: (today, mark) for reason, mark in found.items()}
        for reason, (day, mark) in due.items():
            yield Duty(
                board=decision.board_id,
                reason=reason,
                permission=Permission.DRAFT_ASSESSMENT,
                subject=decision.id,
                about=decision.balancing.site.name,
                due=day,
                mark=mark,
            )


def _since(decision: "Decision", *, documented: bool) -> Since:
    """Return what has come about since the assessment behind a decision was final."""
    final, site = decision.balancing.finalised_at, decision.balancing.site_id
    assert final is not None  # no decision stands on a draft
    placed = list(
        operation.placements(by=WATCHER)
        .filter(camera=decision.camera, site__board=decision.board_id)
        .order_by("starts_at")
    )
    return Since(
        # Only where there is none now is it asked whether there was one then.
        problem_gone=not documented and needs.documented(site, by=WATCHER, at=final).holds,
        moved=_moved(placed, final),
        replaced=_replaced(decision.camera, final),
        neighbour=_neighbour(placed[-1], final) if placed else "",
        doubted=_doubted(decision.camera, final),
    )


def _moved(placed: "list[Installation]", final: datetime) -> str:
    """Return the last placement since then by which the camera came to see something else."""
    seen = [(row.longitude, row.latitude, row.direction_deg) for row in placed]
    others = (
        row
        for row, before, after in zip(placed[1:], seen, seen[1:], strict=False)
        if before != after and row.starts_at > final
    )
    return max((row.id for row in others), default="")


def _replaced(camera: str, final: datetime) -> str:
    """Return the entry that tells of the last device put in the camera's place since then."""
    told = record.entries(subject=camera).filter(kind=Kind.CAMERA_REPLACED, at__gt=final)
    last = told.order_by("-seq").first()
    return str(last.seq) if last else ""


def _neighbour(place: "Installation", final: datetime) -> str:
    """Return a school or care that was added next to the camera since then."""
    added = record.of_kind(Kind.SITE_ADDED).filter(at__gt=final).values("subject")
    sites = municipality.sites(by=WATCHER).filter(pk__in=added, kind__in=SENSITIVE)
    near = (row for row in sites if _metres_between(place, row) <= NEIGHBOURING_M)
    return max((row.id for row in near), default="")


def _metres_between(place: "Installation", site: "Site") -> float:
    eye = point(place.longitude, place.latitude)
    return float(eye.distance(point(site.longitude, site.latitude)))


def _doubted(camera: str, final: datetime) -> str:
    """Return the last report since then, when by it the camera did nothing, or harm."""
    last = evaluation.last_report(camera, by=WATCHER)
    return last.id if last and last.at > final and last.ruling in DOUBTING else ""
