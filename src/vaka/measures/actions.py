"""Verbs: register a measure at a site."""

from datetime import datetime

from vaka.core.ids import new_id
from vaka.measures.models import Measure
from vaka.measures.rules.kinds import Plan
from vaka.municipality import queries as municipality
from vaka.municipality.access import action, require
from vaka.municipality.rules import Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind


@action
def register(plan: Plan, *, site: str, by: Actor, at: datetime) -> Measure:
    """Register what is done at a site, with its period and cost.

    :raises Absent: when there is no such site for this person.
    """
    place = municipality.site(site, by=by)
    require(by, Permission.REGISTER_MEASURE, board=place.board_id, subject=site)
    measure = Measure.objects.create(
        id=new_id(at=at),
        site=place,
        kind=plan.kind,
        title=plan.title,
        starts_on=plan.starts,
        ends_on=plan.ends,
        cost_investment_ore=plan.cost_investment_ore,
        cost_yearly_ore=plan.cost_yearly_ore,
        responsible=plan.responsible,
        result=plan.result,
        example=place.example,
        registered_at=at,
    )
    record.append(
        Kind.MEASURE_REGISTERED,
        actor=by.id,
        subject=measure.id,
        at=at,
        facts={
            "site": site,
            "kind": plan.kind,
            "starts": plan.starts.isoformat(),
            "ends": plan.ends.isoformat() if plan.ends else None,
            "cost_investment_ore": plan.cost_investment_ore,
            "cost_yearly_ore": plan.cost_yearly_ore,
        },
    )
    return measure
