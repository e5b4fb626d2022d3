"""The action cards: what is done at each kind of incident, and their editor."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaka.municipality.rules import Actor, Permission, SiteKind, boards_with
from vaka.response import actions, queries
from vaka.response.rules import cards as rules
from vaka.response.rules.codes import IncidentKind
from vaka.web.acting import actor, now
from vaka.web.policy import ANYONE_LOGGED_IN, policy
from vaka.web.response import steps
from vaka.web.response.choosing import offer, offer_sites
from vaka.web.stages import Crumb

if TYPE_CHECKING:
    from vaka.response.models import ActionCard


class CardForm(forms.Form):
    """What the next version of a card is for."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of incident"))
    site_kind = forms.ChoiceField(label=gettext_lazy("Kind of place"), required=False)
    site = forms.ChoiceField(
        label=gettext_lazy("Or one place alone"),
        required=False,
        help_text=gettext_lazy("Its card goes before that of its kind of place."),
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=100)

    def offering(self, by: Actor) -> "CardForm":
        """Offer kinds and sites to whoever publishes."""
        offer(self, "kind", IncidentKind, "incident-kind")
        offer(self, "site_kind", ["", *SiteKind], "site-kind")
        offer_sites(self, Permission.EDIT_ACTION_CARD, by=by, all_sites=_("no one place"))
        return self


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
    by, before = actor(request), request.GET.get("card")
    shown = queries.card(before, by=by) if before else None

    def keep(form: CardForm, told: list[steps.Row]) -> None:
        said = form.cleaned_data
        actions.publish_action_card(
            kind=IncidentKind(said["kind"]),
            site_kind=said["site_kind"],
            site=said["site"] or None,
            title=said["title"],
            steps=[row.step for row in told],
            by=by,
            at=now(),
        )

    editor = steps.edit(
        request,
        lambda data, initial: CardForm(data, initial=initial).offering(by),
        initial=_as_written(shown) if shown else {},
        written=rules.parse(shown.steps) if shown else (),
        keep=keep,
    )
    if editor.kept:
        messages.success(request, _("The card is published."))
        return redirect("response:cards")
    told = {"title": _("Publish a card"), "lead": "", "trail": _trail(), **editor.told}
    return render(request, "response/stepped.html", told)


def _as_written(card: "ActionCard") -> dict[str, object]:
    """Return what a card is for, as the form shows it."""
    return {
        "kind": card.kind,
        "site_kind": card.site_kind,
        "site": card.site_id or "",
        "title": card.title,
    }


def _trail() -> list[Crumb]:
    return [Crumb(_("Action cards"), reverse("response:cards"))]
