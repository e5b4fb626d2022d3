"""Where a camera is reached and where it stands: registered, moved, put up and taken down."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Permission
from vaka.operation import actions, queries
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.operation.forms import (
    AddressForm,
    DeviceAddressForm,
    PlaceForm,
    RegisterForm,
    SmallStreamForm,
)
from vaka.web.policy import policy
from vaka.web.stages import Crumb

if TYPE_CHECKING:
    from vaka.decisions.models import Decision
    from vaka.operation.models import Camera


@policy(Permission.REGISTER_CAMERA)
def register(request: HttpRequest) -> HttpResponse:
    """Register a camera and put it up: one that is decided, or under the id of its text."""
    by = actor(request)
    awaited = queries.awaited(by=by)
    known = [_known(row) for row in awaited if row.camera == request.GET.get("camera")]
    form = RegisterForm(request.POST or None, initial=known[0] if known else None).offer(by)
    if request.method == "POST" and accepted(form, lambda: _register(form, by)):
        messages.success(request, _("It is put up. Confirm its sign: until then it is off."))
        return redirect("operation:camera", form.cleaned_data["camera"])
    return render(request, "operation/register.html", {"form": form, "awaited": awaited})


def _known(row: "Decision") -> dict[str, str]:
    """Return what its decision tells of a camera that is to be registered."""
    site = row.balancing.site
    return {"camera": row.camera, "site": site.id, "name": site.name}


def _register(form: RegisterForm, by: Actor) -> None:
    told, at = form.cleaned_data, now()
    camera = told["camera"]
    place = _place(form, camera, by)
    actions.register_camera(
        camera=camera,
        board=municipality.board_of(place.site),
        name=told["name"],
        gateway=told["gateway"],
        address=told["address"],
        device_address=told["device_address"],
        by=by,
        at=at,
    )
    actions.install(camera=camera, **vars(place), by=by, at=at)


@policy(Permission.REGISTER_CAMERA)
def address(request: HttpRequest, key: str) -> HttpResponse:
    """Give a camera a new address, as when its network has changed."""
    by = actor(request)
    row = queries.camera(key, by=by, permission=Permission.REGISTER_CAMERA)
    form = AddressForm(request.POST if request.method == "POST" else None)

    def change() -> None:
        actions.change_address(
            camera=key, address=form.cleaned_data["address"], by=by, at=now()
        )

    return _told(request, row, form, "address", do=change, said=_("The address is changed."))


@policy(Permission.REGISTER_CAMERA)
def device_address(request: HttpRequest, key: str) -> HttpResponse:
    """Say where a camera's own server (ONVIF) is, or that it has none."""
    by = actor(request)
    row = queries.camera(key, by=by, permission=Permission.REGISTER_CAMERA)
    form = DeviceAddressForm(request.POST if request.method == "POST" else None)

    def change() -> None:
        where = form.cleaned_data["device_address"]
        actions.change_device_address(camera=key, address=where, by=by, at=now())

    return _told(
        request, row, form, "device_address", do=change, said=_("The ONVIF address is changed.")
    )


@policy(Permission.REGISTER_CAMERA)
def small_stream(request: HttpRequest, key: str) -> HttpResponse:
    """Take in where a camera sends a smaller stream, for walls, or that it sends none."""
    by = actor(request)
    row = queries.camera(key, by=by, permission=Permission.REGISTER_CAMERA)
    form = SmallStreamForm(request.POST if request.method == "POST" else None)

    def give() -> None:
        address = form.cleaned_data["address"]
        actions.give_small_stream(camera=key, address=address, by=by, at=now())

    return _told(
        request, row, form, "small_stream", do=give, said=_("The small stream is noted.")
    )


@policy(Permission.REGISTER_CAMERA)
def place(request: HttpRequest, key: str) -> HttpResponse:
    """Move a camera that stands somewhere, or put up one that does not."""
    by = actor(request)
    row = queries.camera(key, by=by, permission=Permission.REGISTER_CAMERA)
    standing = queries.installation(row)
    form = PlaceForm(
        request.POST if request.method == "POST" else None,
        initial=vars(standing) | {"site": standing.site_id} if standing else None,
    ).offer_sites(by, board=row.board_id)

    def put() -> None:
        to, at = _place(form, key, by), now()
        if standing:
            actions.move(camera=key, to=to, by=by, at=at)
        else:
            actions.install(camera=key, **vars(to), by=by, at=at)

    if request.method == "POST" and accepted(form, put):
        messages.success(
            request,
            _("The camera's new place is noted. Confirm its sign there: until then it is off."),
        )
        return redirect("operation:camera", key)
    told = {"camera": row, "standing": standing, "form": form, "trail": _trail(row)}
    status = 400 if form.errors else 200
    return render(request, "operation/place.html", told, status=status)


@policy(Permission.REGISTER_CAMERA)
def take_down(request: HttpRequest, key: str) -> HttpResponse:
    """Take a camera down, once it is confirmed."""
    by = actor(request)
    row = queries.camera(key, by=by, permission=Permission.REGISTER_CAMERA)
    if request.method == "POST":
        actions.take_down(camera=key, by=by, at=now())
        messages.success(request, _("The camera is taken down."))
        return redirect("operation:camera", key)
    told = {"camera": row, "trail": _trail(row)}
    return render(request, "operation/take_down.html", told)


def _place(form: PlaceForm, camera: str, by: Actor) -> actions.Place:
    """Return the place filled in; what is watched there is what the terms let it."""
    told = form.cleaned_data
    site = municipality.site(told["site"], by=by, permission=Permission.REGISTER_CAMERA)
    held = queries.terms(camera, at=now())
    return actions.Place(
        site=site.id,
        longitude=told["longitude"],
        latitude=told["latitude"],
        height_m=told["height_m"],
        direction_deg=told["direction_deg"],
        angle_deg=told["angle_deg"],
        nearest_m=told["nearest_m"],
        watched_area=held.view.area if held else site.outline,
    )


def _told(
    request: HttpRequest,
    row: "Camera",
    form: Form,
    page: str,
    *,
    do: Callable[[], None],
    said: str,
) -> HttpResponse:
    """Do what is told of a camera on a page of its own, and say so; or show the page."""
    if request.method == "POST" and accepted(form, do):
        messages.success(request, said)
        return redirect("operation:camera", row.id)
    told = {"camera": row, "form": form, "trail": _trail(row)}
    status = 400 if form.errors else 200
    return render(request, f"operation/{page}.html", told, status=status)


def _trail(row: "Camera") -> list[Crumb]:
    return [Crumb(row.name, reverse("operation:camera", args=[row.id]))]
