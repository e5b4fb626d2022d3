"""What is prepared: plans that fit an incident, resources, and what is drawn on them."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from vaka.core.errors import Absent
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission, boards_with
from vaka.response.models import Exercise, Incident, Plan, Resource, ResourceUse

READERS = Permission.SEE_INCIDENTS, Permission.RUN_CENTRE


def plans(*, by: Actor) -> QuerySet[Plan]:
    """Return every version of the plans of the actor's boards and of all, newest first.

    :raises Absent: when the actor neither handles incidents nor runs a centre.
    """
    _require_a_reader(by, "plans")
    own = Plan.objects.filter(visible(by, *READERS))
    rows = Plan.objects.filter(Q(board=None) | Q(pk__in=own.values("pk")))
    rows = rows.select_related("board", "published_by").prefetch_related("sites")
    return rows.order_by("title", "series", "-version")


def plan(key: str, *, by: Actor) -> Plan:
    """Return one version of a plan.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(plans(by=by), key)


def newest_plans(*, by: Actor) -> QuerySet[Plan]:
    """Return the version of each plan that is to be followed now.

    :raises Absent: when the actor neither handles incidents nor runs a centre.
    """
    series = Plan.objects.filter(series=OuterRef("series")).values("series")
    newest = series.annotate(newest=Max("version")).values("newest")
    return plans(by=by).filter(version=Subquery(newest), ended_at=None)


def plans_for(row: Incident, *, by: Actor) -> list[Plan]:
    """Return the plans that fit the kind and place of an incident."""
    board = row.site.board_id if row.site else None
    fitting = newest_plans(by=by).filter(Q(board=None) | Q(board=board))
    return [
        one
        for one in fitting
        if (not one.kinds or row.kind in one.kinds)
        and (row.site_id in (sites := {site.id for site in one.sites.all()}) or not sites)
    ]


def tried(row: Plan) -> QuerySet[Exercise]:
    """Return the exercises that tried a plan, in whichever version, newest first."""
    rows = Exercise.objects.filter(plan__series=row.series)
    return rows.select_related("plan", "board").order_by("-starts_at", "-id")


@dataclass(frozen=True)
class Stock:
    """A resource, and how many of it may be drawn on now."""

    resource: Resource
    free: int


def resources(*, by: Actor) -> QuerySet[Resource]:
    """Return the resources in use of the actor's boards and of all.

    :raises Absent: when the actor neither handles incidents nor runs a centre.
    """
    _require_a_reader(by, "resources")
    own = Resource.objects.filter(visible(by, *READERS))
    rows = Resource.objects.filter(Q(board=None) | Q(pk__in=own.values("pk")), ended_at=None)
    return rows.select_related("board", "contact").order_by("name", "id")


def stock(rows: QuerySet[Resource]) -> list[Stock]:
    """Return the resources with how many are free.

    What an exercise draws is never missing to what is real.
    """
    out = ResourceUse.objects.filter(
        resource__in=rows, returned_at=None, incident__exercise=None
    )
    drawn: dict[str, int] = defaultdict(int)
    for resource, count in out.values_list("resource", "count"):
        drawn[resource] += count
    return [Stock(row, row.count - drawn[row.id]) for row in rows]


def resource(key: str, *, by: Actor) -> Resource:
    """Return one resource in use.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(resources(by=by), key)


def resources_for(row: Incident, *, by: Actor) -> QuerySet[Resource]:
    """Return the resources that may be drawn on for an incident's place."""
    board = row.site.board_id if row.site else None
    return resources(by=by).filter(Q(board=None) | Q(board=board))


def uses(*, by: Actor) -> QuerySet[ResourceUse]:
    """Return what is drawn on now by the incidents that the actor may see."""
    seen = Incident.objects.filter(visible(by, Permission.SEE_INCIDENTS, board="site__board"))
    return uses_of(ResourceUse.objects.filter(incident__in=seen, returned_at=None))


def uses_of(rows: QuerySet[ResourceUse]) -> QuerySet[ResourceUse]:
    """Return uses with what is told of them, oldest first."""
    about = rows.select_related(
        "resource__contact", "incident__site", "drawn_by", "returned_by"
    )
    return about.order_by("drawn_at", "id")


def _require_a_reader(by: Actor, what: str) -> None:
    if not any(boards_with(by, permission) for permission in READERS):
        raise Absent(what, "of the centre")
