"""Pages of cooperation: what was agreed with whom, and how each commitment is kept."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from vaka.measures import actions, queries
from vaka.measures.rules.agreements import LONGEST_TEXT, Standing, Terms, promises
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Permission, boards_with, may
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.policy import policy
from vaka.web.stages import Crumb
from vaka.web.words import in_words

DAY = timedelta(days=1)
TONES = {Standing.KEPT: "ok", Standing.PARTLY: "warn", Standing.NOT_KEPT: "refuse"}


class AgreementForm(forms.Form):
    """An agreement as people speak of it, its commitments a line each."""

    board = forms.ChoiceField(label=gettext_lazy("Board"))
    partner = forms.ChoiceField(label=gettext_lazy("With whom"))
    title = forms.CharField(label=gettext_lazy("What it is called"), max_length=200)
    purposes = forms.CharField(
        label=gettext_lazy("Purposes (9 §)"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    areas = forms.CharField(
        label=gettext_lazy("Areas of the cooperation (9 §)"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    starts = forms.DateField(
        label=gettext_lazy("First day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    last = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Empty when it goes on."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    promises = forms.CharField(
        label=gettext_lazy("Commitments"),
        help_text=gettext_lazy("One a line: who is to do it, a colon, and what."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def offer(self, by: Actor) -> "AgreementForm":
        """Offer the boards that the actor registers for, and the partners."""
        boards = municipality.boards(by=by, permission=Permission.REGISTER_MEASURE)
        self._choices("board", [(str(each.pk), each.name) for each in boards])
        partners = [(str(each.pk), each.name) for each in municipality.partners()]
        self._choices("partner", partners)
        return self

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def terms(self) -> Terms:
        """Return what was filled in; its end is the day after the last.

        :raises BadInput: when a commitment does not say who.
        """
        told = self.cleaned_data
        return Terms(
            title=told["title"],
            partner=told["partner"],
            purposes=told["purposes"],
            areas=told["areas"],
            starts=told["starts"],
            ends=told["last"] + DAY if told["last"] else None,
            promises=promises(told["promises"]),
        )


class CheckInForm(forms.Form):
    """How a commitment is kept today."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    standing = forms.ChoiceField(label=gettext_lazy("How is it kept?"))
    note = forms.CharField(
        label=gettext_lazy("What was done, and what was not"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def offer(self) -> "CheckInForm":
        """Offer the standings in the reader's language."""
        field = self.fields["standing"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.value, in_words(each, "kept")) for each in Standing]
        return self


def _trail() -> list[Crumb]:
    return [Crumb(_("Sites"), reverse("measures:index"))]


def _cooperation() -> Crumb:
    return Crumb(_("Cooperation"), reverse("measures:agreements"))


@policy(Permission.SEE)
def agreements(request: HttpRequest) -> HttpResponse:
    """Show the agreements, those that nobody has looked at for a year marked."""
    by, at = actor(request), now()
    rows = [(row, queries.agreement_due(row, at=at)) for row in queries.agreements(by=by)]
    told = {
        "rows": rows,
        "may_register": bool(boards_with(by, Permission.REGISTER_MEASURE)),
        "trail": _trail(),
    }
    return render(request, "measures/agreements.html", told)


@policy(Permission.REGISTER_MEASURE)
def agree(request: HttpRequest) -> HttpResponse:
    """Enter an agreement."""
    by = actor(request)
    form = AgreementForm(request.POST if request.method == "POST" else None).offer(by)
    made: list[str] = []

    def enter() -> None:
        board = form.cleaned_data["board"]
        made.append(actions.agree(form.terms(), board=board, by=by, at=now()).pk)

    if request.method == "POST" and accepted(form, enter):
        messages.success(request, _("The agreement is entered."))
        return redirect("measures:agreement", made[0])
    told = {"form": form, "trail": [*_trail(), _cooperation()]}
    return render(request, "measures/agree.html", told, status=400 if form.errors else 200)


@policy(Permission.SEE)
def agreement(request: HttpRequest, key: str) -> HttpResponse:
    """Show an agreement: each commitment, how it is kept, and what was said before."""
    by, at = actor(request), now()
    row = queries.agreement(key, by=by)
    told = {
        "agreement": row,
        "last_day": row.ends_on - DAY if row.ends_on else None,
        "kept": [(each, _tone(each), _form_of(each)) for each in queries.kept(row)],
        "due": queries.agreement_due(row, at=at),
        "may_register": may(by, Permission.REGISTER_MEASURE, board=row.board_id),
        "trail": [*_trail(), _cooperation()],
    }
    return render(request, "measures/agreement.html", told)


def _form_of(kept: queries.Kept) -> CheckInForm:
    number = kept.commitment.number
    return CheckInForm(auto_id=f"id_{number}_%s", initial={"number": number}).offer()


def _tone(kept: queries.Kept) -> str:
    return TONES[Standing(kept.newest.standing)] if kept.newest else "idle"


@policy(Permission.REGISTER_MEASURE)
@require_POST
def check_in(request: HttpRequest, key: str) -> HttpResponse:
    """Say how a commitment is kept today."""
    by = actor(request)
    queries.agreement(key, by=by)
    form = CheckInForm(request.POST).offer()

    def say() -> None:
        told = form.cleaned_data
        actions.check_in(
            agreement=key,
            number=told["number"],
            standing=Standing(told["standing"]),
            note=told["note"],
            by=by,
            at=now(),
        )

    if accepted(form, say):
        messages.success(request, _("The check-in is on the record."))
    else:
        messages.error(request, _("Say how the commitment is kept."))
    return redirect("measures:agreement", key)
