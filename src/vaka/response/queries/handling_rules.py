"""The rules by which incidents are formed: the one that holds for a kind, and all versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from vaka.core.errors import Absent
from vaka.municipality.rules import Actor, Permission, boards_with
from vaka.response.models import Centre, HandlingRule
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.handling import Handling, default


@dataclass(frozen=True)
class Held:
    """A rule as it holds now; `row` is None where it is the one that we ship with."""

    handling: Handling
    site_kind: str
    row: HandlingRule | None


def handling_of(kind: IncidentKind, *, site_kind: str) -> Handling:
    """Return what holds for a kind of incident at a kind of site, else at any."""
    fitting = HandlingRule.objects.filter(kind=kind, site_kind__in=[site_kind, ""])
    row = fitting.order_by("-site_kind", "-version").first()
    return _handling(row) if row else _shipped(kind)


def handling_rules(*, by: Actor) -> list[Held]:
    """Return what holds for each kind, and for each kind of site that has its own.

    :raises Absent: when the actor neither handles incidents nor edits the rules.
    """
    newest: Mapping[tuple[str, str], HandlingRule] = {
        (row.kind, row.site_kind): row for row in handling_versions(by=by).reverse()
    }
    found = [Held(_handling(row), row.site_kind, row) for row in newest.values()]
    told = {kind for kind, site_kind in newest if not site_kind}
    found += [Held(_shipped(kind), "", None) for kind in IncidentKind if kind not in told]
    order = list(IncidentKind)
    return sorted(found, key=lambda held: (order.index(held.handling.kind), held.site_kind))


def handling_versions(*, by: Actor) -> QuerySet[HandlingRule]:
    """Return every version of every rule, newest first.

    :raises Absent: when the actor neither handles incidents nor edits the rules.
    """
    readers = Permission.SEE_INCIDENTS, Permission.EDIT_ACTION_CARD
    if not any(boards_with(by, permission) for permission in readers):
        raise Absent("rules", "of the centre")
    return HandlingRule.objects.select_related("published_by").order_by(
        "-published_at", "-version", "-id"
    )


def centre() -> Centre:
    """Return the centre as it is set up, or as it is while nobody has."""
    return Centre.objects.filter(pk=1).first() or Centre()


def _shipped(kind: IncidentKind) -> Handling:
    return default(kind, within=timedelta(minutes=centre().correlation_minutes))


def _handling(row: HandlingRule) -> Handling:
    return Handling(
        kind=IncidentKind(row.kind),
        within=timedelta(minutes=row.within_minutes),
        priority=row.priority,
        escalations=tuple(timedelta(seconds=seconds) for seconds in row.escalations),
        joins=tuple(IncidentKind(kind) for kind in row.joins),
    )
