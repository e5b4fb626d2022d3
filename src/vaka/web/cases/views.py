"""Pages of cases: the list, one case, and what begins it: initiative, preparation, meetings."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vaka.balancing import queries as balancing
from vaka.cases import actions, queries
from vaka.cases.rules.inputs import day_of
from vaka.cases.rules.states import State, Step, why_no_initiative, why_not
from vaka.decisions import queries as decisions
from vaka.municipality.rules import Permission, boards_with, may
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.cases.forms import (
    DocumentForm,
    InitiativeForm,
    MeetingForm,
    OpenForm,
    PrepareForm,
)
from vaka.web.cases.pages import enter, trail
from vaka.web.policy import policy
from vaka.web.stages import Crumb

if TYPE_CHECKING:
    from vaka.cases.models import Case


@policy(Permission.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Show the boards' cases, whose opinion is due or overdue, and what is to be reported."""
    by, today = actor(request), day_of(now())
    told = {
        "cases": queries.cases(by=by),
        "overdue": queries.overdue(by=by, today=today),
        "due_soon": queries.due_soon(by=by, today=today),
        "reportable": queries.reportable(by=by),
        "may_open": bool(boards_with(by, Permission.HANDLE_CASE)),
    }
    return render(request, "cases/index.html", told)


@policy(Permission.SEE)
def case(request: HttpRequest, key: str) -> HttpResponse:
    """Show one case: what is demanded and answered, what happened, what it led to."""
    by, today = actor(request), day_of(now())
    row = queries.case(key, by=by)
    referrals = list(queries.referrals(row))
    told = {
        "case": row,
        "trail": [Crumb(_("Cases"), reverse("cases:index"))],
        "initiative": queries.initiative(row),
        "answered": queries.answered(row),
        "heard": [each.consulted for each in referrals if hasattr(each, "opinion")],
        "timeline": queries.timeline(row),
        "recusals": queries.recusals(row),
        "planned": queries.planned(row, today=today),
        "referrals": referrals,
        "statements": queries.statements(row),
        "resolutions": [(each, queries.minutes_of(each)) for each in queries.resolutions(row)],
        "today": today,
        "balancings": balancing.of_case(row.id, by=by),
        "decisions": decisions.of_case(row.id, by=by),
        "documents": row.documents.count(),
        "may_handle": may(by, Permission.HANDLE_CASE, board=row.board_id),
        "may_resolve": may(by, Permission.RECORD_RESOLUTION, board=row.board_id),
        **_open_steps(row),
    }
    return render(request, "cases/case.html", told)


def _open_steps(row: "Case") -> dict[str, bool]:
    """Return which steps are open in the state of the case."""
    state = State(row.state)
    entered = queries.initiative(row) is not None
    return {
        "unresolved": state != State.RESOLVED,
        "can_enter_initiative": why_no_initiative(state, entered=entered) is None,
        "can_prepare": why_not(state, Step.PREPARE) is None,
    }


@policy(Permission.HANDLE_CASE)
def open_case(request: HttpRequest) -> HttpResponse:
    """Open a case."""
    by = actor(request)
    form = OpenForm(request.POST or None).offer_boards(by)
    made: list[Case] = []
    if accepted(
        form,
        lambda: made.append(actions.open_case(**form.cleaned_data, by=by, at=now())),
    ):
        messages.success(request, _("The case is open."))
        return redirect("cases:case", made[0].id)
    told = {"form": form, "title": _("Open a case"), "submit": _("Open the case")}
    return render(request, "cases/form.html", {**told, "cancel": reverse("cases:index")})


@policy(Permission.HANDLE_CASE)
def enter_initiative(request: HttpRequest, key: str) -> HttpResponse:
    """Enter the initiative that the case is about."""
    by = actor(request)
    row = queries.case(key, by=by, permission=Permission.HANDLE_CASE)
    form = InitiativeForm(request.POST or None, initial={"received_on": day_of(row.opened_at)})
    return enter(
        request,
        row,
        form,
        lambda: actions.enter_initiative(case=row.id, **form.cleaned_data, by=by, at=now()),
        title=_("Enter an initiative"),
        submit=_("Enter the initiative"),
        done=_("The initiative is entered."),
    )


@policy(Permission.HANDLE_CASE)
def prepare(request: HttpRequest, key: str) -> HttpResponse:
    """Enter who is to prepare the case."""
    by = actor(request)
    row = queries.case(key, by=by, permission=Permission.HANDLE_CASE)
    first = row.board.departments.first()
    initial = {"department": first.name if first else "", "ordered_on": day_of(now())}
    form = PrepareForm(request.POST or None, initial=initial)
    return enter(
        request,
        row,
        form,
        lambda: actions.prepare(case=row.id, **form.cleaned_data, by=by, at=now()),
        title=_("Have the case prepared"),
        submit=_("Enter the order"),
        done=_("The case is being prepared."),
    )


@policy(Permission.HANDLE_CASE)
def plan_meeting(request: HttpRequest, key: str) -> HttpResponse:
    """Enter a meeting at which the case is taken up."""
    by = actor(request)
    row = queries.case(key, by=by, permission=Permission.HANDLE_CASE)
    form = MeetingForm(request.POST or None, initial={"body": row.board.name})
    return enter(
        request,
        row,
        form,
        lambda: actions.plan_meeting(case=row.id, **form.cleaned_data, by=by, at=now()),
        title=_("Plan a meeting"),
        submit=_("Plan the meeting"),
        done=_("The meeting is planned."),
    )


@policy(Permission.SEE)
def register(request: HttpRequest, key: str) -> HttpResponse:
    """Show the register of the case."""
    by = actor(request)
    row = queries.case(key, by=by)
    told = {
        "case": row,
        "trail": trail(row),
        "register": queries.register(row, by=by),
        "may_handle": may(by, Permission.HANDLE_CASE, board=row.board_id),
    }
    return render(request, "cases/register.html", told)


@policy(Permission.HANDLE_CASE)
def register_document(request: HttpRequest, key: str) -> HttpResponse:
    """Register a document of the case."""
    by = actor(request)
    row = queries.case(key, by=by, permission=Permission.HANDLE_CASE)
    form = DocumentForm(request.POST or None, initial={"dated": day_of(now())})
    return enter(
        request,
        row,
        form,
        lambda: actions.register_document(case=row.id, **form.cleaned_data, by=by, at=now()),
        title=_("Register a document"),
        submit=_("Register the document"),
        done=_("The document is registered."),
    )
