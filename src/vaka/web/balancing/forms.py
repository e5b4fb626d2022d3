"""What is filled in: a site to weigh, and a section's answers with their evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaka.balancing.rules import values
from vaka.balancing.rules.findings import Finding
from vaka.cases import queries as cases
from vaka.core.errors import BadInput
from vaka.law.templates import Kind, Question, Section
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Permission
from vaka.web.balancing.kinds import WAYS
from vaka.web.balancing.lending import Lent
from vaka.web.words import said

if TYPE_CHECKING:
    from vaka.balancing.models import Answer

EVIDENCE = "evidence-"
# What can be taken away from the terms again by leaving it empty.
EMPTIED = (Kind.CHOICES, Kind.MASKS, Kind.PRESETS)


class DraftForm(forms.Form):
    """Where a camera is thought of, and in which case."""

    site = forms.ChoiceField(label=gettext_lazy("Place"))
    case = forms.ChoiceField(label=gettext_lazy("Case"), required=False)

    def offer(self, by: Actor) -> "DraftForm":
        """Offer the sites and the cases of the boards that the actor drafts for."""
        sites = municipality.sites(by=by, permission=Permission.DRAFT_ASSESSMENT)
        opened = cases.cases(by=by, permission=Permission.DRAFT_ASSESSMENT)
        self._choose("site", [(site.id, f"{site.name}, {site.board.name}") for site in sites])
        self._choose("case", [("", "–"), *[(case.id, str(case)) for case in opened]])
        return self

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


@dataclass(frozen=True)
class Given:
    """What was written in order, ready to be kept."""

    answers: Mapping[str, object]
    evidence: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Row:
    """A question's field, the field of its evidence, and what the guidance found."""

    field: forms.BoundField
    evidence: forms.BoundField
    findings: Sequence[Finding]


class SectionForm(forms.Form):
    """The questions of one section. A text or a figure left empty is left as it was."""

    # A draft may be saved half done; what is required is asked for when it is submitted.
    use_required_attribute = False

    def __init__(
        self,
        section: Section,
        answers: "Mapping[str, Answer]",
        lent: Mapping[str, Lent],
        data: QueryDict | None,
    ) -> None:
        super().__init__(data)
        self._questions = section.questions
        self._told = frozenset(answers)
        for question in section.questions:
            self._ask(question, answers.get(question.id))
            if question.id in lent:
                self._lend(question, lent[question.id])

    def _lend(self, question: Question, lent: Lent) -> None:
        """Propose what is known already, and say that it is a proposal."""
        field = self.fields[question.id]
        field.initial = WAYS[question.kind].written(lent.value)
        told = _("Filled in from what is known; it is your answer when you save.")
        field.help_text = f"{told} {field.help_text}".strip()
        self.fields[EVIDENCE + question.id].initial = "\n".join(lent.cited)

    def _ask(self, question: Question, answer: "Answer | None") -> None:
        way = WAYS[question.kind]
        field = way.field([(o.code, said(o.text)) for o in question.options])
        field.label = said(question.text)
        field.help_text = " ".join(
            part for part in (said(question.help), _source(question)) if part
        )
        field.required = False
        if answer is not None:
            field.initial = way.written(answer.value)
        self.fields[question.id] = field
        self.fields[EVIDENCE + question.id] = forms.CharField(
            label=_("Evidence"),
            help_text=_("Reports and documents, one a line."),
            widget=forms.Textarea(attrs={"rows": 2}),
            required=False,
            initial="\n".join(answer.evidence) if answer else "",
        )

    def given(self) -> Given:
        """Return the answers that are in order; the others get their error and stay shown."""
        answers: dict[str, object] = {}
        evidence: dict[str, list[str]] = {}
        for question in self._questions:
            written = self.cleaned_data.get(question.id)
            if written in (None, "", []):
                if self._is_emptied(question):
                    answers[question.id] = []
                continue
            try:
                answers[question.id] = values.read(question, WAYS[question.kind].read(written))
            except BadInput as problem:
                self.add_error(question.id, f"{problem.problem}. {problem.mend}.")
            cited = self.cleaned_data.get(EVIDENCE + question.id, "")
            evidence[question.id] = [
                each.strip() for each in cited.splitlines() if each.strip()
            ]
        return Given(answers, evidence)

    def _is_emptied(self, question: Question) -> bool:
        """Return whether a list that had something in it was sent with nothing."""
        optional_list = question.kind in EMPTIED and not question.required
        # A box that is not ticked is not sent; the field of its evidence always is.
        return (
            optional_list and question.id in self._told and EVIDENCE + question.id in self.data
        )

    def beside(self, findings: Mapping[str, Sequence[Finding]]) -> list[Row]:
        """Return each question's fields with the guidance that stands beside it."""
        for each in self._questions:
            self.fields[each.id].required = each.required
        return [
            Row(self[each.id], self[EVIDENCE + each.id], findings.get(each.id, []))
            for each in self._questions
        ]


def _source(question: Question) -> str:
    return _("Source: %(law)s.") % {"law": question.source} if question.source else ""
