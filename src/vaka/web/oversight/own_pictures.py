"""Pages of a request for pictures of oneself: taken in, known, answered in time, erased."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.core.errors import Conflict
from vaka.decisions.rules import LOCAL
from vaka.law.se.secrecy import APPEAL_OF_ACCESS
from vaka.municipality.rules import Permission, may
from vaka.oversight import actions, queries
from vaka.oversight.actions.own_pictures import OwnAsked
from vaka.oversight.documents.answers import access_paper
from vaka.oversight.rules.own_pictures import Answer, Identified
from vaka.paper.pdf import paper_pdf
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.oversight.forms import AnswerForm, ExtendForm, IdentifyForm, OwnPicturesForm
from vaka.web.oversight.requests import recordings, trail
from vaka.web.papers import PDF, handed_out
from vaka.web.policy import policy
from vaka.web.words import in_words


@policy(Permission.ENTER_REQUESTS)
def new(request: HttpRequest) -> HttpResponse:
    """Take in that somebody asks for pictures of themselves."""
    by, made = actor(request), {}
    initial = {"camera": request.GET.get("camera", "")}
    form = OwnPicturesForm(request.POST or None, initial=initial).offer(by)

    def enter() -> None:
        names = ("camera", "span", "received_on", "contact", "looks")
        asked = OwnAsked(**{name: form.cleaned_data[name] for name in names})
        made["row"] = actions.ask_for_own_pictures(asked, by=by, at=now())

    if request.method == "POST" and accepted(form, enter):
        messages.success(request, _("It is taken in, and the recordings are held."))
        return redirect("oversight:access-request", made["row"].id)
    return render(request, "oversight/new_own_pictures.html", {"form": form, "trail": trail()})


@policy(Permission.ENTER_REQUESTS)
def access_request(request: HttpRequest, key: str) -> HttpResponse:
    """Show one request: until when it is to be answered, what is done, what is left."""
    return _page(request, key, {})


@policy(Permission.HANDLE_REQUESTS)
@require_POST
def identify(request: HttpRequest, key: str) -> HttpResponse:
    """Say how it is known who asks."""
    by, form = actor(request), IdentifyForm(request.POST).offer()

    def act() -> None:
        how = Identified(form.cleaned_data["how"])
        actions.identify(request=key, how=how, by=by, at=now())

    return _done(request, key, "identify_form", form, act)


@policy(Permission.HANDLE_REQUESTS)
@require_POST
def extend(request: HttpRequest, key: str) -> HttpResponse:
    """Let the answer take two months more."""
    by, form = actor(request), ExtendForm(request.POST)

    def act() -> None:
        actions.extend_answer(request=key, **form.cleaned_data, by=by, at=now())

    return _done(request, key, "extend_form", form, act)


@policy(Permission.HANDLE_REQUESTS)
@require_POST
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Answer the one who asked."""
    by, form = actor(request), AnswerForm(request.POST).offer()

    def act() -> None:
        told = form.cleaned_data
        actions.answer_access(
            request=key, answer=Answer(told["answer"]), words=told["words"], by=by, at=now()
        )

    return _done(request, key, "answer_form", form, act)


@policy(Permission.HANDLE_REQUESTS)
@require_POST
def erase(request: HttpRequest, key: str) -> HttpResponse:
    """Erase what names or describes the one who asked."""
    try:
        actions.erase_requester(request=key, by=actor(request), at=now())
        messages.success(request, _("It is erased. Every proof still holds."))
    except Conflict as conflict:
        messages.error(request, in_words(conflict.reason, "reason"))
    return redirect("oversight:access-request", key)


@policy(Permission.ENTER_REQUESTS)
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out that the request came, or what it is answered, as PDF."""
    row = queries.access_request(key, by=actor(request))
    made = paper_pdf(access_paper(row, queries.copies(row.id)))
    return handed_out(made, f"egna-bilder-{row.id}.pdf", PDF)


def _done(
    request: HttpRequest, key: str, name: str, form: Form, act: Callable[[], None]
) -> HttpResponse:
    """Do what a form of the page asks for, or show it again with what is wrong."""
    # What is not there, or not this person's, is told before what is wrong with the form.
    queries.access_request(key, by=actor(request))
    if accepted(form, act):
        messages.success(request, _("It is done, and on the record."))
        return redirect("oversight:access-request", key)
    return _page(request, key, {name: form})


def _page(request: HttpRequest, key: str, forms: dict[str, Form]) -> HttpResponse:
    by = actor(request)
    row = queries.access_request(key, by=by)
    told = {
        "asked": row,
        "left": (row.due - now().astimezone(LOCAL).date()).days,
        "copies": queries.copies(row.id),
        "recordings": recordings(row),
        "appeal": APPEAL_OF_ACCESS,
        "may_handle": may(by, Permission.HANDLE_REQUESTS, board=row.board_id),
        "may_look": may(by, Permission.VIEW_PICTURES, board=row.board_id),
        "identify_form": IdentifyForm().offer(),
        "extend_form": ExtendForm(),
        "answer_form": AnswerForm().offer(),
        "trail": trail(),
        **forms,
        # What was filled in when somebody else had answered already says so all the same.
        "closed_forms": list(forms.values()),
    }
    return render(request, "oversight/access_request.html", told)
