"""A balancing as people read it: sections, questions, answers in words, findings beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from vaka.balancing import queries
from vaka.balancing.rules import questions
from vaka.balancing.rules.findings import Finding
from vaka.balancing.rules.states import CommentState
from vaka.geometry.sweref import square_metres
from vaka.law.templates import Kind, Question, Section
from vaka.web.balancing.kinds import in_lines
from vaka.web.words import said

if TYPE_CHECKING:
    from vaka.balancing.models import Answer, Balancing, Comment

Beside = Mapping[str, Sequence[Finding]]


@dataclass(frozen=True)
class CommentRead:
    """A comment of the council, and how far it has come."""

    row: "Comment"
    state: CommentState


@dataclass(frozen=True)
class QuestionRead:
    """One question with its newest answer in words, and what the guidance found."""

    question: Question
    title: str
    help: str
    answer: "Answer | None"
    lacking: bool
    lines: list[str]
    findings: Sequence[Finding]
    comments: Sequence[CommentRead]


@dataclass(frozen=True)
class SectionRead:
    """One section as it stands."""

    section: Section
    title: str
    questions: list[QuestionRead]

    @property
    def number(self) -> int:
        """Return its number."""
        return self.section.number

    @property
    def answered(self) -> int:
        """Return how many of its questions have an answer."""
        return sum(each.answer is not None for each in self.questions)

    @property
    def lacking(self) -> int:
        """Return how many required answers are missing."""
        return sum(each.lacking for each in self.questions)

    @property
    def findings(self) -> int:
        """Return how many findings stand beside its questions."""
        return sum(len(each.findings) for each in self.questions)


def whole(balancing: "Balancing", beside: Beside) -> list[SectionRead]:
    """Return every section with its questions, what was answered and what was asked of it."""
    answers = queries.answers(balancing)
    asked = comments_by_question(balancing)
    return [
        section_read(section, answers, beside, asked)
        for section in queries.template_of(balancing).sections
    ]


def section_read(
    section: Section,
    answers: "Mapping[str, Answer]",
    beside: Beside,
    comments: Mapping[str, Sequence[CommentRead]],
) -> SectionRead:
    """Return one section with its questions and what was answered."""
    asked = [
        _question_read(question, answers, beside, comments) for question in section.questions
    ]
    return SectionRead(section, said(section.title), asked)


def _question_read(
    question: Question,
    answers: "Mapping[str, Answer]",
    beside: Beside,
    comments: Mapping[str, Sequence[CommentRead]],
) -> QuestionRead:
    answer = answers.get(question.id)
    return QuestionRead(
        question=question,
        title=said(question.text),
        help=said(question.help),
        answer=answer,
        lacking=_is_lacking(question, answers),
        lines=_lines(question, answer),
        findings=beside.get(question.id, []),
        comments=comments.get(question.id, []),
    )


def _is_lacking(question: Question, answers: "Mapping[str, Answer]") -> bool:
    """Return whether a required answer is missing, also under the exemption that is claimed."""
    values = {key: answer.value for key, answer in answers.items()}
    return questions.is_missing(question, values)


def _lines(question: Question, answer: "Answer | None") -> list[str]:
    """Return the answer in words, a line each; choices in the reader's language."""
    if answer is None:
        return []
    names = {option.code: said(option.text) for option in question.options}
    if question.kind == Kind.AREA and isinstance(answer.value, dict):
        return [_("%(area)s m²") % {"area": number_format(round(square_metres(answer.value)))}]
    if isinstance(answer.value, bool):
        return [_("Yes") if answer.value else _("No")]
    if isinstance(answer.value, list) and question.options:
        return [names.get(str(code), str(code)) for code in answer.value]
    if question.options:
        return [names.get(str(answer.value), str(answer.value))]
    return in_lines(question.kind, answer.value).splitlines()


def comments_by_question(balancing: "Balancing") -> dict[str, list[CommentRead]]:
    """Return the council's comments on each question."""
    beside: dict[str, list[CommentRead]] = {}
    for row in queries.comments(balancing):
        read = CommentRead(row, queries.comment_state(row))
        beside.setdefault(row.question, []).append(read)
    return beside


@dataclass(frozen=True)
class LimitRead:
    """A field of the terms: the answer that sets it, and the sentences that argue it."""

    field: str
    set_by: QuestionRead
    argued: list[QuestionRead]


def limits(balancing: "Balancing") -> list[LimitRead]:
    """Return every limit of the terms, back to its sentences and their evidence."""
    answers = queries.answers(balancing)
    return [
        LimitRead(
            trace.field,
            _question_read(trace.question, answers, {}, {}),
            [_question_read(each, answers, {}, {}) for each in trace.argued],
        )
        for trace in queries.limits(balancing).traces
    ]


def findings_by_question(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """Return the findings of each question."""
    beside: dict[str, list[Finding]] = {}
    for finding in findings:
        beside.setdefault(finding.question, []).append(finding)
    return beside
