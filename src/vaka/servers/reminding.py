"""What boards have to see to: found, raised, and reminded of when its day has passed."""

from datetime import datetime

from vaka.cases import queries as cases
from vaka.municipality import actions as municipality
from vaka.operation import actions as operation
from vaka.oversight import queries as oversight


def remind(*, at: datetime) -> None:
    """Raise and remind of everything that is due; doing it twice changes nothing."""
    operation.end_lapsed_placements(at=at)
    for duty in (*cases.duties(at=at), *oversight.duties(at=at), *oversight.owed(at=at)):
        municipality.raise_duty(duty, at=at)
    municipality.remind_due(at=at)
