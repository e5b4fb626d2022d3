"""What is filled in: which resolution a decision carries out, and why one is revoked."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from vaka.cases.models import Resolution


class DecideForm(forms.Form):
    """A decision on a final balancing."""

    resolution = forms.ChoiceField(
        label=_("Resolution"),
        help_text=_("A granted resolution of the same board, made after the test was final."),
    )

    def offer(self, resolutions: "list[Resolution]") -> "DecideForm":
        """Offer the resolutions that can carry it."""
        field = self.fields["resolution"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(row.id, f"{row.case.reference}: {row}") for row in resolutions]
        return self


class RevokeForm(forms.Form):
    """The end of terms before their time."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea,
        help_text=_("Why the surveillance must stop. The camera stops within a second."),
    )
