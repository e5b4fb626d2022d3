"""Reads: what has happened in a case, in order, and how each demand stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django.db.models import Model

from vaka.cases.models import Case, Demand
from vaka.cases.queries.hearing import referrals
from vaka.cases.queries.matters import initiative, meetings, preparations, recusals
from vaka.cases.queries.resolving import decided_by_delegate, resolutions
from vaka.cases.queries.statements import signed, statements
from vaka.cases.rules.inputs import day_of


@dataclass(frozen=True)
class Happening:
    """One line of a case's timeline; `what` is a code that the page puts into words."""

    at: date
    what: str
    thing: Model


@dataclass(frozen=True)
class Answered:
    """One demand: what each body thinks of it, what is proposed, and what was resolved.

    `by_body` holds each body that has answered, with no stance when it said nothing of it.
    """

    demand: Demand
    by_body: tuple[tuple[str, str], ...]
    proposed: str
    resolved: str


def timeline(case: Case) -> list[Happening]:
    """Return what happened in the case, in order."""
    told = [*_began(case), *_heard(case), *_resolved(case)]
    return sorted(told, key=attrgetter("at"))


def _began(case: Case) -> Iterator[Happening]:
    began = initiative(case)
    if began:
        yield Happening(began.received_on, "initiative", began)
    yield Happening(day_of(case.opened_at), "opened", case)
    for order in preparations(case):
        yield Happening(order.ordered_on, "prepared", order)
    for recusal in recusals(case):
        yield Happening(day_of(recusal.noted_at), "recused", recusal)
        if recusal.withdrawn_at:
            yield Happening(day_of(recusal.withdrawn_at), "recusal-withdrawn", recusal)


def _heard(case: Case) -> Iterator[Happening]:
    for asked in referrals(case):
        yield Happening(day_of(asked.sent_at), "referred", asked)
        for reminder in asked.reminders.all():
            yield Happening(day_of(reminder.sent_at), "reminded", asked)
        if hasattr(asked, "opinion"):
            yield Happening(day_of(asked.opinion.given_at), "opinion", asked.opinion)


def _resolved(case: Case) -> Iterator[Happening]:
    for stated in statements(case):
        if stated.signed_at:
            yield Happening(day_of(stated.signed_at), "stated", stated)
    for row in resolutions(case):
        yield Happening(row.meeting, "resolved", row)
    for decided in decided_by_delegate(case):
        yield Happening(decided.decided_on, "delegated", decided)


def planned(case: Case, *, today: date) -> list[Happening]:
    """Return the meetings that are still to come."""
    return [Happening(row.on, "planned", row) for row in meetings(case) if row.on >= today]


def answered(case: Case) -> list[Answered]:
    """Return how each demand of the case stands, in order."""
    asked = [each.opinion for each in referrals(case) if hasattr(each, "opinion")]
    stances = [
        (each.referral.consulted, {row.demand_id: row.stance for row in each.positions.all()})
        for each in asked
    ]
    last = signed(case)
    proposed = {row.demand_id: row.outcome for row in last.proposals.all()} if last else {}
    ruled = {
        row.demand_id: row.outcome for each in resolutions(case) for row in each.rulings.all()
    }
    return [
        Answered(
            demand=demand,
            by_body=tuple((body, stance.get(demand.id, "")) for body, stance in stances),
            proposed=proposed.get(demand.id, ""),
            resolved=ruled.get(demand.id, ""),
        )
        for demand in case.demands.all()
    ]
