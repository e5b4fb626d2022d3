"""What the pages of balancing share: the way back, the council's tabs, a form with its act."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vaka.web.accepting import accepted
from vaka.web.stages import Crumb

if TYPE_CHECKING:
    from vaka.balancing.models import Balancing

TABS = {
    "index": gettext_noop("Balancing tests"),
    "precedents": gettext_noop("Precedents"),
    "uniformity": gettext_noop("Uniformity"),
    "routines": gettext_noop("Routines"),
    "template": gettext_noop("The template"),
}


@dataclass(frozen=True)
class Tab:
    """One of the pages that are the whole city's."""

    url: str
    label: str
    here: bool
    count: int | None = None


def tabs(here: str) -> list[Tab]:
    """Return the pages of the whole city, and which of them this is."""
    return [
        Tab(reverse(f"balancing:{name}"), _(label), name == here)
        for name, label in TABS.items()
    ]


def home() -> list[Crumb]:
    """Return the path to what lies under balancing."""
    return [Crumb(_("Balancing tests"), reverse("balancing:index"))]


def trail(balancing: "Balancing") -> list[Crumb]:
    """Return the path to what lies under one balancing."""
    return [*home(), Crumb(balancing.site.name, address(balancing))]


def address(balancing: "Balancing") -> str:
    """Return the address of a balancing's own page."""
    return reverse("balancing:assessment", args=[balancing.id])


@dataclass(frozen=True)
class Entering:
    """The words of a form's page, and where one goes when it is done."""

    title: str
    submit: str
    done: str
    back: str
    lead: str = ""


def enter(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], object],
    words: Entering,
    crumbs: list[Crumb],
) -> HttpResponse:
    """Show a form; when what it asks for is done, say so and go back."""
    if accepted(form, act):
        messages.success(request, words.done)
        return redirect(words.back)
    told = {
        "form": form,
        "title": words.title,
        "lead": words.lead,
        "submit": words.submit,
        "cancel": words.back,
        "trail": crumbs,
    }
    return render(request, "balancing/form.html", told)
