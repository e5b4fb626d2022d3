"""What is filled in: a measure, in kronor and with its last day."""

from datetime import timedelta
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from vaka.measures.rules.kinds import MeasureKind, Plan
from vaka.web.words import in_words

ORE = 100
DAY = timedelta(days=1)
DEAREST = Decimal(10_000_000_000)


class MeasureForm(forms.Form):
    """A measure as people speak of it; `plan` is how it is kept."""

    kind = forms.ChoiceField(label=_("Kind"))
    title = forms.CharField(label=_("What is done"), max_length=200)
    starts = forms.DateField(
        label=_("First day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    last = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty when it goes on."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    cost_investment = forms.DecimalField(
        label=_("Cost once, kronor"),
        min_value=0,
        max_value=DEAREST,
        decimal_places=2,
        localize=True,
    )
    cost_yearly = forms.DecimalField(
        label=_("Cost each year, kronor"),
        min_value=0,
        max_value=DEAREST,
        decimal_places=2,
        localize=True,
    )
    responsible = forms.CharField(
        label=_("Responsible"), max_length=200, help_text=_("A board, a department, a company.")
    )
    result = forms.CharField(
        label=_("What came of it"), required=False, max_length=5000, widget=forms.Textarea
    )

    def offer(self) -> "MeasureForm":
        """Offer the kinds in the reader's language, the least intrusive first."""
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.value, in_words(kind, "measure")) for kind in MeasureKind]
        return self

    def clean(self) -> dict[str, object]:
        """See that the last day is not before the first."""
        told = self.cleaned_data
        starts, last = told.get("starts"), told.get("last")
        if starts and last and last < starts:
            self.add_error("last", _("The last day is before the first."))
        return told

    def plan(self) -> Plan:
        """Return what was filled in; its end is the day after the last."""
        told = self.cleaned_data
        return Plan(
            kind=MeasureKind(told["kind"]),
            title=told["title"],
            starts=told["starts"],
            ends=told["last"] + DAY if told["last"] else None,
            cost_investment_ore=int(told["cost_investment"] * ORE),
            cost_yearly_ore=int(told["cost_yearly"] * ORE),
            responsible=told["responsible"],
            result=told["result"],
        )
