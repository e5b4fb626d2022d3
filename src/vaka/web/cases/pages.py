"""What the pages of a case share: a form that belongs to the case, and the way back to it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vaka.web.accepting import accepted
from vaka.web.stages import Crumb

if TYPE_CHECKING:
    from vaka.cases.models import Case


def trail(case: "Case") -> list[Crumb]:
    """Return the path to what lies under a case."""
    here = reverse("cases:case", args=[case.id])
    return [Crumb(_("Cases"), reverse("cases:index")), Crumb(case.reference, here)]


def enter(
    request: HttpRequest,
    case: "Case",
    form: forms.Form,
    act: Callable[[], object],
    *,
    title: str,
    submit: str,
    done: str,
) -> HttpResponse:
    """Show a form of a case; when what it asks for is done, say so and go to the case."""
    back = reverse("cases:case", args=[case.id])
    if accepted(form, act):
        messages.success(request, done)
        return redirect(back)
    told = {"form": form, "title": title, "submit": submit, "cancel": back}
    return render(request, "cases/form.html", {**told, "trail": trail(case)})
