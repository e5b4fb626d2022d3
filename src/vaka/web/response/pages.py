"""Incidents past and present, one on paper, and the action cards."""

import tomllib

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaka.municipality.rules import Permission, SiteKind, boards_with
from vaka.response import actions, queries
from vaka.response.rules import cards as rules
from vaka.response.rules.codes import IncidentKind
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.policy import ANYONE_LOGGED_IN, policy
from vaka.web.response.panel import panel
from vaka.web.stages import Crumb
from vaka.web.words import in_words

ON_A_PAGE = 50


class CardForm(forms.Form):
    """The next version of a card; its steps as TOML, one `[[steps]]` each."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of incident"))
    site_kind = forms.ChoiceField(label=gettext_lazy("Kind of place"), required=False)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=100)
    steps = forms.CharField(
        label=gettext_lazy("Steps"),
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One [[steps]] for each, with key and text; note, required, answers and only_if"
            " if needed."
        ),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self._offer("kind", [kind.value for kind in IncidentKind], "incident-kind")
        self._offer("site_kind", ["", *SiteKind], "site-kind")

    def _offer(self, field: str, codes: list[str], kind: str) -> None:
        chooser = self.fields[field]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = [(code, in_words(code, kind)) for code in codes]

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
    newest: dict[tuple[str, str], object] = {}
    for card in queries.cards(by=by):
        newest.setdefault((card.kind, card.site_kind), card)
    may_edit = bool(boards_with(by, Permission.EDIT_ACTION_CARD))
    told = {"cards": newest.values(), "may_edit": may_edit}
    return render(request, "response/cards.html", told)


@policy(ANYONE_LOGGED_IN)
def card(request: HttpRequest, key: str) -> HttpResponse:
    """Show one version of a card with its steps."""
    row = queries.card(key, by=actor(request))
    told = {"card": row, "steps": rules.parse(row.steps), "trail": _trail()}
    return render(request, "response/card.html", told)


@policy(Permission.EDIT_ACTION_CARD)
def publish(request: HttpRequest) -> HttpResponse:
    """Publish the next version of a card."""
    by, at = actor(request), now()
    form = CardForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and accepted(
        form,
        lambda: actions.publish_action_card(
            kind=IncidentKind(form.cleaned_data["kind"]),
            site_kind=form.cleaned_data["site_kind"],
            title=form.cleaned_data["title"],
            steps=form.cleaned_data["steps"],
            by=by,
            at=at,
        ),
    ):
        messages.success(request, _("The card is published."))
        return redirect("response:cards")
    return render(request, "response/publish.html", {"form": form, "trail": _trail()})


def _trail() -> list[Crumb]:
    return [Crumb(_("Action cards"), reverse("response:cards"))]
