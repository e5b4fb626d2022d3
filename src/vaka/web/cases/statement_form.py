"""The statement as it is filled in: plain texts, and a proposal for each demand."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from vaka.cases.rules.statement import Part, Proposed, Written
from vaka.cases.rules.states import Outcome
from vaka.web.cases.forms import OUTCOMES, Day, lines, numbered, offer

HEADING = "# "


class StatementForm(forms.Form):
    """An official statement."""

    dated = forms.DateField(label=_("Date"), widget=Day())
    department = forms.CharField(label=_("Department"), max_length=100)
    officer = forms.CharField(
        label=_("Officer"), max_length=100, help_text=_("By role, as “Utredare”.")
    )
    contact = forms.CharField(label=_("Contact"), max_length=200, required=False)
    proposer = forms.CharField(
        label=_("Proposed by"),
        max_length=100,
        required=False,
        help_text=_("The committee that proposes it to the board; empty: the department."),
    )
    summary = forms.CharField(label=_("Summary"), widget=forms.Textarea)
    matter = forms.CharField(label=_("The matter"), widget=forms.Textarea)
    background = forms.CharField(
        label=_("Background"),
        widget=forms.Textarea,
        required=False,
        help_text=_("A line that begins with “# ” is a heading; what follows is its text."),
    )
    documents = forms.MultipleChoiceField(
        label=_("Documents that the proposal rests on"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    recipients = forms.CharField(
        label=_("The resolution is sent to"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line."),
    )
    officers = forms.CharField(
        label=_("Officers responsible"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Roles, one a line."),
    )

    def about(
        self, demands: Mapping[int, str], documents: Sequence[tuple[str, str]]
    ) -> "StatementForm":
        """Ask for a proposal on each demand, or for proposals in words of their own."""
        offer(self, "documents", list(documents))
        for number, text in demands.items():
            self.fields[f"outcome_{number}"] = forms.TypedChoiceField(
                label=f"{number}. {text}",
                widget=forms.RadioSelect,
                choices=OUTCOMES,
                coerce=Outcome,
            )
            self.fields[f"reasons_{number}"] = forms.CharField(
                label=_("Assessment of demand %(number)s") % {"number": number},
                widget=forms.Textarea,
            )
        if not demands:
            self.fields["proposals"] = forms.CharField(
                label=_("Proposed resolutions"),
                widget=forms.Textarea,
                help_text=_("One a line."),
            )
            self.fields["reasons"] = forms.CharField(
                label=_("Assessment"), widget=forms.Textarea
            )
        return self

    def told(self) -> Written:
        """Return what was written."""
        given = self.cleaned_data
        return Written(
            dated=given["dated"],
            department=given["department"],
            officer=given["officer"],
            contact=given["contact"],
            proposer=given["proposer"],
            summary=given["summary"],
            matter=given["matter"],
            background=parts(given["background"]),
            documents=tuple(given["documents"]),
            recipients=tuple(lines(given["recipients"])),
            officers=tuple(lines(given["officers"])),
            proposals=self._proposals(),
        )

    def _proposals(self) -> tuple[Proposed, ...]:
        given = self.cleaned_data
        if "proposals" in given:
            # The assessment is of the case: it stands once, with the first of its proposals.
            first, *others = lines(given["proposals"])
            granted = Outcome.GRANTED
            more = (Proposed(0, granted, "", text) for text in others)
            return (Proposed(0, granted, given["reasons"], first), *more)
        reasons = numbered(given, "reasons_")
        return tuple(
            Proposed(number, outcome, reasons[number])
            for number, outcome in numbered(given, "outcome_").items()
        )


def parts(text: str) -> tuple[Part, ...]:
    """Return a background as its parts; text before the first heading stands without one."""
    told: list[Part] = []
    heading, said = "", ""
    for line in [*text.splitlines(), HEADING]:
        if not line.startswith(HEADING):
            said += f"{line}\n"
            continue
        if heading or said.strip():
            told.append(Part(heading, said.strip()))
        heading, said = line.removeprefix(HEADING).strip(), ""
    return tuple(told)


def filled(written: Written) -> dict[str, object]:
    """Return what the form begins with when a statement is written on."""
    told: dict[str, object] = {
        "dated": written.dated,
        "department": written.department,
        "officer": written.officer,
        "contact": written.contact,
        "proposer": written.proposer,
        "summary": written.summary,
        "matter": written.matter,
        "background": "\n\n".join(
            f"{HEADING}{part.heading}\n{part.text}" for part in written.background
        ),
        "documents": list(written.documents),
        "recipients": "\n".join(written.recipients),
        "officers": "\n".join(written.officers),
        "proposals": "\n".join(each.text for each in written.proposals if not each.demand),
        "reasons": next((each.reasons for each in written.proposals if not each.demand), ""),
    }
    for each in written.proposals:
        told[f"outcome_{each.demand}"] = each.outcome
        told[f"reasons_{each.demand}"] = each.reasons
    return told
