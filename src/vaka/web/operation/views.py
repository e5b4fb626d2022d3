"""Pages of operation: cameras, one camera, and looking at it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.core.errors import Conflict
from vaka.municipality.rules import Actor, Permission, boards_with, may
from vaka.operation import actions, queries
from vaka.operation.rules import FAULTS
from vaka.terms.signature import Untrusted
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.maps import CameraMark, Map
from vaka.web.operation.forms import PresetForm, ReplaceForm, ViewForm
from vaka.web.policy import policy
from vaka.web.stages import Crumb
from vaka.web.words import in_words

VIEWS_SHOWN = 20


@policy(Permission.SEE_CAMERAS)
def index(request: HttpRequest) -> HttpResponse:
    """Show every camera of the boards, faults first."""
    by = actor(request)
    states = queries.states(by=by, at=now())
    told = {
        "states": sorted(states, key=lambda s: (s.health not in FAULTS, s.camera.name)),
        "faults": FAULTS,
        "may_watch": bool(boards_with(by, Permission.VIEW_PICTURES)),
        "may_register": bool(boards_with(by, Permission.REGISTER_CAMERA)),
        "may_register_transmitters": bool(boards_with(by, Permission.REGISTER_TRANSMITTER)),
    }
    return render(request, "operation/index.html", told)


@policy(Permission.SEE_CAMERAS)
def camera(request: HttpRequest, key: str) -> HttpResponse:
    """Show one camera: how it is, what it may, where it stands, what is kept, who looked."""
    by, at = actor(request), now()
    row = queries.camera(key, by=by)
    state = queries.state(row, at=at)
    try:
        terms = queries.terms(row.id, at=at)
    except Untrusted:
        terms = None
    presets = queries.presets(state.installation, terms)
    told = {
        "camera": row,
        "state": state,
        "measured": queries.measured(row),
        "faults": FAULTS,
        "terms": terms,
        "map": _map(state),
        "installations": queries.installations(row),
        "kept": queries.kept(row),
        "storage": queries.storage(row, retention_hours=terms.retention_hours if terms else 0),
        "disposed": queries.disposed(row)[:VIEWS_SHOWN],
        "views": queries.views(row)[:VIEWS_SHOWN],
        "detail": queries.detail(row, terms),
        "presets": presets,
        "informing": queries.informing(row, at=at),
        "may_report": may(by, Permission.ORDER_WORK, board=row.board_id),
        "view_form": PresetForm().offer(presets) if presets else _view_form(state),
        "may_place": may(by, Permission.REGISTER_CAMERA, board=row.board_id),
        "may_view": may(by, Permission.VIEW_PICTURES, board=row.board_id),
        "trail": [],
    }
    return render(request, "operation/camera.html", told)


def _view_form(state: queries.State) -> ViewForm | None:
    """Return the form in which what the camera sees is confirmed, as it was last."""
    place = state.installation
    if place is None:
        return None
    return ViewForm(initial={"angle_deg": place.angle_deg, "nearest_m": place.nearest_m})


@policy(Permission.REGISTER_CAMERA)
@require_POST
def confirm_view(request: HttpRequest, key: str) -> HttpResponse:
    """Take in that what a camera sees now is what it should see."""
    by = actor(request)
    row = queries.camera(key, by=by, permission=Permission.REGISTER_CAMERA)
    presets = queries.presets(queries.installation(row), queries.terms(row.id, at=now()))
    form = PresetForm(request.POST).offer(presets) if presets else ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the angle of view and the distance in numbers."))
        return redirect("operation:camera", row.id)
    confirm = actions.confirm_preset if presets else actions.confirm_view
    try:
        confirm(camera=row.id, **form.cleaned_data, by=by, at=now())
        messages.success(request, _("Thank you. What the camera sees now is its view."))
    except Conflict as conflict:
        messages.error(request, in_words(conflict.reason, "reason"))
    return redirect("operation:camera", row.id)


def _map(state: queries.State) -> Map | None:
    """Return the map of where the camera stands and what it watches."""
    place = state.installation
    if place is None:
        return None
    name = state.camera.name
    mark = CameraMark(name, place.longitude, place.latitude, place.direction_deg)
    return Map(
        title=place.site.name,
        summary=_("Where the camera stands and what it watches."),
        base=place.site.surroundings,
        area={
            "type": "Feature",
            "geometry": place.watched_area,
            "properties": {"label": _("Watched area")},
        },
        cameras=[mark],
    )


@policy(Permission.REGISTER_CAMERA)
def replace(request: HttpRequest, key: str) -> HttpResponse:
    """Take in that another device stands in a camera's place."""
    by = actor(request)
    row = queries.camera(key, by=by, permission=Permission.REGISTER_CAMERA)
    form = ReplaceForm(request.POST or None)
    if request.method == "POST" and accepted(form, lambda: _replace(form, row.id, by)):
        messages.success(request, _("It is replaced. Confirm its view when it stands right."))
        return redirect("operation:camera", row.id)
    trail = [Crumb(row.name, reverse("operation:camera", args=[row.id]))]
    return render(
        request, "operation/replace.html", {"form": form, "camera": row, "trail": trail}
    )


def _replace(form: ReplaceForm, camera: str, by: Actor) -> None:
    actions.replace(camera=camera, **form.cleaned_data, by=by, at=now())
