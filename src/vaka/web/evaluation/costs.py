"""What a measure costs, beside what it is said to have done: never a price on a benefit."""

from datetime import datetime

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from vaka.evaluation.rules.judging import Effect
from vaka.measures import queries as measures
from vaka.measures.rules.kinds import MeasureKind
from vaka.measures.rules.ratios import Ruling
from vaka.municipality.rules import Actor
from vaka.web.templatetags.vaka import kronor


def cost_line(site: str, effect: Effect, *, by: Actor, at: datetime) -> str:
    """Return what the cameras at a site cost, and beside it the effect, when one is shown."""
    plans = [row.plan() for row in measures.at_site(site, by=by)]
    cameras = [plan for plan in plans if plan.kind is MeasureKind.CAMERA]
    if not cameras:
        return _("What the camera costs is not registered among the measures at the place.")
    today = measures.local_day(at)
    words = _("The camera: %(once)s once and %(yearly)s a year; %(spent)s until today.")
    told = words % {
        "once": kronor(sum(plan.cost_investment_ore for plan in cameras)),
        "yearly": kronor(sum(plan.cost_yearly_ore for plan in cameras if plan.in_force(today))),
        "spent": kronor(sum(plan.cost_until(today) for plan in cameras)),
    }
    return f"{told} {_beside(effect)}"


def _beside(effect: Effect) -> str:
    if effect.ruling is not Ruling.DECREASE:
        return _("No fall is shown, so nothing is set against the cost.")
    difference = effect.difference_a_year
    words = _(
        "For that there were %(fewer)s fewer problems a year (%(least)s to %(most)s), with "
        "what lies next to the place. What a problem less is worth is for the board to say."
    )
    fewer, most, least = (-difference.value, -difference.low, -difference.high)
    return words % {
        "fewer": number_format(round(fewer), 0),
        "least": number_format(round(least), 0),
        "most": number_format(round(most), 0),
    }
