"""What is filled in: a case, a referral, an opinion, a resolution."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vaka.cases.rules import Outcome, Stance
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Permission


class Day(forms.DateInput):
    """A day, picked with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class OpenForm(forms.Form):
    """A new case."""

    board = forms.ChoiceField(label=_("Board"))
    reference = forms.CharField(
        label=_("Reference number"), max_length=20, help_text=_("As in TN-2026-114.")
    )
    title = forms.CharField(label=_("Title"), max_length=200)

    def offer_boards(self, by: Actor) -> "OpenForm":
        """Offer the boards whose cases the actor handles."""
        rows = municipality.boards(by=by, permission=Permission.HANDLE_CASE)
        field = self.fields["board"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(row.id, row.name) for row in rows]
        return self


class ReferForm(forms.Form):
    """A referral."""

    consulted = forms.CharField(
        label=_("Consulted body"),
        max_length=100,
        help_text=_("A board, an authority or an organisation."),
    )
    due = forms.DateField(label=_("Opinion by"), widget=Day())


class OpinionForm(forms.Form):
    """An opinion."""

    stance = forms.ChoiceField(
        label=_("Stance"),
        widget=forms.RadioSelect,
        choices=[
            (Stance.SUPPORTS, _("supports")),
            (Stance.OPPOSES, _("opposes")),
            (Stance.ABSTAINS, _("abstains from an opinion")),
        ],
    )
    text = forms.CharField(label=_("Opinion"), widget=forms.Textarea)


class ResolveForm(forms.Form):
    """A resolution as the minutes have it."""

    meeting = forms.DateField(label=_("Meeting"), widget=Day())
    item = forms.IntegerField(label=_("Item (§)"), min_value=1)
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        widget=forms.RadioSelect,
        choices=[
            (Outcome.GRANTED, _("granted")),
            (Outcome.REJECTED, _("rejected")),
            (Outcome.ANSWERED, _("considered answered")),
            (Outcome.REMITTED, _("remitted back")),
        ],
    )
    text = forms.CharField(
        label=_("Resolution"), widget=forms.Textarea, help_text=_("The words of the minutes.")
    )
