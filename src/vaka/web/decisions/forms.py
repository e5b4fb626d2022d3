"""What is filled in: what a decision carries out, why it is revoked, and its appeal."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from vaka.decisions.rules import Ruling
from vaka.law.se.surveillance import EXEMPTIBLE
from vaka.web.words import said

if TYPE_CHECKING:
    from vaka.cases.models import Resolution
    from vaka.municipality.models import Site


class Day(forms.DateInput):
    """A day, picked with the browser's own calendar."""

    input_type = "date"


def offer_resolutions(form: forms.Form, resolutions: "list[Resolution]") -> None:
    """Offer these resolutions in a form."""
    field = form.fields["resolution"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(row.id, f"{row.case.reference}: {row}") for row in resolutions]


class DecideForm(forms.Form):
    """A decision on a final balancing."""

    resolution = forms.ChoiceField(
        label=_("Resolution"),
        help_text=_("A granted resolution of the same board, made after the test was final."),
    )

    joint_with = forms.CharField(
        label=_("Other boards that answer for it too"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line. Empty when the board answers alone."),
    )
    arrangement = forms.CharField(
        label=_("What they have agreed"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Who informs, who answers requests, who keeps and disposes (GDPR art. 26)."
        ),
    )

    def clean_joint_with(self) -> list[str]:
        """Return the names, one a line."""
        told: str = self.cleaned_data["joint_with"]
        return [line.strip() for line in told.splitlines() if line.strip()]

    def offer(self, resolutions: "list[Resolution]") -> "DecideForm":
        """Offer the resolutions that can carry it."""
        offer_resolutions(self, resolutions)
        return self


class RevokeForm(forms.Form):
    """The end of terms before their time."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea,
        help_text=_("Why the surveillance must stop. The camera stops within a second."),
    )


class WithdrawForm(forms.Form):
    """Why a camera is not to go to another board after all."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays on the record."),
    )


class HandOverForm(forms.Form):
    """To which board a camera goes, and what one's own board resolved."""

    board = forms.CharField(
        label=_("The board that it goes to"),
        help_text=_("Its name, as it is in the organisation."),
        max_length=100,
    )
    resolution = forms.ChoiceField(
        label=_("Resolution"),
        help_text=_("A granted resolution of the board that gives it, in any of its cases."),
    )

    def offer(self, resolutions: "list[Resolution]") -> "HandOverForm":
        """Offer the resolutions that can carry it."""
        offer_resolutions(self, resolutions)
        return self


class TakeOverForm(forms.Form):
    """At which of one's own sites the camera stands."""

    site = forms.ChoiceField(
        label=_("Site"), help_text=_("The same place, among those that your board answers for.")
    )

    def offer(self, sites: "list[Site]") -> "TakeOverForm":
        """Offer the board's sites."""
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(row.id, row.name) for row in sites]
        return self


class AppealForm(forms.Form):
    """That somebody appealed."""

    court_case = forms.CharField(label=_("The court's case number"), max_length=60)
    filed_on = forms.DateField(label=_("Appealed on"), widget=Day(format="%Y-%m-%d"))


def exemptible() -> list[tuple[str, str]]:
    """Return what an exemption can be from, in the reader's language."""
    return [(rule.code, f"{said(rule.text)} ({rule.source})") for rule in EXEMPTIBLE]


class ExemptionForm(forms.Form):
    """What the supervisory authority has exempted from being told (KBL 17 and 20 §§)."""

    authority = forms.CharField(
        label=_("The authority"), max_length=100, initial="Integritetsskyddsmyndigheten"
    )
    case_number = forms.CharField(label=_("Its case number"), max_length=60)
    decided_on = forms.DateField(label=_("Decided on"), widget=Day(format="%Y-%m-%d"))
    exempts = forms.MultipleChoiceField(
        label=_("What need not be told?"),
        widget=forms.CheckboxSelectMultiple,
        choices=exemptible,
        help_text=_(
            "As the decision says. Without information on the processing the camera is not in "
            "the public register while the exemption lasts."
        ),
    )
    conditions = forms.CharField(
        label=_("Its conditions"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "In the words of the decision. They are shown to all who work with the camera. To "
            "break them may cost an authority up to 10 million kronor (KBL 25 § 4 and 27 §)."
        ),
    )
    starts_on = forms.DateField(label=_("From"), widget=Day(format="%Y-%m-%d"))
    ends_on = forms.DateField(
        label=_("Through"),
        required=False,
        widget=Day(format="%Y-%m-%d"),
        help_text=_("Its last day. Empty when the decision names none."),
    )


class EndExemptionForm(forms.Form):
    """Why an exemption ends before its day."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "As that the authority recalled it, or set other conditions (KBL 20 §): then enter "
            "the new one. Without it the camera stops, unless a sign is confirmed."
        ),
    )


class RulingForm(forms.Form):
    """What the court said."""

    ruling = forms.TypedChoiceField(
        label=_("Ruling"),
        widget=forms.RadioSelect,
        choices=[
            (Ruling.STAYED, _("stayed: it must not be carried out for now")),
            (Ruling.ANNULLED, _("annulled: the decision falls")),
            (Ruling.REJECTED, _("rejected: the decision stands")),
        ],
        coerce=Ruling,
        help_text=_("A stay or an annulment stops the camera within a second."),
    )
    ruled_on = forms.DateField(label=_("Ruled on"), widget=Day(format="%Y-%m-%d"))
