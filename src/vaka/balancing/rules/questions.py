"""From answers to what they mean: what is missing, the outcome, the limits, the proposal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from vaka.balancing.rules import impact
from vaka.balancing.rules import values as kinds
from vaka.balancing.rules.proposal import NO_EXEMPTION, Proposal, hours_of_week, unguarded
from vaka.core.errors import Absent, BadInput
from vaka.law.templates import Question, Template

OUTCOME = "outcome"
# What nobody can take over from another board: each controller weighs for itself (KBL 8–9 §§).
WEIGHED = frozenset({"necessity", "argument_for", "argument_against", "tips", OUTCOME})
# What was said of a place, or of how a board does it, holds for its next camera too.
OF_THE_PLACE = frozenset({"place", "public_access", "who_is_there", "sensitive_nearby"})
OF_THE_BOARD = frozenset({"offline_hours", "access", "security"})
# Fields of the terms that an unanswered question leaves empty; all others must be answered.
EMPTY: Mapping[str, object] = {"view.masks": [], "uses.analytics": []}
# Where the terms know no empty list: the field is there with something in it, or not there.
ABSENT_WHEN_EMPTY = frozenset({"view.presets"})
# Fields of the proposal that another question answers than the one of their name.
WHERE = {
    **{
        name: name
        for name in (
            *("problems", "measures", "claimed_effect", "hours", "pixels_per_metre"),
            *("retention_hours", "audio", "homes_in_view", "workplace_in_view", "masks"),
            *("watched_area", "movable", "analytics", "access", "live", "exemption"),
            *("purposes", "legal_basis", "dpia_needed", "valid_until", "review_by"),
            *("in_register", "presets"),
        )
    },
    "present": "who_is_there",
}
# In whose sentences each limit is argued; the need, the intrusion and what tips it for most.
ARGUED_BY: Mapping[str, tuple[str, ...]] = {
    "view.area": ("place", "intrusion"),
    "view.max_pixels_per_metre": ("purpose_level_why", "intrusion"),
    "view.masks": ("intrusion",),
    "view.presets": ("intrusion",),
    "purposes": ("problems", "necessity"),
    "legal_basis": ("necessity",),
    "hours": ("problems", "tips"),
    "retention_hours": ("retention_argument", "tips"),
    "offline_hours": ("security",),
    "access": ("security",),
    "sign": ("intrusion",),
    "valid.from": ("tips",),
    "valid.until": ("tips", "indicators"),
    "valid.review_by": ("indicators",),
}
WEIGHING = ("intrusion", "tips")
Values = Mapping[str, object]


@dataclass(frozen=True)
class Trace:
    """A field of the terms, the question where it was weighed, and those that argue it."""

    field: str
    question: Question
    argued: tuple[Question, ...]


def read(template: Template, key: str, value: object) -> object:
    """Return an answer as it is kept.

    :raises BadInput: when there is no such question, or the answer is not of its kind.
    """
    try:
        question = template.question(key)
    except Absent:
        mend = f"Answer the questions of {template.id}"
        raise BadInput(key, "the template has no such question", mend) from None
    return kinds.read(question, value)


def missing(template: Template, values: Values) -> list[Question]:
    """Return the required questions without an answer, in order."""
    return [each for each in template.questions() if is_missing(each, values)]


def is_missing(question: Question, values: Values) -> bool:
    """Return whether a question is to be answered, and is not.

    What an exemption waives (KBL 11 and 13 §§) may be answered, and need not be.
    """
    exemption = str(values.get("exemption", NO_EXEMPTION))
    required = question.required and exemption not in question.waived
    return required and question.id not in values


def outcome(values: Values) -> str:
    """Return what the people who weighed came to, or nothing while they have not said."""
    return str(values.get(OUTCOME, ""))


def limits(template: Template, values: Values) -> tuple[dict[str, object], tuple[Trace, ...]]:
    """Return the limits as fields of the terms, and for each the question it comes from."""
    fields: dict[str, object] = {}
    traces = []
    for question in template.questions():
        value = values.get(question.id, EMPTY.get(question.terms))
        absent = value is None or (not value and question.terms in ABSENT_WHEN_EMPTY)
        if question.terms and not absent:
            _put(fields, question.terms, value)
            argued = ARGUED_BY.get(question.terms, WEIGHING)
            sentences = tuple(template.question(key) for key in argued if key in values)
            traces.append(Trace(question.terms, question, sentences))
    return fields, tuple(traces)


def _put(fields: dict[str, object], path: str, value: object) -> None:
    """Put a value at its place, such as `uses.live`."""
    outer, _, inner = path.partition(".")
    if not inner:
        fields[outer] = value
        return
    within = fields.setdefault(outer, {})
    assert isinstance(within, dict)
    within[inner] = value


def proposal(values: Values) -> Proposal:
    """Return what the answers propose; what is not answered proposes nothing."""
    return Proposal(
        where=WHERE,
        hours=hours_of_week(_entries(values.get("hours"))),
        purpose_level=str(values.get("purpose_level", "")),
        pixels_per_metre=_number(values.get("pixels_per_metre")) or 0,
        retention_hours=_whole(values.get("retention_hours")),
        retention_argument=str(values.get("retention_argument", "")),
        audio=values.get("audio") is True,
        claimed_effect=_number(values.get("claimed_effect")) or 0,
        homes_in_view=values.get("homes_in_view") is True,
        masks=bool(values.get("masks")),
        workplace_in_view=values.get("workplace_in_view") is True,
        present=_words(values.get("who_is_there")),
        movable=values.get("movable") is True,
        presets=bool(values.get("presets")),
        analytics=_words(values.get("analytics")),
        unguarded=unguarded(_entries(values.get("access"))),
        live=_said(values.get("live")),
        record=_said(values.get("record")),
        public=_said(values.get("public_access")),
        impact_assessed=_said(values.get("dpia_needed")),
        impact=impact.need(values),
        criteria=frozenset(each.criterion.code for each in impact.met(values)),
        exemption=str(values.get("exemption", NO_EXEMPTION)),
        in_register=_said(values.get("in_register")),
        purposes=frozenset(str(e["code"]) for e in _entries(values.get("purposes"))),
        legal_basis=str(values.get("legal_basis", "")),
        valid_from=_day(values.get("valid_from")),
        valid_until=_day(values.get("valid_until")),
        review_by=_day(values.get("review_by")),
    )


def _entries(value: object) -> Iterable[Mapping[str, object]]:
    return value if isinstance(value, list) else []


def _words(value: object) -> frozenset[str]:
    return frozenset(value) if isinstance(value, list) else frozenset()


def _said(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
