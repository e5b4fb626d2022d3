"""The municipality's own questions: what one must have, and the template with them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from vaka.core.errors import BadInput
from vaka.law.templates import Kind, Question, Template, Words, extended

# Of the template's kinds, those that need no options and become no terms.
KINDS = (Kind.TEXT, Kind.LINE, Kind.YES_NO, Kind.NUMBER, Kind.DATE)


@dataclass(frozen=True)
class Asked:
    """A question of the municipality's own: where, of what kind, in which words, why."""

    section: int
    kind: str
    sv: str
    source: str
    required: bool
    en: str = ""


def checked(asked: Asked, whole: Template) -> Asked:
    """Return the question without blanks around its words, in both languages.

    :raises BadInput: when it has no words or no ground, or its section or kind is not there.
    """
    if asked.section not in {section.number for section in whole.sections}:
        raise BadInput("section", f"there is no section {asked.section}", "Choose one there is")
    if asked.kind not in KINDS:
        raise BadInput("kind", f"{asked.kind} is none", f"Choose {', '.join(KINDS)}")
    sv, source = asked.sv.strip(), asked.source.strip()
    if not sv:
        raise BadInput("sv", "it is empty", "Write the question")
    if not source:
        raise BadInput("source", "it is empty", "Say on what ground it is asked")
    return replace(asked, sv=sv, source=source, en=asked.en.strip() or sv)


def key(edition: int) -> str:
    """Return the id of the question that an edition adds; none of the template's is like it."""
    return f"own_{edition}"


def is_of(whole: Template, question: str) -> bool:
    """Return whether the template itself asks it."""
    return question in {each.id for each in whole.questions()}


def question(key: str, asked: Asked) -> Question:
    """Return an own question as the template's are."""
    return Question(
        id=key,
        kind=Kind(asked.kind),
        text=Words(asked.sv, asked.en),
        help=Words("", ""),
        source=asked.source,
        required=asked.required,
        options=(),
        terms="",
        waived=(),
    )


def with_own(whole: Template, asked: Iterable[tuple[int, Question]]) -> Template:
    """Return the template with own questions after its own, by section."""
    more: dict[int, tuple[Question, ...]] = {}
    for section, each in asked:
        more[section] = (*more.get(section, ()), each)
    return extended(whole, more)
