"""Pages of the situation picture of crime: write it, read it, enter that it was decided."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from vaka.municipality.rules import Permission, may
from vaka.needs import actions, queries
from vaka.needs.rules.crime_picture import due_again
from vaka.paper.pdf import paper_pdf
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.needs import crime_pictures
from vaka.web.needs.crime_forms import (
    CoordinationForm,
    PictureForm,
    ResolvedForm,
    filled_with,
)
from vaka.web.needs.crime_paper import paper
from vaka.web.papers import PDF, handed_out
from vaka.web.policy import policy
from vaka.web.stages import Crumb

if TYPE_CHECKING:
    from vaka.needs.models import CrimePicture


def prevention() -> Crumb:
    """Return the way back to the page of the whole work."""
    return Crumb(_("Crime prevention"), reverse("measures:prevention"))


@policy(Permission.SEE)
@require_GET
def picture(request: HttpRequest, key: str) -> HttpResponse:
    """Show a picture: its figures, what people conclude of them, and what it rests on."""
    row = queries.crime_picture(key, by=actor(request))
    return _page(request, row, ResolvedForm(initial={"sha256": row.sha256}))


def _page(request: HttpRequest, row: "CrimePicture", form: ResolvedForm) -> HttpResponse:
    by, drawn, draft = actor(request), row.drawn(), row.decided_on is None
    may_write = may(by, Permission.LEAD_PREVENTION, board=row.board_id)
    may_decide = may(by, Permission.RECORD_RESOLUTION, board=row.board_id)
    told = {
        "picture": row,
        "drawn": drawn,
        "kinds": crime_pictures.kinds(drawn),
        "years": crime_pictures.years(drawn),
        "parts": crime_pictures.parts(drawn),
        "reported": crime_pictures.shown(drawn.reported),
        "found": crime_pictures.shown(drawn.found),
        "survey": [crime_pictures.survey_line(each) for each in drawn.survey],
        "statements": queries.cited(row),
        "missing": row.written().missing,
        "due": due_again(row.decided_on) if row.decided_on else None,
        "may_write": draft and may_write,
        "form": form if draft and may_decide else None,
        "trail": [prevention()],
    }
    return render(request, "needs/crime.html", told, status=400 if form.errors else 200)


@policy(Permission.LEAD_PREVENTION)
def draft(request: HttpRequest) -> HttpResponse:
    """Begin a picture; without a form filled in, of the two years that are over."""
    by, at = actor(request), now()
    this_year = queries.local_day(at).year
    form = PictureForm(
        request.POST if request.method == "POST" else None,
        initial={"first_year": this_year - 2, "last_year": this_year - 1},
    ).offer(by)
    made: list[str] = []

    def begin() -> None:
        made.append(actions.draft_picture(form.written(), by=by, at=at).pk)

    if request.method == "POST" and accepted(form, begin):
        messages.success(request, _("The draft is kept, and its figures are drawn."))
        return redirect("needs:crime-picture", made[0])
    told = {"form": form, "back": reverse("measures:prevention"), "trail": [prevention()]}
    return render(request, "needs/crime_write.html", told, status=400 if form.errors else 200)


@policy(Permission.LEAD_PREVENTION)
def write(request: HttpRequest, key: str) -> HttpResponse:
    """Write a draft over; its figures are drawn anew."""
    by = actor(request)
    row = queries.crime_picture(key, by=by)
    posted = request.POST if request.method == "POST" else None
    form = PictureForm(posted, initial=filled_with(row)).offer(by)

    def rewrite() -> None:
        actions.rewrite_picture(form.written(), picture=key, by=by, at=now())

    if posted is not None and accepted(form, rewrite):
        messages.success(request, _("The draft is kept, and its figures are drawn."))
        return redirect("needs:crime-picture", key)
    told = {
        "form": form,
        "back": reverse("needs:crime-picture", args=[key]),
        "trail": [prevention()],
    }
    return render(request, "needs/crime_write.html", told, status=400 if form.errors else 200)


@policy(Permission.RECORD_RESOLUTION)
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Enter that a body decided the picture."""
    by = actor(request)
    row = queries.crime_picture(key, by=by)
    if request.method != "POST":
        return redirect("needs:crime-picture", key)
    form = ResolvedForm(request.POST)

    def enter() -> None:
        read = form.cleaned_data["sha256"]
        actions.decide_picture(form.resolved(), picture=key, sha256=read, by=by, at=now())

    if accepted(form, enter):
        messages.success(request, _("The picture is decided, and cannot change."))
        return redirect("needs:crime-picture", key)
    return _page(request, row, form)


@policy(Permission.SEE)
@require_GET
def print_picture(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out a picture as PDF."""
    row = queries.crime_picture(key, by=actor(request))
    name = f"lagesbild-brott-{row.first_year}-{row.last_year}.pdf"
    return handed_out(paper_pdf(paper(row)), name, PDF)


@policy(Permission.ADMINISTER)
def coordination(request: HttpRequest) -> HttpResponse:
    """Say which board leads the work from a day on, and its contact point."""
    by, at = actor(request), now()
    posted = request.POST if request.method == "POST" else None
    form = CoordinationForm(posted, initial={"starts": queries.local_day(at)}).offer(by)

    def name() -> None:
        actions.name_coordination(**form.cleaned_data, by=by, at=at)

    if posted is not None and accepted(form, name):
        messages.success(request, _("It is on the record who leads the work."))
        return redirect("municipality:index")
    told = {
        "form": form,
        "led": queries.led(at=at),
        "trail": [Crumb(_("The municipality"), reverse("municipality:index"))],
    }
    return render(request, "needs/coordination.html", told, status=400 if form.errors else 200)
