"""Pages of what boards have to see to: the list, and one thing with where it leads."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vaka.decisions import queries as decisions
from vaka.municipality import actions, queries
from vaka.municipality.rules import ASKED, Asked, TaskReason
from vaka.web.acting import actor, now
from vaka.web.municipality.forms import SettleForm
from vaka.web.municipality.views import posted, taken
from vaka.web.policy import ANYONE_LOGGED_IN, policy
from vaka.web.stages import Crumb

if TYPE_CHECKING:
    from vaka.municipality.models import Task

SETTLED_SHOWN = 50
# The page of what a task is about; what is not here is about a decision.
ABOUT = {
    TaskReason.CAMERA_LAPSED: "operation:camera",
    TaskReason.SIGN_TO_CONFIRM: "operation:camera",
    TaskReason.SIGN_FLAWED: "operation:camera",
    TaskReason.DISPOSAL_DUE: "oversight:dispose",
    TaskReason.OPINION_LATE: "cases:case",
    TaskReason.PREPARATION_DUE: "cases:case",
    TaskReason.DISCLOSURE_ASKED: "oversight:disclosure",
    TaskReason.ACCESS_ASKED: "oversight:access-request",
    TaskReason.ACCESS_RUNS_OUT: "oversight:access-request",
    TaskReason.BREACH_TO_NOTIFY: "oversight:breach",
    TaskReason.BREACH_RUNS_OUT: "oversight:breach",
    TaskReason.BREACH_TO_TELL: "oversight:breach",
    TaskReason.TOKEN_ENDS: "municipality:token",
}
# What is not about one thing, but about the municipality's whole work against crime.
OF_THE_WORK = {
    TaskReason.CRIME_PICTURE_DUE,
    TaskReason.ACTION_PLAN_DUE,
    TaskReason.FOLLOW_UP_DUE,
}


def told(rows: "list[Task]") -> "list[tuple[Task, Asked]]":
    """Return tasks, each with what it asks for."""
    return [(row, ASKED[TaskReason(row.reason)]) for row in rows]


@policy(ANYONE_LOGGED_IN)
def index(request: HttpRequest) -> HttpResponse:
    """Show what this person has to see to, and what was settled lately."""
    by = actor(request)
    settled = queries.tasks(by=by).exclude(settled_at=None).order_by("-settled_at")
    shown = {
        "open": told(list(queries.open_tasks(by=by))),
        "settled": told(list(settled[:SETTLED_SHOWN])),
        "today": now().date(),
    }
    return render(request, "municipality/tasks.html", shown)


@policy(ANYONE_LOGGED_IN)
def task(request: HttpRequest, key: str) -> HttpResponse:
    """Show one thing to see to, and settle it in words."""
    by = actor(request)
    row = queries.task(key, by=by)
    form = SettleForm(posted(request))

    def settle() -> None:
        actions.settle(
            task=row.id,
            **form.cleaned_data,
            apart=decisions.recused_from,
            by=by,
            at=now(),
        )

    if taken(request, form, settle, _("It is settled, with your words on the record.")):
        return redirect("municipality:tasks")
    reason = TaskReason(row.reason)
    shown = {
        "task": row,
        "asked": ASKED[reason],
        "page": _page(reason, row.subject),
        "letters": queries.letters(row),
        "form": form,
        "today": now().date(),
        "trail": [Crumb(_("To see to"), reverse("municipality:tasks"))],
    }
    status = 400 if form.errors else 200
    return render(request, "municipality/task.html", shown, status=status)


def _page(reason: TaskReason, subject: str) -> str:
    """Return the address of the page of what a task is about."""
    if reason in OF_THE_WORK:
        return reverse("measures:prevention")
    return reverse(ABOUT.get(reason, "decisions:decision"), args=[subject])
