"""Pages of health: how every camera is, whether the disks suffice, and work on faults."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from vaka.core.errors import Conflict
from vaka.core.fan_out import FAN_OUT
from vaka.municipality.rules import Actor, Permission, may
from vaka.operation import actions, queries
from vaka.operation.queries import Checkup
from vaka.operation.rules import FAULTS, Health
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.operation.forms import OutcomeForm, WorkForm
from vaka.web.policy import policy
from vaka.web.stages import Crumb
from vaka.web.words import in_words

ON_A_PAGE = 50
ENOUGH_PERCENT = 99


def _is_at_fault(each: Checkup) -> bool:
    return each.state.health in FAULTS


def _is_short(each: Checkup) -> bool:
    return each.percent is not None and each.percent < ENOUGH_PERCENT


# What can be looked at by itself: words, and which cameras.
SHOWN: dict[str, tuple[str, Callable[[Checkup], bool]]] = {
    "all": (gettext_noop("All of them"), lambda each: True),
    "fault": (gettext_noop("At fault now"), _is_at_fault),
    "short": (gettext_noop("Recorded too little"), _is_short),
    "ordered": (gettext_noop("With work ordered"), lambda each: each.order is not None),
}


@policy(Permission.SEE_CAMERAS)
def health(request: HttpRequest) -> HttpResponse:
    """Show how the cameras of the boards are, the worst first, all or some of them."""
    by = actor(request)
    checked = sorted(queries.checkups(by=by, at=now()), key=_badness)
    chosen, words = request.GET.get("show", ""), request.GET.get("q", "").strip()
    here = chosen if chosen in SHOWN else "all"
    found = [each for each in checked if SHOWN[here][1](each) and _is_named(each, words)]
    measured = [each.measured for each in checked if each.measured]
    told = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "tabs": [_tab(name, checked, here, words) for name in SHOWN],
        "q": words,
        "show": here,
        "any": bool(checked),
        "faults": FAULTS,
        "masking_percent": sum(row.masking_percent or 0 for row in measured),
        "clocks_off": sum(row.clock_is_off for row in measured),
        "disks": queries.disks(checked),
        "contested": queries.contested(at=now()),
        "fan_out": FAN_OUT.standing,
        "trail": [],
    }
    return render(request, "operation/checkups.html", told)


def _badness(each: Checkup) -> tuple[bool, bool, float, str]:
    """Return how a camera sorts: at fault, nothing done about it, recorded least, name."""
    share = 100.0 if each.percent is None else each.percent
    return not _is_at_fault(each), each.order is not None, share, each.state.camera.name


def _is_named(each: Checkup, words: str) -> bool:
    place = each.state.installation
    names = f"{each.state.camera.name} {place.site.name if place else ''}"
    return words.casefold() in names.casefold()


def _tab(name: str, checked: list[Checkup], here: str, words: str) -> dict[str, object]:
    label, belongs = SHOWN[name]
    return {
        "url": f"?{urlencode({'show': name, 'q': words} if words else {'show': name})}",
        "label": _(label),
        "count": sum(map(belongs, checked)),
        "here": name == here,
    }


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
