"""What is prepared: plans with their steps and exercises, and resources that are drawn on."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from vaka.core.errors import Conflict
from vaka.municipality import queries as municipality
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission, boards_with
from vaka.response import actions, queries
from vaka.response.rules import cards
from vaka.response.rules.codes import IncidentKind
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.policy import ANYONE_LOGGED_IN, policy
from vaka.web.response import steps
from vaka.web.response.choosing import choose, offer, offer_boards
from vaka.web.stages import Crumb
from vaka.web.words import in_words


class PlanForm(forms.Form):
    """What a plan is for."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=100)
    board = forms.ChoiceField(label=gettext_lazy("At the sites of"), required=False)
    sites = forms.MultipleChoiceField(
        label=gettext_lazy("Or these places alone"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of incident"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None is every kind."),
    )
    text = forms.CharField(
        label=gettext_lazy("What it is for, and what it rests on"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def offering(self, by: Actor) -> "PlanForm":
        """Offer boards, places and kinds to whoever plans."""
        offer(self, "kinds", IncidentKind, "incident-kind")
        sites = municipality.sites(by=by, permission=Permission.RUN_CENTRE)
        choose(self, "sites", [(row.id, row.name) for row in sites])
        offer_boards(self, by=by, all_boards=_("every board"))
        return self


class ResourceForm(forms.Form):
    """What can be drawn on."""

    name = forms.CharField(label=gettext_lazy("What"), max_length=100)
    count = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, initial=1)
    place = forms.CharField(label=gettext_lazy("Where they are"), max_length=200)
    board = forms.ChoiceField(label=gettext_lazy("For the sites of"), required=False)
    contact = forms.ChoiceField(
        label=gettext_lazy("Who answers for them"),
        help_text=gettext_lazy("One of the contacts, which are kept with the call-out plan."),
    )

    def offering(self, by: Actor) -> "ResourceForm":
        """Offer boards and contacts to whoever keeps resources."""
        rows = queries.contacts(by=by).filter(ended_at=None)
        choose(self, "contact", [(row.id, row.name) for row in rows])
        offer_boards(self, by=by, all_boards=_("every board"))
        return self


@policy(ANYONE_LOGGED_IN)
def index(request: HttpRequest) -> HttpResponse:
    """Show the plans to be followed, and the resources with what is drawn on them."""
    by = actor(request)
    told = {
        "plans": queries.newest_plans(by=by),
        "stock": queries.stock(queries.resources(by=by)),
        "uses": queries.uses(by=by),
        "keeps": boards_with(by, Permission.RUN_CENTRE),
        "handles": bool(boards_with(by, Permission.HANDLE_INCIDENT)),
        "every_board": EVERY_BOARD,
    }
    return render(request, "response/preparedness.html", told)


@policy(ANYONE_LOGGED_IN)
def plan(request: HttpRequest, key: str) -> HttpResponse:
    """Show one version of a plan, what exercises taught of it, and its other versions."""
    by = actor(request)
    row = queries.plan(key, by=by)
    keeps = boards_with(by, Permission.RUN_CENTRE)
    told = {
        "plan": row,
        "steps": cards.parse(row.steps),
        "exercises": queries.tried(row),
        "versions": queries.plans(by=by).filter(series=row.series),
        "may_edit": not {EVERY_BOARD, row.board_id}.isdisjoint(keeps),
        "trail": _trail(),
    }
    return render(request, "response/plan.html", told)


@policy(Permission.RUN_CENTRE)
def publish(request: HttpRequest) -> HttpResponse:
    """Publish a plan, or the next version of the one that the address names."""
    by, before = actor(request), request.GET.get("plan")
    shown = queries.plan(before, by=by) if before else None
    initial = {
        "title": shown.title if shown else "",
        "board": (shown.board_id or "") if shown else "",
        "sites": [site.id for site in shown.sites.all()] if shown else [],
        "kinds": shown.kinds if shown else [],
        "text": shown.text if shown else "",
    }

    def keep(form: PlanForm, told: list[steps.Row]) -> None:
        said = form.cleaned_data
        actions.publish_plan(
            title=said["title"],
            text=said["text"],
            steps=[row.step for row in told],
            kinds=[IncidentKind(kind) for kind in said["kinds"]],
            sites=said["sites"],
            board=said["board"],
            follows=before,
            by=by,
            at=now(),
        )

    editor = steps.edit(
        request,
        lambda data, initial: PlanForm(data, initial=initial).offering(by),
        initial=initial,
        written=cards.parse(shown.steps) if shown else (),
        keep=keep,
    )
    if editor.kept:
        messages.success(request, _("The plan is published."))
        return redirect("response:preparedness")
    told = {"title": _("Publish a plan"), "lead": "", "trail": _trail(), **editor.told}
    return render(request, "response/stepped.html", told)


@policy(Permission.RUN_CENTRE)
def end_plan(request: HttpRequest, key: str) -> HttpResponse:
    """Say that a plan is no longer to be followed, once it is confirmed."""
    by = actor(request)
    row = queries.plan(key, by=by)
    return _ended(
        request,
        lambda: actions.end_plan(plan=key, by=by, at=now()),
        _("Follow the plan no longer"),
        row.title,
    )


@policy(Permission.RUN_CENTRE)
def add_resource(request: HttpRequest) -> HttpResponse:
    """Add a resource."""
    by, asked = actor(request), request.method == "POST"
    form = ResourceForm(request.POST if asked else None).offering(by)

    def keep() -> None:
        actions.add_resource(**form.cleaned_data, by=by, at=now())

    if asked and accepted(form, keep):
        messages.success(request, _("The resource is added."))
        return redirect("response:preparedness")
    told = {"form": form, "title": _("Add a resource"), "submit": _("Add"), "trail": _trail()}
    return render(request, "response/form.html", told)


@policy(Permission.RUN_CENTRE)
@require_POST
def hinder(request: HttpRequest, key: str) -> HttpResponse:
    """Say why a resource cannot be drawn on now, or that it can again."""
    why = request.POST.get("why", "")
    actions.hinder_resource(resource=key, why=why, by=actor(request), at=now())
    messages.success(request, _("What is said of the resource is kept."))
    return redirect("response:preparedness")


@policy(Permission.RUN_CENTRE)
def end_resource(request: HttpRequest, key: str) -> HttpResponse:
    """Take a resource out of use, once it is confirmed."""
    by = actor(request)
    row = queries.resource(key, by=by)
    return _ended(
        request,
        lambda: actions.end_resource(resource=key, by=by, at=now()),
        _("Take the resource out of use"),
        row.name,
    )


@policy(Permission.HANDLE_INCIDENT)
@require_POST
def bring_back(request: HttpRequest, key: str) -> HttpResponse:
    """Return what an incident had drawn."""
    _tried(
        request,
        lambda: actions.return_resource(use=key, by=actor(request), at=now()),
        _("It is returned."),
    )
    return redirect("response:preparedness")


def _ended(
    request: HttpRequest, act: Callable[[], object], title: str, what: str
) -> HttpResponse:
    if request.method == "POST":
        _tried(request, act, _("It is done."))
        return redirect("response:preparedness")
    back = reverse("response:preparedness")
    told = {"title": title, "what": what, "trail": _trail(), "back": back}
    return render(request, "response/confirm.html", told)


def _tried(request: HttpRequest, act: Callable[[], object], words: str) -> None:
    try:
        act()
    except Conflict as conflict:
        messages.error(request, in_words(conflict.reason, "reason"))
    else:
        messages.success(request, words)


def _trail() -> list[Crumb]:
    return [Crumb(_("Preparedness"), reverse("response:preparedness"))]
