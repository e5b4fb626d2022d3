"""Pages of transfers: a camera is handed over, and the new board begins to weigh it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vaka.cases import queries as cases
from vaka.decisions import actions, queries
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Permission
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.decisions.forms import HandOverForm, TakeOverForm, WithdrawForm
from vaka.web.policy import policy
from vaka.web.stages import Crumb

if TYPE_CHECKING:
    from vaka.balancing.models import Balancing


@policy(Permission.ISSUE_TERMS)
def hand_over(request: HttpRequest, key: str) -> HttpResponse:
    """Hand a camera over to another board."""
    by = actor(request)
    row = queries.decision(key, by=by, permission=Permission.ISSUE_TERMS)
    granted = cases.granted_by(row.board_id, by=by).exclude(pk=row.resolution_id)
    form = HandOverForm(request.POST or None).offer(list(granted))
    if accepted(
        form,
        lambda: actions.hand_over(decision=row.id, **form.cleaned_data, by=by, at=now()),
    ):
        messages.success(
            request, _("It is handed over. Your decision applies until the new board's does.")
        )
        return redirect("decisions:decision", row.id)
    here = reverse("decisions:decision", args=[row.id])
    told = {
        "form": form,
        "title": _("Hand the camera over to another board"),
        "submit": _("Hand it over"),
        "cancel": here,
        "trail": [
            Crumb(_("Decisions"), reverse("decisions:index")),
            Crumb(_("Decision"), here),
        ],
    }
    return render(request, "decisions/form.html", told)


@policy(Permission.ISSUE_TERMS)
def withdraw(request: HttpRequest, transfer: str) -> HttpResponse:
    """Take back a camera that was handed over, while the other board has not begun."""
    by = actor(request)
    row = queries.handed_over(transfer, by=by)
    form = WithdrawForm(request.POST or None)
    here = reverse("decisions:decision", args=[row.decision_id])
    if accepted(
        form,
        lambda: actions.withdraw_transfer(
            transfer=row.id, **form.cleaned_data, by=by, at=now()
        ),
    ):
        messages.success(request, _("It is taken back. The camera stays with your board."))
        return redirect(here)
    told = {
        "form": form,
        "title": _("Take back what was handed over to %(board)s") % {"board": row.board.name},
        "submit": _("Take it back"),
        "cancel": here,
        "trail": [
            Crumb(_("Decisions"), reverse("decisions:index")),
            Crumb(_("Decision"), here),
        ],
    }
    return render(request, "decisions/form.html", told)


@policy(Permission.DRAFT_ASSESSMENT)
def take_over(request: HttpRequest, transfer: str) -> HttpResponse:
    """Begin one's own board's weighing of a camera that it was offered."""
    by = actor(request)
    row = queries.transfer(transfer, by=by)
    sites = municipality.sites(by=by, permission=Permission.DRAFT_ASSESSMENT)
    form = TakeOverForm(request.POST or None).offer(list(sites.filter(board=row.board_id)))
    drafted: list[Balancing] = []
    if accepted(
        form,
        lambda: drafted.append(
            actions.take_over(transfer=row.id, **form.cleaned_data, by=by, at=now())
        ),
    ):
        messages.success(
            request, _("The weighing is begun. What describes the place is there.")
        )
        return redirect("balancing:assessment", drafted[0].id)
    told = {
        "form": form,
        "title": _("Weigh the camera that %(board)s hands over")
        % {"board": row.decision.board.name},
        "submit": _("Begin to weigh"),
        "cancel": reverse("decisions:index"),
        "trail": [Crumb(_("Decisions"), reverse("decisions:index"))],
    }
    return render(request, "decisions/form.html", told)
