"""Pages of a request for pictures of others: taken in, reviewed, handed out, on paper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.law.se.secrecy import APPEAL_OF_DISCLOSURE, ASKERS, NEEDS, SECRECY
from vaka.municipality.rules import Permission, may
from vaka.oversight import actions, queries
from vaka.oversight.actions.disclosing import Asked
from vaka.oversight.documents.answers import disclosure_paper
from vaka.oversight.rules.disclosure import Asker, Need, Outcome, ThirdPersons
from vaka.paper.pdf import paper_pdf
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.oversight.forms import DisclosureForm, HandOutForm, ReviewForm
from vaka.web.oversight.requests import recordings, trail
from vaka.web.papers import PDF, handed_out
from vaka.web.policy import policy


@policy(Permission.ENTER_REQUESTS)
def new(request: HttpRequest) -> HttpResponse:
    """Take in a written request for pictures."""
    by, made = actor(request), {}
    initial = {"camera": request.GET.get("camera", "")}
    form = DisclosureForm(request.POST or None, initial=initial).offer(by)

    def enter() -> None:
        made["row"] = actions.ask_for_disclosure(_asked(form), by=by, at=now())

    if request.method == "POST" and accepted(form, enter):
        messages.success(request, _("It is taken in, and the recordings are held."))
        return redirect("oversight:disclosure", made["row"].id)
    told = {"form": form, "secrecy": SECRECY, "trail": trail()}
    return render(request, "oversight/new_disclosure.html", told)


def _asked(form: DisclosureForm) -> Asked:
    told = form.cleaned_data
    return Asked(
        camera=told["camera"],
        span=told["span"],
        received_on=told["received_on"],
        asker=Asker(told["asker"]),
        name=told["name"],
        reference=told["reference"],
        need=Need(told["need"]),
        imprisonment=told["imprisonment"],
        what=told["what"],
    )


@policy(Permission.ENTER_REQUESTS)
def disclosure(request: HttpRequest, key: str) -> HttpResponse:
    """Show one request: what is stated, what lifts the secrecy, what was decided and left."""
    return _page(request, key)


@policy(Permission.HANDLE_REQUESTS)
@require_POST
def review(request: HttpRequest, key: str) -> HttpResponse:
    """Decide whether the pictures are handed out."""
    by = actor(request)
    form = ReviewForm(request.POST).offer(queries.disclosure(key, by=by).span)

    def decide() -> None:
        told = form.cleaned_data
        actions.review_secrecy(
            disclosure=key,
            outcome=Outcome(told["outcome"]),
            given=told["given"],
            third_persons=ThirdPersons(told["third_persons"]),
            reasons=told["reasons"],
            by=by,
            at=now(),
        )

    if accepted(form, decide):
        messages.success(request, _("It is decided, and on the record."))
        return redirect("oversight:disclosure", key)
    return _page(request, key, review_form=form)


@policy(Permission.HANDLE_REQUESTS)
@require_POST
def hand_out(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out the copies that were taken, to a receipt."""
    by = actor(request)
    row = queries.disclosure(key, by=by)
    form = HandOutForm(request.POST)
    if accepted(
        form,
        lambda: actions.hand_out(disclosure=row.id, **form.cleaned_data, by=by, at=now()),
    ):
        messages.success(request, _("It is handed out. The receipt is below."))
        return redirect("oversight:disclosure", key)
    return _page(request, key, hand_out_form=form)


@policy(Permission.ENTER_REQUESTS)
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out where the request stands, as PDF: that it came, the decision, or the receipt."""
    row = queries.disclosure(key, by=actor(request))
    told = disclosure_paper(row, queries.review(row), queries.handed_out(row))
    return handed_out(paper_pdf(told), f"utlamnande-{row.id}.pdf", PDF)


def _page(
    request: HttpRequest,
    key: str,
    *,
    review_form: ReviewForm | None = None,
    hand_out_form: HandOutForm | None = None,
) -> HttpResponse:
    by = actor(request)
    row = queries.disclosure(key, by=by)
    told = {
        "asked": row,
        "asker": ASKERS[row.asker],
        "need": NEEDS[row.need],
        "lifted": row.lifted_by,
        "secrecy": SECRECY,
        "review": queries.review(row),
        "copies": queries.copies(row.id),
        "handed_out": queries.handed_out(row),
        "recordings": recordings(row),
        "appeal": APPEAL_OF_DISCLOSURE,
        "may_handle": may(by, Permission.HANDLE_REQUESTS, board=row.board_id),
        "may_look": may(by, Permission.VIEW_PICTURES, board=row.board_id),
        "review_form": review_form or ReviewForm().offer(row.span),
        "hand_out_form": hand_out_form or HandOutForm(),
        "trail": trail(),
    }
    return render(request, "oversight/disclosure.html", told)
