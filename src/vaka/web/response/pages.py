"""Incidents past and present, one on paper, and the action cards."""

import tomllib
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaka.municipality.rules import Actor, Permission, SiteKind, boards_with
from vaka.response import actions, queries
from vaka.response.rules import cards as rules
from vaka.response.rules.codes import IncidentKind
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.policy import ANYONE_LOGGED_IN, policy
from vaka.web.response.choosing import offer, offer_sites
from vaka.web.response.panel import panel
from vaka.web.stages import Crumb

if TYPE_CHECKING:
    from vaka.response.models import ActionCard

ON_A_PAGE = 50


class CardForm(forms.Form):
    """The next version of a card; its steps as TOML, one `[[steps]]` each."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of incident"))
    site_kind = forms.ChoiceField(label=gettext_lazy("Kind of place"), required=False)
    site = forms.ChoiceField(
        label=gettext_lazy("Or one place alone"),
        required=False,
        help_text=gettext_lazy("Its card goes before that of its kind of place."),
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=100)
    steps = forms.CharField(
        label=gettext_lazy("Steps"),
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One [[steps]] for each, with key and text; note, required, answers and only_if"
            " if needed."
        ),
    )

    def offering(self, by: Actor) -> "CardForm":
        """Offer kinds and sites to whoever publishes."""
        offer(self, "kind", IncidentKind, "incident-kind")
        offer(self, "site_kind", ["", *SiteKind], "site-kind")
        offer_sites(self, Permission.EDIT_ACTION_CARD, by=by, all_sites=_("no one place"))
        return self

    def clean_steps(self) -> list[dict[str, object]]:
        """Return the steps as the rules read them."""
        try:
            told = tomllib.loads(self.cleaned_data["steps"])
        except tomllib.TOMLDecodeError as problem:
            raise forms.ValidationError(str(problem)) from None
        steps = told.get("steps", [])
        if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
            raise forms.ValidationError(_("Write each step under [[steps]]."))
        return steps


@policy(Permission.SEE_INCIDENTS)
def index(request: HttpRequest) -> HttpResponse:
    """Show the incidents, newest first, and the ways into the centre's work."""
    by = actor(request)
    page = Paginator(queries.incidents(by=by), ON_A_PAGE).get_page(request.GET.get("page"))
    told = {"page": page, "open_count": queries.queue(by=by).count()}
    return render(request, "response/index.html", told)


@policy(Permission.RUN_CENTRE)
def centre(request: HttpRequest) -> HttpResponse:
    """Show the ways to what decides what happens when an alarm comes."""
    return render(request, "response/centre.html")


@policy(Permission.SEE_INCIDENTS)
def incident(request: HttpRequest, key: str) -> HttpResponse:
    """Show one incident whole, as it is printed."""
    by, at = actor(request), now()
    shown = panel(queries.incident(key, by=by), by=by, at=at)
    trail = [Crumb(_("Console"), reverse("response:console"))]
    return render(request, "response/incident.html", {"panel": shown, "trail": trail})


@policy(ANYONE_LOGGED_IN)
def cards(request: HttpRequest) -> HttpResponse:
    """Show the action cards to those who follow or edit them."""
    by = actor(request)
    newest: dict[tuple[str, str, str | None], object] = {}
    for card in queries.cards(by=by):
        newest.setdefault((card.kind, card.site_kind, card.site_id), card)
    may_edit = bool(boards_with(by, Permission.EDIT_ACTION_CARD))
    told = {"cards": newest.values(), "may_edit": may_edit}
    return render(request, "response/cards.html", told)


@policy(ANYONE_LOGGED_IN)
def card(request: HttpRequest, key: str) -> HttpResponse:
    """Show one version of a card with its steps."""
    by = actor(request)
    row = queries.card(key, by=by)
    may_edit = bool(boards_with(by, Permission.EDIT_ACTION_CARD))
    told = {
        "card": row,
        "steps": rules.parse(row.steps),
        "may_edit": may_edit,
        "trail": _trail(),
    }
    return render(request, "response/card.html", told)


@policy(Permission.EDIT_ACTION_CARD)
def publish(request: HttpRequest) -> HttpResponse:
    """Publish a card, or the next version of the one that the address names."""
    by, at, before = actor(request), now(), request.GET.get("card")
    initial = _as_written(queries.card(before, by=by)) if before else None
    form = CardForm(request.POST if request.method == "POST" else None, initial=initial)
    form.offering(by)
    if request.method == "POST" and accepted(
        form,
        lambda: actions.publish_action_card(
            kind=IncidentKind(form.cleaned_data["kind"]),
            site_kind=form.cleaned_data["site_kind"],
            site=form.cleaned_data["site"] or None,
            title=form.cleaned_data["title"],
            steps=form.cleaned_data["steps"],
            by=by,
            at=at,
        ),
    ):
        messages.success(request, _("The card is published."))
        return redirect("response:cards")
    return render(request, "response/publish.html", {"form": form, "trail": _trail()})


def _as_written(card: "ActionCard") -> dict[str, object]:
    """Return a card as the form shows it, its steps as they are written."""
    return {
        "kind": card.kind,
        "site_kind": card.site_kind,
        "site": card.site_id or "",
        "title": card.title,
        "steps": rules.to_text(rules.parse(card.steps)),
    }


def _trail() -> list[Crumb]:
    return [Crumb(_("Action cards"), reverse("response:cards"))]
