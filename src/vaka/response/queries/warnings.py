"""Reads: which warnings are in force, and which of our places they concern."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from vaka.geometry.overlap import near, touch
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Permission
from vaka.response.models import PublicWarning
from vaka.response.queries.handling_rules import centre
from vaka.response.rules.warnings import MessageType, Severity, names_some_of, urgency

if TYPE_CHECKING:
    from vaka.municipality.models import Site


@dataclass(frozen=True)
class Concern:
    """A warning in force, and the actor's sites in its area.

    Without a polygon they are all, unless it names counties or municipalities and none served.
    """

    warning: PublicWarning
    sites: "tuple[Site, ...]"

    @property
    def ground(self) -> dict[str, object] | None:
        """Return what of its area lies around those sites; None when it names no polygon."""
        outlines = [site.outline for site in self.sites]
        return near(self.warning.area, outlines) if self.warning.area else None


def warnings_in_force(*, by: Actor, at: datetime) -> list[Concern]:
    """Return what concerns the actor's sites at that instant, the most severe first.

    What is announced for later is in force from when it was sent, so that one can prepare.
    """
    rows = PublicWarning.objects.filter(sent__lte=at, ends_at__gt=at, ended_at=None).exclude(
        message_type=MessageType.CANCEL
    )
    rows = rows.defer("original")
    sites = list(municipality.sites(by=by, permission=Permission.SEE_INCIDENTS))
    served = centre().municipalities
    found = [Concern(row, _concerned(row, sites, served)) for row in rows]
    return sorted(
        (concern for concern in found if concern.sites),
        key=lambda c: urgency(Severity(c.warning.severity), c.warning.starts_at),
    )


def concerns(
    row: PublicWarning, ground: Mapping[str, object], *, served: Collection[str]
) -> bool:
    """Return whether a warning concerns a ground in one of the municipalities served.

    Where it draws no polygon, its official codes say so.
    """
    if (row.codes or row.area is None) and names_some_of(row.codes, served):
        return True
    return row.area is not None and touch(row.area, ground)


def _concerned(
    row: PublicWarning, sites: "list[Site]", served: Collection[str]
) -> "tuple[Site, ...]":
    return tuple(site for site in sites if concerns(row, site.outline, served=served))
