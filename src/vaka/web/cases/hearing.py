"""Pages of the hearing: ask a body, remind it, enter its opinion and who disagreed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.cases import actions, queries
from vaka.municipality.rules import Permission
from vaka.web.acting import actor, now
from vaka.web.cases.forms import DissentingForm, OpinionForm, ReferForm
from vaka.web.cases.pages import enter
from vaka.web.policy import policy


@policy(Permission.HANDLE_CASE)
def refer(request: HttpRequest, key: str) -> HttpResponse:
    """Ask a body for its opinion."""
    by = actor(request)
    row = queries.case(key, by=by, permission=Permission.HANDLE_CASE)
    form = ReferForm(request.POST or None)
    return enter(
        request,
        row,
        form,
        lambda: actions.refer(case=row.id, **form.cleaned_data, by=by, at=now()),
        title=_("Refer for an opinion"),
        submit=_("Send the referral"),
        done=_("The referral is sent."),
    )


@policy(Permission.HANDLE_CASE)
@require_POST
def remind(request: HttpRequest, key: str, referral: str) -> HttpResponse:
    """Enter that a body was reminded."""
    by = actor(request)
    row = queries.case(key, by=by, permission=Permission.HANDLE_CASE)
    actions.remind(referral=queries.referral(row, referral).id, by=by, at=now())
    messages.success(request, _("The reminder is entered."))
    return redirect("cases:case", row.id)


@policy(Permission.HANDLE_CASE)
def give_opinion(request: HttpRequest, key: str, referral: str) -> HttpResponse:
    """Enter an opinion that came."""
    by = actor(request)
    row = queries.case(key, by=by, permission=Permission.HANDLE_CASE)
    asked = queries.referral(row, referral)
    demands = {number: each.text for number, each in queries.demands(row).items()}
    form = OpinionForm(request.POST or None).about(demands)
    return enter(
        request,
        row,
        form,
        lambda: actions.give_opinion(referral=asked.id, **form.cleaned_data, by=by, at=now()),
        title=_("Opinion of %(body)s") % {"body": asked.consulted},
        submit=_("Enter the opinion"),
        done=_("The opinion is entered."),
    )


@policy(Permission.HANDLE_CASE)
def note_dissent(request: HttpRequest, key: str, referral: str) -> HttpResponse:
    """Note who in a consulted body disagreed with its opinion."""
    by = actor(request)
    row = queries.case(key, by=by, permission=Permission.HANDLE_CASE)
    asked = queries.referral(row, referral)
    form = DissentingForm(request.POST or None)
    return enter(
        request,
        row,
        form,
        lambda: actions.note_dissent_in(
            referral=asked.id, **form.cleaned_data, by=by, at=now()
        ),
        title=_("Who disagreed in %(body)s") % {"body": asked.consulted},
        submit=_("Note it"),
        done=_("It is noted."),
    )
