"""What is filled in: which entry of the record names somebody who is to be erased, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DisposeForm(forms.Form):
    """By what a board disposes of documentation, and why."""

    plan = forms.CharField(
        label=_("Document plan"),
        max_length=300,
        help_text=_(
            "The municipality's document plan and its item, or the board's decision: with case "
            "number and item."
        ),
    )
    why = forms.CharField(
        label=_("Why is it not needed any longer?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    compared = forms.BooleanField(
        label=_("I have compared what goes with the plan, and nothing of it is asked for.")
    )


class EraseForm(forms.Form):
    """The entry, and why what names a person in it goes."""

    entry = forms.IntegerField(label=_("Entry"), min_value=0, help_text=_("Its number."))
    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("As a request by the person. It stays on the record, so name nobody."),
    )
