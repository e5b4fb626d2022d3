"""Reads: which warnings are in force, and which of our places they concern."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from vaka.geometry.overlap import touch
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Permission
from vaka.response.models import PublicWarning
from vaka.response.rules.warnings import MessageType, Severity, urgency

if TYPE_CHECKING:
    from vaka.municipality.models import Site


@dataclass(frozen=True)
class Concern:
    """A warning in force, and the actor's sites in its area; all when it names no polygon."""

    warning: PublicWarning
    sites: "tuple[Site, ...]"


def warnings_in_force(*, by: Actor, at: datetime) -> list[Concern]:
    """Return what concerns the actor's sites at that instant, the most severe first.

    What is announced for later is in force from when it was sent, so that one can prepare.
    """
    rows = PublicWarning.objects.filter(sent__lte=at, ends_at__gt=at, ended_at=None).exclude(
        message_type=MessageType.CANCEL
    )
    sites = list(municipality.sites(by=by, permission=Permission.SEE_INCIDENTS))
    found = [Concern(row, _concerned(row, sites)) for row in rows]
    return sorted(
        (concern for concern in found if concern.sites),
        key=lambda c: urgency(Severity(c.warning.severity), c.warning.starts_at),
    )


def _concerned(row: PublicWarning, sites: "list[Site]") -> "tuple[Site, ...]":
    if row.area is None:
        return tuple(sites)
    return tuple(site for site in sites if touch(row.area, site.outline))
