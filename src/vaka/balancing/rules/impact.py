"""Whether the impact on data protection must be assessed (GDPR art. 35), from the answers.

The risk is judged without regard to the safeguards (imy.se): a masked home is a home in view.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from vaka.law.se import impact as law
from vaka.law.se.impact import Criterion, Part
from vaka.law.templates import Question, Template

Values = Mapping[str, object]
SENSITIVE = frozenset({"patients", "worshippers"})
VULNERABLE = frozenset({"children", "employees", "patients"})


class Need(StrEnum):
    """How strongly the answers speak for an assessment; a person concludes."""

    # Systematic monitoring of a public place on a large scale (art. 35.3 c).
    REQUIRED = "required"
    # As many criteria as the authority's list asks for.
    LIKELY = "likely"
    TO_ARGUE = "to-argue"
    NO_SIGN = "no-sign"


@dataclass(frozen=True)
class Met:
    """A criterion that is met, and the question whose answer shows it."""

    criterion: Criterion
    question: str


def met(values: Values) -> list[Met]:
    """Return the criteria that the answers meet, in the list's order."""
    return sorted(_met(values), key=lambda each: each.criterion.number)


def _met(values: Values) -> Iterator[Met]:
    there = _words(values, "who_is_there")
    if values.get("public_access") is True:
        yield Met(law.SYSTEMATIC, "public_access")
    if SENSITIVE & there:
        yield Met(law.SENSITIVE, "who_is_there")
    elif values.get("homes_in_view") is True:
        yield Met(law.SENSITIVE, "homes_in_view")
    if values.get("large_scale") is True:
        yield Met(law.LARGE_SCALE, "large_scale")
    if VULNERABLE & there:
        yield Met(law.VULNERABLE, "who_is_there")
    if values.get("new_technique") is True:
        yield Met(law.NEW_TECHNIQUE, "new_technique")
    elif _words(values, "analytics"):
        yield Met(law.NEW_TECHNIQUE, "analytics")


def need(values: Values) -> Need:
    """Return how strongly the answers speak for an assessment."""
    if values.get("public_access") is True and values.get("large_scale") is True:
        return Need.REQUIRED
    found = met(values)
    if len(found) >= law.ENOUGH:
        return Need.LIKELY
    return Need.TO_ARGUE if found else Need.NO_SIGN


def must_be_assessed(values: Values) -> bool:
    """Return whether it must be there before the decision: by the answer, or by the article."""
    return values.get("dpia_needed") is True or need(values) == Need.REQUIRED


@dataclass(frozen=True)
class Drawn:
    """A part of the assessment with the questions that it is drawn from, as they are asked."""

    part: Part
    answered: tuple[Question, ...]


def drawn(template: Template, values: Values) -> list[Drawn]:
    """Return the assessment's parts; a question nobody answered is left out."""
    asked = {each.id: each for each in template.questions()}
    return [
        Drawn(
            part, tuple(asked[key] for key in part.questions if key in asked and key in values)
        )
        for part in law.PARTS
    ]


def _words(values: Values, question: str) -> frozenset[str]:
    told = values.get(question)
    return frozenset(told) if isinstance(told, list) else frozenset()
