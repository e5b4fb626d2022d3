"""Pages of disposal: what has passed its time, and a person's decision on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from vaka.municipality.rules import Permission
from vaka.oversight import actions, queries
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.oversight.forms import DisposeForm
from vaka.web.oversight.parts import parts
from vaka.web.policy import policy
from vaka.web.stages import Crumb


@policy(Permission.DISPOSE_DOCUMENTATION)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show what documents the surveillance that has ended, what is due for disposal first."""
    at = now()
    today, found = timezone.localdate(at), queries.ended(by=actor(request), at=at)
    told = {
        "due": [each for each in found if each.is_due(today=today)],
        "kept": [each for each in found if not each.is_due(today=today)],
        "tabs": parts(actor(request), "oversight:disposal"),
    }
    return render(request, "oversight/disposal.html", told)


@policy(Permission.DISPOSE_DOCUMENTATION)
def dispose(request: HttpRequest, key: str) -> HttpResponse:
    """Show what of one camera's documentation goes and what stays, and take the decision."""
    by, at = actor(request), now()
    found = queries.documentation(key, by=by, at=at)
    form = DisposeForm(request.POST if request.method == "POST" else None)

    def carry_out() -> None:
        said = form.cleaned_data
        actions.dispose(camera=key, plan=said["plan"], why=said["why"], by=by, at=now())

    if request.method == "POST" and accepted(form, carry_out):
        messages.success(request, _("It is disposed of. That it was is on the record."))
        return redirect("oversight:disposal")
    told = {
        "found": found,
        "due": found.is_due(today=timezone.localdate(at)),
        "form": form,
        "trail": [Crumb(_("Disposal of documentation"), reverse("oversight:disposal"))],
    }
    return render(request, "oversight/dispose.html", told, status=400 if form.errors else 200)
