"""Pages of health: how every camera is, whether the disks suffice, and work on faults."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.core.errors import Conflict
from vaka.municipality.rules import Actor, Permission, may
from vaka.operation import actions, queries
from vaka.operation.rules import FAULTS, Health
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.operation.forms import OutcomeForm, WorkForm
from vaka.web.policy import policy
from vaka.web.stages import Crumb
from vaka.web.words import in_words


@policy(Permission.SEE_CAMERAS)
def health(request: HttpRequest) -> HttpResponse:
    """Show how every camera of the boards is, those at fault first."""
    by = actor(request)
    checked = sorted(
        queries.checkups(by=by, at=now()),
        key=lambda each: (each.state.health not in FAULTS, each.state.camera.name),
    )
    measured = [each.measured for each in checked if each.measured]
    told = {
        "checked": checked,
        "faults": FAULTS,
        "masking_percent": sum(row.masking_percent or 0 for row in measured),
        "clocks_off": sum(row.clock_is_off for row in measured),
        "at_fault": sum(each.state.health in FAULTS for each in checked),
        "ordered": sum(each.order is not None for each in checked),
        "disks": queries.disks(checked),
        "trail": [],
    }
    return render(request, "operation/checkups.html", told)


@policy(Permission.SEE_CAMERAS)
def work(request: HttpRequest, key: str) -> HttpResponse:
    """Show what has been ordered and done at a camera, and take in a new order."""
    by, at = actor(request), now()
    row = queries.camera(key, by=by)
    state = queries.state(row, at=at)
    form = WorkForm(request.POST or None)
    if request.method == "POST" and accepted(form, lambda: _order(form, state, by)):
        messages.success(request, _("The work is ordered."))
        return redirect("operation:work", key)
    orders = list(queries.work_orders(row))
    told = {
        "camera": row,
        "state": state,
        "faults": FAULTS,
        "orders": orders,
        "open": next((each for each in orders if each.done_at is None), None),
        "form": form,
        "outcome": OutcomeForm(),
        "may_order": may(by, Permission.ORDER_WORK, board=row.board_id),
        "may_report": may(by, Permission.REGISTER_CAMERA, board=row.board_id),
        "trail": [Crumb(row.name, reverse("operation:camera", args=[row.id]))],
    }
    return render(request, "operation/work.html", told)


def _order(form: WorkForm, state: queries.State, by: Actor) -> None:
    actions.order_work(
        camera=state.camera.id,
        fault=Health(state.health),
        what=form.cleaned_data["what"],
        by=by,
        at=now(),
    )


@policy(Permission.REGISTER_CAMERA)
@require_POST
def report_done(request: HttpRequest, key: str) -> HttpResponse:
    """Take in what a technician did about a fault."""
    by = actor(request)
    order = queries.work_order(key, by=by)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what was done."))
        return redirect("operation:work", order.camera_id)
    try:
        outcome = form.cleaned_data["outcome"]
        actions.report_done(order=order.id, outcome=outcome, by=by, at=now())
        messages.success(request, _("Thank you. It is noted as done."))
    except Conflict as conflict:
        messages.error(request, in_words(conflict.reason, "reason"))
    return redirect("operation:work", order.camera_id)
