"""What is filled in: a situation picture of crime, who decided it, and who leads the work."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Permission
from vaka.needs import queries
from vaka.needs.rules.crime_picture import FIRST_YEAR, PARTS, Resolved, Written, lines

if TYPE_CHECKING:
    from vaka.needs.models import CrimePicture

LAST_YEAR = 2100


def day_input() -> forms.DateInput:
    """Return where a day is chosen."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PictureForm(forms.Form):
    """The four parts that 4 § asks for, of which years, and what they rest on."""

    first_year = forms.IntegerField(
        label=_("First year"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    last_year = forms.IntegerField(
        label=_("Last year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("Whole years that are over: the figures are drawn of them."),
    )
    extent = forms.CharField(
        label=_("The crime and its extent (4 § 1)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    consequences = forms.CharField(
        label=_("Its consequences (4 § 1)"),
        required=False,
        help_text=_("For those who are hit, for the places, for the municipality."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    other = forms.CharField(
        label=_("Other information that matters (4 § 2)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    analysis = forms.CharField(
        label=_("What it shows: the analysis (4 § 3)"),
        required=False,
        help_text=_(
            "Why it is so, what drives it, what can be acted on, and what is uncertain."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    statements = forms.MultipleChoiceField(
        label=_("Statements of need that it rests on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.CharField(
        label=_("Pictures of others that it rests on"),
        required=False,
        help_text=_("One a line: whose, of when, and under which number it is kept."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def offer(self, by: Actor) -> "PictureForm":
        """Offer the statements of need at the sites that the actor sees."""
        field = self.fields["statements"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (str(row.pk), f"{row.site.name}, {date_format(row.stated_at, 'j F Y')}")
            for row in queries.citable(by=by)
        ]
        return self

    def written(self) -> Written:
        """Return what was filled in.

        :raises BadInput: when it cannot be kept.
        """
        told = self.cleaned_data
        return Written(
            first_year=told["first_year"],
            last_year=told["last_year"],
            **{part: told[part] for part in PARTS},
            statements=tuple(told["statements"]),
            others=lines(told["others"]),
        )


def filled_with(picture: "CrimePicture") -> dict[str, object]:
    """Return how a form is filled that writes a picture over."""
    told = vars(picture.written())
    return {**told, "others": "\n".join(picture.others)}


class ResolvedForm(forms.Form):
    """That a body decided what was read."""

    body = forms.CharField(
        label=_("Who decided"),
        max_length=200,
        help_text=_("The executive board, the municipal council, or the board that leads."),
    )
    on = forms.DateField(label=_("On which day"), widget=day_input())
    item = forms.CharField(
        label=_("Item of the minutes"), max_length=200, help_text=_("As § 214.")
    )
    sha256 = forms.CharField(widget=forms.HiddenInput)

    def resolved(self) -> Resolved:
        """Return what was filled in."""
        told = self.cleaned_data
        return Resolved(told["body"], told["on"], told["item"])


class CoordinationForm(forms.Form):
    """Which board leads the work, and its contact point."""

    board = forms.ChoiceField(
        label=_("Board that leads the work (13 §)"),
        help_text=_("The executive board, unless the municipal council has decided another."),
    )
    function = forms.CharField(
        label=_("Coordination function (11 §)"),
        max_length=200,
        help_text=_("A function, never a name."),
    )
    contact = forms.CharField(label=_("Contact point for others (12 §)"), max_length=200)
    starts = forms.DateField(label=_("From which day"), widget=day_input())

    def offer(self, by: Actor) -> "CoordinationForm":
        """Offer the boards that the actor administers."""
        field = self.fields["board"]
        assert isinstance(field, forms.ChoiceField)
        boards = municipality.boards(by=by, permission=Permission.ADMINISTER)
        field.choices = [(str(each.pk), each.name) for each in boards]
        return self
