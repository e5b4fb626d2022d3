"""Reads: who was heard on a balancing, and whether a decision may stand on it."""

from django.db.models import QuerySet

from vaka.balancing.models import Balancing, EmployeesOpinion, ImpactAdvice
from vaka.balancing.queries.template import template_of
from vaka.balancing.queries.weighing import values
from vaka.balancing.rules import hearing, impact
from vaka.balancing.rules.impact import Drawn, Met, Need


def impact_advice(balancing: Balancing) -> ImpactAdvice | None:
    """Return the data protection officer's advice on the text as it was last submitted."""
    rows = balancing.impact_advice.filter(submission=balancing.submission)
    return rows.select_related("adviser").first()


def impact_need(balancing: Balancing) -> Need:
    """Return how strongly the answers speak for an impact assessment."""
    return impact.need(values(balancing))


def impact_criteria(balancing: Balancing) -> list[Met]:
    """Return which of the authority's criteria the answers meet."""
    return impact.met(values(balancing))


def impact_drawn(balancing: Balancing) -> list[Drawn]:
    """Return the impact assessment's parts, drawn from what was answered."""
    return impact.drawn(template_of(balancing), values(balancing))


def impact_is_lacking(balancing: Balancing) -> bool:
    """Return whether an impact must be assessed and the officer has not advised on it."""
    return impact.must_be_assessed(values(balancing)) and impact_advice(balancing) is None


def employees_opinions(balancing: Balancing) -> QuerySet[EmployeesOpinion]:
    """Return what the employees' representatives said, oldest first."""
    return balancing.employees_opinions.select_related("attached_by")


def employees_are_unheard(balancing: Balancing) -> bool:
    """Return whether a workplace is watched and no opinion is attached (KBL 21 §)."""
    watched = hearing.employees_must_be_heard(values(balancing))
    return watched and not balancing.employees_opinions.exists()
