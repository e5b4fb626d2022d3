"""Pages of appeals: that a decision was appealed, and what the court said."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vaka.decisions import actions, queries
from vaka.municipality.rules import Permission
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.decisions.forms import AppealForm, RulingForm
from vaka.web.policy import policy
from vaka.web.stages import Crumb


@policy(Permission.REVOKE_TERMS)
def appeal(request: HttpRequest, key: str) -> HttpResponse:
    """Enter that a decision was appealed."""
    by = actor(request)
    row = queries.decision(key, by=by, permission=Permission.REVOKE_TERMS)
    form = AppealForm(request.POST or None)
    if accepted(
        form,
        lambda: actions.enter_appeal(decision=row.id, **form.cleaned_data, by=by, at=now()),
    ):
        messages.success(request, _("The appeal is entered. The decision applies meanwhile."))
        return redirect("decisions:decision", row.id)
    told = {"title": _("Enter an appeal"), "submit": _("Enter the appeal")}
    return render(request, "decisions/form.html", {**told, "form": form, **back_to(row.id)})


@policy(Permission.REVOKE_TERMS)
def rule(request: HttpRequest, appeal: str) -> HttpResponse:
    """Enter what the court said."""
    by = actor(request)
    row = queries.appeal(appeal, by=by, permission=Permission.REVOKE_TERMS)
    form = RulingForm(request.POST or None)
    if accepted(
        form,
        lambda: actions.enter_ruling(appeal=row.id, **form.cleaned_data, by=by, at=now()),
    ):
        messages.success(request, _("The ruling is entered."))
        return redirect("decisions:decision", row.decision_id)
    told = {"title": _("Enter the court's ruling"), "submit": _("Enter the ruling")}
    return render(
        request, "decisions/form.html", {**told, "form": form, **back_to(row.decision_id)}
    )


def back_to(decision: str) -> dict[str, object]:
    """Return the way back from a form to its decision."""
    here = reverse("decisions:decision", args=[decision])
    trail = [Crumb(_("Decisions"), reverse("decisions:index")), Crumb(_("Decision"), here)]
    return {"cancel": here, "trail": trail}
