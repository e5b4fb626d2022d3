"""What is filled in on a case's way; what the case knows already is filled in beforehand."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from vaka.cases.rules.states import (
    POSTPONING,
    Direction,
    DissentForm,
    DissentKind,
    Ground,
    Outcome,
    Stance,
)
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Permission

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    Choices = Sequence[tuple[str, _StrOrPromise]]
STANCES: "Choices" = [
    (Stance.SUPPORTS, _("supports")),
    (Stance.OPPOSES, _("opposes")),
    (Stance.ANSWERED, _("considers it answered")),
    (Stance.ABSTAINS, _("abstains from an opinion")),
]
OUTCOMES: "Choices" = [
    (Outcome.GRANTED, _("granted")),
    (Outcome.REJECTED, _("rejected")),
    (Outcome.ANSWERED, _("considered answered")),
    (Outcome.REMITTED, _("remitted back")),
    (Outcome.TABLED, _("tabled")),
]
DEMAND = "demand_"
Answered = TypeVar("Answered")
NOTHING_SAID = ("", _("says nothing of it"))


class Day(forms.DateInput):
    """A day, picked with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def lines(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def offer(form: forms.Form, name: str, choices: "Choices") -> None:
    """Offer these choices in a field of a form."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


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
        offer(self, "board", [(row.id, row.name) for row in rows])
        return self


class InitiativeForm(forms.Form):
    """What a member or a party puts to the board."""

    initiator = forms.CharField(
        label=_("Initiator"), max_length=100, help_text=_("The member or the party.")
    )
    received_on = forms.DateField(label=_("Received on"), widget=Day())
    demands = forms.CharField(
        label=_("Demands of the initiative"),
        widget=forms.Textarea,
        help_text=_("One demand a line, in order, as it is written: “att uppdra åt …”."),
    )

    def clean_demands(self) -> list[str]:
        """Return the demands in order."""
        return lines(self.cleaned_data["demands"])


class PrepareForm(forms.Form):
    """Who is to prepare the case."""

    department = forms.CharField(label=_("Department"), max_length=100)
    ordered_on = forms.DateField(label=_("Ordered by the board on"), widget=Day())
    due = forms.DateField(label=_("To be done by"), widget=Day(), required=False)


class MeetingForm(forms.Form):
    """A meeting at which the case is taken up."""

    body = forms.CharField(label=_("Board or committee"), max_length=100)
    on = forms.DateField(label=_("Meeting"), widget=Day())


class DocumentForm(forms.Form):
    """A document for the register."""

    title = forms.CharField(
        label=_("What it is about"),
        max_length=250,
        help_text=_("In short. The register is open: write nothing secret here."),
    )
    direction = forms.TypedChoiceField(
        label=_("How it came"),
        coerce=Direction,
        widget=forms.RadioSelect,
        choices=[
            (Direction.RECEIVED, _("received")),
            (Direction.SENT, _("sent")),
            (Direction.DRAWN_UP, _("drawn up")),
        ],
    )
    party = forms.CharField(label=_("From whom, or to whom"), max_length=100)
    dated = forms.DateField(label=_("Received, sent or drawn up on"), widget=Day())
    secrecy = forms.CharField(
        label=_("Secrecy mark"),
        max_length=40,
        required=False,
        help_text=_(
            "The section, as OSL 32 kap. 3 §. A mark is a reminder; each request is reviewed."
        ),
    )


class ReferForm(forms.Form):
    """A referral."""

    consulted = forms.CharField(
        label=_("Consulted body"),
        max_length=100,
        help_text=_("A board, an authority or an organisation."),
    )
    due = forms.DateField(label=_("Opinion by"), widget=Day())


class OpinionForm(forms.Form):
    """An opinion, on the whole and on each demand."""

    stance = forms.TypedChoiceField(
        label=_("Stance"),
        widget=forms.RadioSelect,
        choices=STANCES,
        coerce=Stance,
        empty_value=None,
    )
    text = forms.CharField(label=_("Opinion"), widget=forms.Textarea)
    resolved_on = forms.DateField(
        label=_("The body's own resolution"), widget=Day(), required=False
    )
    item = forms.IntegerField(label=_("Its item (§)"), min_value=1, required=False)

    def about(self, demands: Mapping[int, str]) -> "OpinionForm":
        """Ask for a stance on each demand; with demands the whole may go without one."""
        if demands:
            self.fields["stance"].required = False
            offer(self, "stance", [("", _("none on the whole")), *STANCES])
        ask_of_each(self, demands, [*STANCES, NOTHING_SAID], coerce=Stance)
        return self

    def clean(self) -> dict[str, object]:
        """Gather the stances on demands by number."""
        return gathered(self, "positions")


class DissentingForm(forms.Form):
    """Who disagreed, and how."""

    kind = forms.TypedChoiceField(
        label=_("Kind"),
        widget=forms.RadioSelect,
        choices=[
            (DissentKind.RESERVATION, _("reservation")),
            (DissentKind.SPECIAL_OPINION, _("special opinion")),
        ],
        coerce=DissentKind,
    )
    form = forms.TypedChoiceField(
        label=_("Form"),
        widget=forms.RadioSelect,
        choices=[(DissentForm.WRITTEN, _("written")), (DissentForm.ORAL, _("oral"))],
        coerce=DissentForm,
    )
    party = forms.CharField(label=_("Who"), max_length=100)
    text = forms.CharField(label=_("Its words"), widget=forms.Textarea, required=False)


class ResolveForm(forms.Form):
    """A resolution as the minutes have it."""

    meeting = forms.DateField(label=_("Meeting"), widget=Day())
    item = forms.IntegerField(label=_("Item (§)"), min_value=1)
    outcome = forms.TypedChoiceField(
        label=_("Outcome"),
        widget=forms.RadioSelect,
        choices=OUTCOMES,
        coerce=Outcome,
        empty_value=None,
    )
    text = forms.CharField(
        label=_("Resolution"), widget=forms.Textarea, help_text=_("The words of the minutes.")
    )

    def about(self, demands: Mapping[int, str]) -> "ResolveForm":
        """Ask for the outcome of each demand that is left; the whole can only be put off."""
        if demands:
            self.fields["outcome"].required = False
            put_off = [each for each in OUTCOMES if each[0] in POSTPONING]
            offer(self, "outcome", [("", _("each demand by itself, as below")), *put_off])
        ask_of_each(self, demands, OUTCOMES, coerce=Outcome)
        return self

    def clean(self) -> dict[str, object]:
        """Gather the outcomes by number; a whole that is put off takes its demands along."""
        told = gathered(self, "demands")
        return {**told, "demands": {}} if told.get("outcome") else told


class RecuseForm(forms.Form):
    """Who has no part in the case."""

    who = forms.CharField(
        label=_("Who, by function"),
        max_length=100,
        help_text=_("As the minutes tell it: member (X), investigator 2."),
    )
    person = forms.ChoiceField(
        label=_("Logs in here as"),
        required=False,
        help_text=_("Then the case, its balancing tests and its decisions are closed to them."),
    )
    ground = forms.TypedChoiceField(
        label=_("Ground"),
        widget=forms.RadioSelect,
        choices=[
            (Ground.AFFECTED, _("is a party, or is affected, or somebody close is")),
            (Ground.REPRESENTATIVE, _("represents somebody whom it concerns, or has done so")),
            (Ground.DECIDED_ELSEWHERE, _("has taken a stand on it in another authority")),
            (Ground.IMPARTIALITY, _("something else makes the impartiality questionable")),
        ],
        coerce=Ground,
    )

    def offer_people(self, people: "Choices") -> "RecuseForm":
        """Offer those who have a role for the board."""
        offer(self, "person", [("", _("nobody who logs in")), *people])
        return self


class WithdrawForm(forms.Form):
    """Why a recusal was noted by mistake."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The note, its end and the reason stay on the record."),
    )


