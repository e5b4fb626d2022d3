"""Pages of cases: the list, one case with its timeline, and what can be entered in it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vaka.balancing import queries as balancing
from vaka.cases import actions, queries, rules
from vaka.cases.rules import Outcome, Stance, State
from vaka.decisions import queries as decisions
from vaka.municipality.rules import Permission, boards_with, may
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.cases.forms import OpenForm, OpinionForm, ReferForm, ResolveForm
from vaka.web.policy import policy
from vaka.web.stages import Crumb

if TYPE_CHECKING:
    from vaka.cases.models import Case


@policy(Permission.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Show the boards' cases, and whose opinion is overdue."""
    by = actor(request)
    told = {
        "cases": queries.cases(by=by),
        "overdue": queries.overdue(by=by, today=rules.day_of(now())),
        "may_open": bool(boards_with(by, Permission.HANDLE_CASE)),
    }
    return render(request, "cases/index.html", told)


@policy(Permission.SEE)
def case(request: HttpRequest, key: str) -> HttpResponse:
    """Show one case: what happened, who was asked, what was resolved, what it led to."""
    by = actor(request)
    row = queries.case(key, by=by)
    unresolved = row.state != State.RESOLVED
    told = {
        "case": row,
        "trail": [Crumb(_("Cases"), reverse("cases:index"))],
        "timeline": queries.timeline(row),
        "referrals": queries.referrals(row),
        "today": rules.day_of(now()),
        "balancings": balancing.of_case(row.id, by=by),
        "decisions": decisions.of_case(row.id, by=by),
        "may_handle": unresolved and may(by, Permission.HANDLE_CASE, board=row.board_id),
        "may_resolve": unresolved and may(by, Permission.RECORD_RESOLUTION, board=row.board_id),
    }
    return render(request, "cases/case.html", told)


@policy(Permission.HANDLE_CASE)
def open_case(request: HttpRequest) -> HttpResponse:
    """Open a case."""
    by = actor(request)
    form = OpenForm(request.POST or None).offer_boards(by)
    made: list[Case] = []
    if accepted(
        form,
        lambda: made.append(actions.open_case(**form.cleaned_data, by=by, at=now())),
    ):
        messages.success(request, _("The case is open."))
        return redirect("cases:case", made[0].id)
    told = {"form": form, "title": _("Open a case"), "submit": _("Open the case")}
    return render(request, "cases/form.html", {**told, "cancel": reverse("cases:index")})


@policy(Permission.HANDLE_CASE)
def refer(request: HttpRequest, key: str) -> HttpResponse:
    """Ask a body for its opinion."""
    by = actor(request)
    row = queries.case(key, by=by, permission=Permission.HANDLE_CASE)
    form = ReferForm(request.POST or None)
    if accepted(form, lambda: actions.refer(case=row.id, **form.cleaned_data, by=by, at=now())):
        messages.success(request, _("The referral is sent."))
        return redirect("cases:case", row.id)
    return _form(request, row, form, _("Refer for an opinion"), _("Send the referral"))


@policy(Permission.HANDLE_CASE)
def give_opinion(request: HttpRequest, key: str, referral: str) -> HttpResponse:
    """Enter an opinion that came."""
    by = actor(request)
    row = queries.case(key, by=by, permission=Permission.HANDLE_CASE)
    asked = queries.referral(row, referral)
    form = OpinionForm(request.POST or None)
    if accepted(
        form,
        lambda: actions.give_opinion(
            referral=asked.id,
            stance=Stance(form.cleaned_data["stance"]),
            text=form.cleaned_data["text"],
            by=by,
            at=now(),
        ),
    ):
        messages.success(request, _("The opinion is entered."))
        return redirect("cases:case", row.id)
    title = _("Opinion of %(body)s") % {"body": asked.consulted}
    return _form(request, row, form, title, _("Enter the opinion"))


@policy(Permission.RECORD_RESOLUTION)
def resolve(request: HttpRequest, key: str) -> HttpResponse:
    """Enter what the board resolved."""
    by = actor(request)
    row = queries.case(key, by=by, permission=Permission.RECORD_RESOLUTION)
    form = ResolveForm(request.POST or None)
    if accepted(
        form,
        lambda: actions.resolve(
            case=row.id,
            meeting=form.cleaned_data["meeting"],
            item=form.cleaned_data["item"],
            outcome=Outcome(form.cleaned_data["outcome"]),
            text=form.cleaned_data["text"],
            by=by,
            at=now(),
        ),
    ):
        messages.success(request, _("The resolution is entered."))
        return redirect("cases:case", row.id)
    return _form(request, row, form, _("Enter a resolution"), _("Enter the resolution"))


def _form(
    request: HttpRequest,
    case: "Case",
    form: ReferForm | OpinionForm | ResolveForm,
    title: str,
    submit: str,
) -> HttpResponse:
    """Show a form that belongs to a case."""
    back = reverse("cases:case", args=[case.id])
    trail = [Crumb(_("Cases"), reverse("cases:index")), Crumb(case.reference, back)]
    told = {"form": form, "title": title, "submit": submit, "cancel": back, "trail": trail}
    return render(request, "cases/form.html", told)
