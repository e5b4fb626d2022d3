"""Pages of the sign where a camera stands: that it is up, what became of it, its photo."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from vaka.municipality.rules import Permission
from vaka.operation import actions, queries
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.operation.forms import FlawForm, SignForm
from vaka.web.policy import policy
from vaka.web.stages import Crumb

if TYPE_CHECKING:
    from vaka.operation.models import Camera


@policy(Permission.REGISTER_CAMERA)
def sign(request: HttpRequest, key: str) -> HttpResponse:
    """Take in that the sign is up, with a photo of it on site."""
    by, at = actor(request), now()
    row = queries.camera(key, by=by, permission=Permission.REGISTER_CAMERA)
    form = SignForm(initial={"up_at": at})
    if request.method == "POST":
        form = SignForm(request.POST, request.FILES)

    def confirm() -> None:
        actions.confirm_sign(camera=key, **form.cleaned_data, by=by, at=now())

    if request.method == "POST" and accepted(form, confirm):
        messages.success(request, _("The sign is confirmed."))
        return redirect("operation:camera", key)
    told = {
        "camera": row,
        "form": form,
        "informing": queries.informing(row, at=at),
        "signs": queries.signs(row),
        "trail": _trail(row),
    }
    return render(request, "operation/sign.html", told, status=400 if form.errors else 200)


@policy(Permission.ORDER_WORK)
def flaw(request: HttpRequest, key: str) -> HttpResponse:
    """Take in that the sign is damaged, or gone."""
    by = actor(request)
    row = queries.camera(key, by=by, permission=Permission.ORDER_WORK)
    form = FlawForm(request.POST if request.method == "POST" else None)

    def report() -> None:
        actions.report_sign(camera=key, **form.cleaned_data, by=by, at=now())

    if request.method == "POST" and accepted(form, report):
        messages.success(request, _("It is noted, and the technicians have been told."))
        return redirect("operation:camera", key)
    told = {"camera": row, "form": form, "trail": _trail(row)}
    status = 400 if form.errors else 200
    return render(request, "operation/sign_flaw.html", told, status=status)


@policy(Permission.SEE_CAMERAS)
@require_GET
def photo(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out the photo of a sign."""
    return HttpResponse(queries.photo(key, by=actor(request)), content_type="image/jpeg")


def _trail(row: "Camera") -> list[Crumb]:
    return [Crumb(row.name, reverse("operation:camera", args=[row.id]))]
