"""Pages for the data protection officer and the authority: register, file, record."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.municipality.rules import EVERY_BOARD, Permission, boards_with, may
from vaka.oversight import actions, queries
from vaka.oversight.documents.register import register_csv
from vaka.record import queries as records
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.oversight.forms import EraseForm
from vaka.web.oversight.parts import parts
from vaka.web.policy import policy
from vaka.web.stages import Crumb

ENTRIES_SHOWN = 50


@policy(Permission.SEE_RECORD)
def inspection(request: HttpRequest) -> HttpResponse:
    """Show the register of KBL 10 §, and offer the file."""
    by, at = actor(request), now()
    may_make = bool(boards_with(by, Permission.MAKE_SUPERVISION_FILE))
    told = {
        "entries": queries.register(by=by, at=at),
        "left_out": queries.left_out(by=by, at=at),
        "cameras": queries.cameras_for_file(by=by) if may_make else [],
        "size": records.size(),
        "may_dispose": bool(boards_with(by, Permission.DISPOSE_DOCUMENTATION)),
        "may_verify": EVERY_BOARD in boards_with(by, Permission.SEE_RECORD),
        "tabs": parts(by, "oversight:inspection"),
    }
    return render(request, "oversight/inspection.html", told)


@policy(Permission.SEE_RECORD)
def register(request: HttpRequest) -> HttpResponse:
    """Hand out the register of KBL 10 § as a table, as the authority may ask for it."""
    at = now()
    table = register_csv(queries.register(by=actor(request), at=at))
    answer = HttpResponse(table, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="forteckning-{at:%Y-%m-%d}.csv"'
    return answer


@policy(Permission.MAKE_SUPERVISION_FILE)
@require_POST
def file(request: HttpRequest) -> HttpResponse:
    """Make the file on one camera or on all, and hand it out."""
    at = now()
    camera = request.POST.get("camera") or None
    made = actions.make_file(camera=camera, by=actor(request), at=at)
    answer = HttpResponse(made.content, content_type="application/zip")
    name = f"tillsynsakt-{at:%Y-%m-%d}-{made.id}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@policy(Permission.SEE_RECORD)
def record(request: HttpRequest) -> HttpResponse:
    """Verify the whole record, and show its newest entries and its checkpoint."""
    return _record(request, EraseForm())


@policy(Permission.ERASE_PERSONAL)
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Erase what names somebody in an entry."""
    by = actor(request)
    form = EraseForm(request.POST)
    if not accepted(
        form,
        lambda: actions.erase_personal(
            entry=form.cleaned_data["entry"], why=form.cleaned_data["why"], by=by, at=now()
        ),
    ):
        return _record(request, form)
    messages.success(request, _("It is erased. Every proof still holds."))
    return redirect("oversight:record")


def _record(request: HttpRequest, form: EraseForm) -> HttpResponse:
    by = actor(request)
    told = {
        "audit": queries.audit(by=by),
        "entries": records.newest(limit=ENTRIES_SHOWN),
        "checkpoint": records.checkpoint(),
        "key": records.verifier_key(),
        "form": form,
        "may_keep_breaches": bool(boards_with(by, Permission.KEEP_BREACHES)),
        "may_erase": may(by, Permission.ERASE_PERSONAL, board=EVERY_BOARD),
        "trail": [Crumb(_("Supervision"), reverse("oversight:inspection"))],
    }
    return render(request, "oversight/record.html", told)
