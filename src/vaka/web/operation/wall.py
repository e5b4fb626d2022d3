"""The wall: many cameras at a time, each with its state, or with why it is not shown."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from vaka.municipality.rules import Permission
from vaka.operation import queries
from vaka.operation.queries import Offered
from vaka.operation.rules import FAULTS
from vaka.web.acting import actor, now
from vaka.web.policy import policy
from vaka.web.words import in_words

SIZES = (4, 9, 16)


@policy(Permission.VIEW_PICTURES)
def wall(request: HttpRequest) -> HttpResponse:
    """Show a page of the wall: those that may be looked at now first, then the others."""
    offered = queries.watchable(by=actor(request), at=now())
    in_order = sorted(offered, key=lambda each: not each.permitted_now.permitted)
    size = _size(request.GET.get("size", ""))
    page = Paginator(in_order, size).get_page(request.GET.get("page"))
    told = {
        "page": page,
        "cells": [(each, _told(each)) for each in page.object_list],
        "size": size,
        "sizes": SIZES,
        "trail": [],
    }
    return render(request, "operation/wall.html", told)


def _size(text: str) -> int:
    """Return the size that was asked for, if there is such a wall."""
    return next((size for size in SIZES if str(size) == text), SIZES[0])


@policy(Permission.VIEW_PICTURES)
def wall_state(request: HttpRequest) -> JsonResponse:
    """Say of some cameras whether they may be shown now, and how they are, as the wall asks."""
    among = request.GET.getlist("camera")[: max(SIZES)]
    offered = queries.watchable(by=actor(request), among=among, at=now())
    return JsonResponse({each.id: _told(each) for each in offered})


def _told(each: Offered) -> dict[str, str | bool]:
    """Return what a cell says of its camera."""
    may = each.permitted_now
    why = "" if may.permitted else in_words(may.reason, "reason")
    if why and may.until:
        until = date_format(localtime(may.until), "j F H:i")
        why = f"{why} {_('That can change at the earliest')} {until}."
    return {
        "why": why,
        "health": in_words(each.health, "health"),
        "at_fault": each.health in FAULTS,
    }
