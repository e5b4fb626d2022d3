"""What other stages know of the place, shown beside the section that asks for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from vaka.measures import queries as measures
from vaka.measures.rules.evidence import Expected
from vaka.municipality.rules import Actor
from vaka.needs import queries as needs
from vaka.needs.rules.criteria import DocumentedProblem
from vaka.web.balancing import lines
from vaka.web.balancing.lending import as_answer
from vaka.web.charts import HourOfWeek

if TYPE_CHECKING:
    from vaka.balancing.models import Balancing
    from vaka.measures.models import Measure

PROBLEMS, MEASURES, EFFECT, INTRUSION, TERMS = 2, 5, 6, 7, 9


@dataclass(frozen=True)
class Evidence:
    """What is known, as far as the section asks for it."""

    documented: DocumentedProblem | None = None
    week: HourOfWeek | None = None
    suggested: str = ""
    measures: "list[Measure] | None" = None
    expected: Expected | None = None


def evidence(section: int, balancing: "Balancing", *, by: Actor, at: datetime) -> Evidence:
    """Return what is known of the place that the section's questions turn on."""
    site = balancing.site_id
    if section == PROBLEMS:
        return Evidence(
            documented=needs.documented(site, by=by, at=at), week=_week(site, by=by)
        )
    if section == MEASURES:
        return Evidence(measures=list(measures.at_site(site, by=by)))
    if section == EFFECT:
        return Evidence(expected=measures.expected_at(site, by=by, at=at))
    if section in (INTRUSION, TERMS):
        return Evidence(suggested=_suggested(site, by=by), week=_week(site, by=by))
    return Evidence()


def _suggested(site: str, *, by: Actor) -> str:
    """Return the hours that the problems suggest, as the hours' question is answered."""
    found = needs.suggested_hours(site, by=by)
    return lines.hours_text(as_answer(found.bands if found else ()))


def _week(site: str, *, by: Actor) -> HourOfWeek:
    """Return the documented problems by hour of the week, as a picture."""
    matrix = [round(count) for count in needs.week(site, by=by)]
    return HourOfWeek(
        title=_("Documented problems by hour of the week"),
        summary=_("%(count)s reports; feelings are left out.") % {"count": sum(matrix)},
        unit=_("reports"),
        counts=[matrix[day * 24 : day * 24 + 24] for day in range(7)],
    )
