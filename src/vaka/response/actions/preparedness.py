"""Prepare: publish plans, keep resources, draw on them for an incident, and return them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import Sum

from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.municipality import queries as municipality
from vaka.municipality.access import action, find, require
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Facts, Kind
from vaka.response.actions.handling import handled, note, require_acknowledged
from vaka.response.models import Plan, Resource, ResourceUse
from vaka.response.queries import calling
from vaka.response.queries import preparedness as queries
from vaka.response.rules import cards
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.texts import said

LONGEST = 8000


@action
def publish_plan(
    *,
    title: str,
    text: str,
    steps: Sequence[Mapping[str, object]],
    kinds: Collection[IncidentKind] = (),
    sites: Collection[str] = (),
    board: str = EVERY_BOARD,
    follows: str | None = None,
    by: Actor,
    at: datetime,
) -> Plan:
    """Publish a plan, or the next version of the one that it `follows`.

    No kinds are every kind, no sites every site of the board or of all boards.

    :raises BadInput: when title or text are missing or too long, or the steps are not as
        `rules.cards.parse` asks.
    :raises Absent: when a site or the plan before is another board's.
    :raises Conflict: when the plan before is no longer to be followed.
    """
    require(by, Permission.RUN_CENTRE, board=board, subject="plan")
    parsed = cards.to_json(cards.parse(steps))
    told = {"title": said("title", title, most=100), "text": said("text", text, most=LONGEST)}
    places = municipality.chosen_sites(
        sites, board=board, permission=Permission.RUN_CENTRE, by=by
    )
    key = new_id(at=at)
    before = _before(follows, board, by)
    facts: dict[str, object] = {
        **told,
        "series": before.series if before else key,
        "version": before.version + 1 if before else 1,
        "board_id": municipality.of_board(board),
        "kinds": sorted(kinds),
        "steps": parsed,
    }
    row = Plan.objects.create(id=key, published_at=at, published_by_id=by.id, **facts)
    row.sites.set(places)
    facts["sites"] = [site.id for site in places]
    record.append(Kind.PLAN_PUBLISHED, actor=by.id, subject=key, at=at, facts=facts)
    return row


def _before(follows: str | None, board: str, by: Actor) -> Plan | None:
    """Return the newest version of the plan that a new one follows.

    :raises Conflict: when it is no longer to be followed.
    """
    if follows is None:
        return None
    named = find(queries.plans(by=by).filter(board=board or None), follows)
    newest = Plan.objects.filter(series=named.series).order_by("-version")[0]
    if newest.ended_at is not None:
        raise Conflict(follows, "plan-ended")
    return newest


@action
def end_plan(*, plan: str, by: Actor, at: datetime) -> None:
    """Say that a plan is no longer to be followed; its versions and exercises stay.

    :raises Conflict: when it was said already, or there is a later version.
    """
    row = find(Plan.objects.all(), plan)
    require(by, Permission.RUN_CENTRE, board=row.board_id or EVERY_BOARD, subject=plan)
    later = Plan.objects.filter(series=row.series, version__gt=row.version)
    if later.exists() or not Plan.objects.filter(pk=plan, ended_at=None).update(ended_at=at):
        raise Conflict(plan, "plan-ended")
    record.append(Kind.PLAN_ENDED, actor=by.id, subject=plan, at=at)


@action
def add_resource(
    *,
    name: str,
    count: int,
    place: str,
    contact: str,
    board: str = EVERY_BOARD,
    by: Actor,
    at: datetime,
) -> Resource:
    """Add what can be drawn on: how many, where they are, who answers for them.

    :raises BadInput: when name or place are missing, or there is none of it.
    :raises Absent: when the contact is another board's, or out of use.
    """
    require(by, Permission.RUN_CENTRE, board=board, subject="resource")
    told = {"name": said("name", name, most=100), "place": said("place", place, most=200)}
    if not 1 <= count <= 1_000_000:
        raise BadInput("count", "there is none of it", "Give how many there are")
    facts: dict[str, object] = {
        **told,
        "count": count,
        "contact_id": find(calling.reachable(board), contact).id,
        "board_id": municipality.of_board(board),
    }
    row = Resource.objects.create(id=new_id(at=at), **facts)
    record.append(Kind.RESOURCE_ADDED, actor=by.id, subject=row.id, at=at, facts=facts)
    return row


@action
def hinder_resource(*, resource: str, why: str, by: Actor, at: datetime) -> Resource:
    """Say why a resource cannot be drawn on now; an empty reason says that it can again.

    :raises BadInput: when the reason is longer than 200 characters.
    """
    row = _kept(resource, by)
    row.hindered = why.strip()
    if len(row.hindered) > 200:
        raise BadInput("why", "it is too long", "Write it in fewer words")
    row.save(update_fields=["hindered"])
    facts = {"why": row.hindered}
    record.append(Kind.RESOURCE_HINDERED, actor=by.id, subject=row.id, at=at, facts=facts)
    return row


@action
def end_resource(*, resource: str, by: Actor, at: datetime) -> None:
    """Take a resource out of use, once all of it is returned.

    :raises Conflict: when some of it is drawn on.
    """
    row = _kept(resource, by)
    if row.uses.filter(returned_at=None).exists():
        raise Conflict(resource, "resource-drawn-on")
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record.append(Kind.RESOURCE_ENDED, actor=by.id, subject=row.id, at=at)


@action
def draw_on(
    *, incident: str, resource: str, count: int, by: Actor, at: datetime
) -> ResourceUse:
    """Draw on a resource for an incident; of two who draw the last, one has it.

    What an exercise draws is never missing to what is real.

    :raises BadInput: when it is not at least one.
    :raises Conflict: when the incident is not acknowledged or is closed, or the resource is
        hindered or has not so many left.
    """
    row = handled(incident, by)
    require_acknowledged(row)
    if count < 1:
        raise BadInput("count", "it is less than one", "Give how many")
    named = find(queries.resources_for(row, by=by), resource)
    kept = Resource.objects.select_for_update().get(pk=named.pk)
    if kept.hindered:
        raise Conflict(kept.name, "resource-hindered")
    drawn = kept.uses.filter(
        returned_at=None, incident__exercise__isnull=row.exercise_id is None
    ).aggregate(all=Sum("count"))["all"]
    if count > kept.count - (drawn or 0):
        raise Conflict(kept.name, "resource-not-enough")
    use = ResourceUse.objects.create(
        id=new_id(at=at),
        resource=kept,
        incident=row,
        count=count,
        drawn_at=at,
        drawn_by_id=by.id,
    )
    note(Kind.RESOURCE_DRAWN, row, by.id, at, facts=_facts(use))
    return use


@action
def return_resource(*, use: str, by: Actor, at: datetime) -> ResourceUse:
    """Return what was drawn, also after the incident is closed.

    :raises Conflict: when it is returned already.
    """
    found = find(ResourceUse.objects.select_related("resource"), use)
    row = handled(found.incident_id, by)
    open_use = ResourceUse.objects.filter(pk=use, returned_at=None)
    if not open_use.update(returned_at=at, returned_by_id=by.id):
        raise Conflict(found.resource.name, "resource-returned")
    note(Kind.RESOURCE_RETURNED, row, by.id, at, facts=_facts(found))
    return found


def _facts(use: ResourceUse) -> Facts:
    return {"resource": use.resource_id, "use": use.id, "count": use.count}


def _kept(resource: str, by: Actor) -> Resource:
    row = find(Resource.objects.filter(ended_at=None), resource)
    board = row.board_id or EVERY_BOARD
    require(by, Permission.RUN_CENTRE, board=board, subject=resource)
    return row
