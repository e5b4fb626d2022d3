"""What is filled in: which entry of the record names somebody who is to be erased, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EraseForm(forms.Form):
    """The entry, and why what names a person in it goes."""

    entry = forms.IntegerField(label=_("Entry"), min_value=0, help_text=_("Its number."))
    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("As a request by the person. It stays on the record, so name nobody."),
    )
