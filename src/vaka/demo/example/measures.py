"""Measures: what was tried at the two places before anybody spoke of a camera."""

from collections.abc import Mapping
from datetime import date

from vaka.demo.example import days
from vaka.demo.example.files import rows
from vaka.demo.example.organisation import who
from vaka.measures import actions
from vaka.measures.rules.kinds import MeasureKind, Plan

ORE = 100


def register(sites: Mapping[str, str]) -> None:
    """Register every measure with its period and cost."""
    by = who("samordnare", days.MEASURES)
    for row in rows("measures.csv"):
        plan = Plan(
            kind=MeasureKind(row["kind"]),
            title=row["title"],
            starts=date.fromisoformat(row["starts"]),
            ends=date.fromisoformat(row["ends"]) if row["ends"] else None,
            cost_investment_ore=int(row["cost_investment_kr"]) * ORE,
            cost_yearly_ore=int(row["cost_yearly_kr"]) * ORE,
            responsible=row["responsible"],
            result=row["result"],
        )
        actions.register(plan, site=sites[row["site"]], by=by, at=days.MEASURES)