class MinutesForm(forms.Form):
    """That the minutes are approved."""

    approved_on = forms.DateField(label=_("Approved on"), widget=Day())
    announced_on = forms.DateField(
        label=_("Announced on the notice board on"),
        widget=Day(),
        help_text=_("From this day resolutions can be appealed for three weeks."),
    )


def ask_of_each(
    form: forms.Form,
    demands: Mapping[int, str],
    choices: "Choices",
    *,
    coerce: Callable[[str], StrEnum],
) -> None:
    """Ask the same of each demand, by its number and in its words."""
    for number, text in demands.items():
        form.fields[f"{DEMAND}{number}"] = forms.TypedChoiceField(
            label=f"{number}. {text}",
            widget=forms.RadioSelect,
            choices=choices,
            coerce=coerce,
            required=False,
        )


def gathered(form: forms.Form, name: str) -> dict[str, object]:
    """Return what a form was told, with what was answered of each demand under one name."""
    given = form.cleaned_data
    plain = {key: value for key, value in given.items() if not key.startswith(DEMAND)}
    return {**plain, name: numbered(given, DEMAND)}


def numbered(given: Mapping[str, Answered], prefix: str) -> dict[int, Answered]:
    """Return what was answered in the fields of that prefix, by their numbers."""
    return {
        int(name.removeprefix(prefix)): value
        for name, value in given.items()
        if name.startswith(prefix) and value
    }
