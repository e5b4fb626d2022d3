"""Pages where it is noted that somebody has no part in a case, and where a note is undone."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from vaka.cases import actions, queries
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Permission
from vaka.web.acting import actor, now
from vaka.web.cases.forms import RecuseForm, WithdrawForm
from vaka.web.cases.pages import enter
from vaka.web.policy import policy


@policy(Permission.HANDLE_CASE)
def recuse(request: HttpRequest, key: str) -> HttpResponse:
    """Note that somebody is recused from the case."""
    by, at = actor(request), now()
    row = queries.case(key, by=by, permission=Permission.HANDLE_CASE)
    people = municipality.colleagues(row.board_id, at=at)
    form = RecuseForm(request.POST or None)
    return enter(
        request,
        row,
        form.offer_people([(each.id, each.name) for each in people]),
        lambda: actions.recuse(case=row.id, **form.cleaned_data, by=by, at=at),
        title=_("Note a recusal"),
        submit=_("Note it"),
        done=_("It is noted. The case is closed to whom it concerns."),
    )


@policy(Permission.HANDLE_CASE)
def withdraw(request: HttpRequest, key: str, recusal: str) -> HttpResponse:
    """Take back a recusal that was noted by mistake."""
    by = actor(request)
    row = queries.case(key, by=by, permission=Permission.HANDLE_CASE)
    noted = queries.recusal(recusal, by=by)
    form = WithdrawForm(request.POST or None)
    return enter(
        request,
        row,
        form,
        lambda: actions.withdraw_recusal(
            recusal=noted.id, **form.cleaned_data, by=by, at=now()
        ),
        title=_("Take back: %(who)s is recused") % {"who": noted.who},
        submit=_("Take it back"),
        done=_("The recusal is taken back. The case is open again to whom it concerned."),
    )
