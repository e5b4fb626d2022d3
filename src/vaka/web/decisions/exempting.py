"""Pages of exemptions: what the authority has exempted from being told, and its end."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vaka.decisions import actions, queries
from vaka.law.se.surveillance import EXEMPTIBLE, Rule
from vaka.municipality.rules import Permission
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.decisions.appeals import back_to
from vaka.web.decisions.forms import EndExemptionForm, ExemptionForm
from vaka.web.policy import policy

if TYPE_CHECKING:
    from vaka.decisions.models import Decision, InformationExemption


@dataclass(frozen=True)
class Told:
    """An exemption as a human reads it: what need not be told, and whether it lasts now."""

    row: "InformationExemption"
    exempts: tuple[Rule, ...]
    lasts: bool
    may_end: bool


def told(decision: "Decision", *, at: datetime) -> list[Told]:
    """Return what the authority has exempted a decision from telling, the oldest first."""
    return [_told(row, at) for row in queries.exemptions(decision)]


def _told(row: "InformationExemption", at: datetime) -> Told:
    time = queries.lasting(row)
    return Told(
        row,
        tuple(rule for rule in EXEMPTIBLE if rule.code in row.exempts),
        lasts=time is not None and at in time,
        may_end=time is not None and at < time.end,
    )


@policy(Permission.ISSUE_TERMS)
def exempt(request: HttpRequest, key: str) -> HttpResponse:
    """Enter an exemption from information."""
    by = actor(request)
    row = queries.decision(key, by=by, permission=Permission.ISSUE_TERMS)
    form = ExemptionForm(request.POST or None)
    if accepted(
        form,
        lambda: actions.enter_exemption(decision=row.id, **form.cleaned_data, by=by, at=now()),
    ):
        messages.success(request, _("The exemption is entered. Keep to its conditions."))
        return redirect("decisions:decision", row.id)
    told = {
        "title": _("Enter an exemption from information"),
        "submit": _("Enter the exemption"),
    }
    return render(request, "decisions/form.html", {**told, "form": form, **back_to(row.id)})


@policy(Permission.ISSUE_TERMS)
def end(request: HttpRequest, exemption: str) -> HttpResponse:
    """End an exemption before its day."""
    by = actor(request)
    row = queries.exemption(exemption, by=by, permission=Permission.ISSUE_TERMS)
    form = EndExemptionForm(request.POST or None)
    if accepted(
        form,
        lambda: actions.end_exemption(exemption=row.id, **form.cleaned_data, by=by, at=now()),
    ):
        messages.success(request, _("The exemption has ended. Now the sign is needed."))
        return redirect("decisions:decision", row.decision_id)
    told = {"title": _("End the exemption"), "submit": _("End it now")}
    return render(
        request, "decisions/form.html", {**told, "form": form, **back_to(row.decision_id)}
    )
