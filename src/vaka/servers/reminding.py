"""What boards have to see to: found, raised, and reminded of when its day has passed."""

from datetime import datetime
from itertools import chain

from vaka.cases import queries as cases
from vaka.decisions import queries as decisions
from vaka.measures import queries as measures
from vaka.municipality import actions as municipality
from vaka.municipality import queries as organisation
from vaka.needs import queries as needs
from vaka.operation import actions as operation
from vaka.oversight import queries as oversight


def remind(*, at: datetime) -> None:
    """Raise and remind of everything that is due; doing it twice changes nothing."""
    operation.end_lapsed_placements(at=at)
    found = (
        cases.duties(at=at),
        needs.picture_duties(at=at),
        measures.plan_duties(at=at),
        oversight.duties(at=at),
        oversight.signs_to_confirm(at=at),
        oversight.exemptions_to_end(at=at),
        oversight.disposals_due(at=at),
        oversight.owed(at=at),
        organisation.token_duties(at=at),
    )
    for duty in chain.from_iterable(found):
        municipality.raise_duty(duty, apart=decisions.recused_from, at=at)
    municipality.remind_due(apart=decisions.recused_from, at=at)
