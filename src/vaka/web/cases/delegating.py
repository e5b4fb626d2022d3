"""Pages of delegation: what boards let others decide, what was so decided, and its report."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaka.cases import actions, queries
from vaka.cases.rules.inputs import day_of
from vaka.cases.rules.states import Outcome
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Permission, boards_with
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.cases.forms import OUTCOMES, Day, offer
from vaka.web.cases.pages import enter
from vaka.web.policy import policy
from vaka.web.stages import Crumb


class DelegateForm(forms.Form):
    """An item of a board's order of delegation."""

    board = forms.ChoiceField(label=gettext_lazy("Board"))
    number = forms.CharField(
        label=gettext_lazy("Number in the order of delegation"), max_length=20
    )
    subject = forms.CharField(label=gettext_lazy("What may be decided"), max_length=200)
    delegate = forms.CharField(label=gettext_lazy("By whom, by role"), max_length=100)
    starts_on = forms.DateField(label=gettext_lazy("From"), widget=Day())
    ends_on = forms.DateField(label=gettext_lazy("To"), widget=Day(), required=False)


class DelegatedForm(forms.Form):
    """What a delegate decided."""

    delegation = forms.ChoiceField(label=gettext_lazy("By which delegation"))
    decided_on = forms.DateField(label=gettext_lazy("Decided on"), widget=Day())
    outcome = forms.TypedChoiceField(
        label=gettext_lazy("Outcome"),
        widget=forms.RadioSelect,
        choices=OUTCOMES,
        coerce=Outcome,
    )
    text = forms.CharField(label=gettext_lazy("Resolution"), widget=forms.Textarea)


class ReportForm(forms.Form):
    """At which meeting the board was told."""

    meeting = forms.DateField(label=gettext_lazy("Reported at the meeting of"), widget=Day())


@policy(Permission.SEE)
def delegations(request: HttpRequest) -> HttpResponse:
    """Show what the boards let others decide, and what was decided so."""
    by = actor(request)
    told = {
        "trail": [Crumb(_("Cases"), reverse("cases:index"))],
        "delegations": queries.delegations(by=by),
        "decided": queries.delegated_decisions(by=by),
        "may_enter": bool(boards_with(by, Permission.RECORD_RESOLUTION)),
    }
    return render(request, "cases/delegations.html", told)


@policy(Permission.RECORD_RESOLUTION)
def delegate(request: HttpRequest) -> HttpResponse:
    """Enter an item of a board's order of delegation."""
    by = actor(request)
    rows = municipality.boards(by=by, permission=Permission.RECORD_RESOLUTION)
    form = DelegateForm(request.POST or None, initial={"starts_on": day_of(now())})
    offer(form, "board", [(row.id, row.name) for row in rows])
    if accepted(form, lambda: actions.delegate(**form.cleaned_data, by=by, at=now())):
        messages.success(request, _("The delegation is entered."))
        return redirect("cases:delegations")
    told = {"form": form, "title": _("Enter a delegation"), "submit": _("Enter it")}
    return render(request, "cases/form.html", {**told, **_back()})


@policy(Permission.RECORD_RESOLUTION)
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Enter what a delegate decided in the case."""
    by = actor(request)
    row = queries.case(key, by=by, permission=Permission.RECORD_RESOLUTION)
    lent = queries.delegations(by=by).filter(board=row.board_id)
    form = DelegatedForm(request.POST or None, initial={"decided_on": day_of(now())})
    offer(
        form,
        "delegation",
        [(each.id, f"{each.number} {each.subject} ({each.delegate})") for each in lent],
    )
    return enter(
        request,
        row,
        form,
        lambda: actions.decide_by_delegation(case=row.id, **form.cleaned_data, by=by, at=now()),
        title=_("Enter a delegated decision"),
        submit=_("Enter the delegated decision"),
        done=_("The decision is entered. It is to be reported to the board."),
    )


@policy(Permission.RECORD_RESOLUTION)
def report(request: HttpRequest, decision: str) -> HttpResponse:
    """Enter that a delegated decision was reported to its board."""
    by = actor(request)
    row = queries.delegated_decision(decision, by=by, permission=Permission.RECORD_RESOLUTION)
    form = ReportForm(request.POST or None)
    if accepted(
        form,
        lambda: actions.report_delegated(decision=row.id, **form.cleaned_data, by=by, at=now()),
    ):
        messages.success(request, _("The board has been told."))
        return redirect("cases:delegations")
    told = {"form": form, "title": _("Report to the board"), "submit": _("Enter the report")}
    return render(request, "cases/form.html", {**told, **_back()})


def _back() -> dict[str, object]:
    here = reverse("cases:delegations")
    trail = [Crumb(_("Cases"), reverse("cases:index")), Crumb(_("Delegation"), here)]
    return {"cancel": here, "trail": trail}
