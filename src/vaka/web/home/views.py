"""The first page, and the machine answers."""

from dataclasses import dataclass
from http import HTTPStatus

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from vaka.municipality import queries as municipality
from vaka.web import stages
from vaka.web.acting import actor
from vaka.web.municipality import tasks
from vaka.web.policy import ANYONE_LOGGED_IN, PUBLIC, policy

AWAITING_SHOWN = 5


@dataclass(frozen=True)
class Place:
    """A stop on the great ring of 600 by 600, with its name outside the ring."""

    stop: stages.Stop
    x: float
    y: float

    @property
    def label_y(self) -> float:
        """Return where the name stands: above the upper stops, below the others."""
        return self.y - 38 if self.y < 100 else self.y + 52


def ring(loop: stages.Loop) -> list[Place]:
    """Return the stops with their places on the great ring."""
    return [Place(stop, *stop.around(radius=212, centre=300)) for stop in loop.stops]


@policy(ANYONE_LOGGED_IN)
def overview(request: HttpRequest) -> HttpResponse:
    """Show the loop and what awaits this person in it."""
    loop = stages.loop(by=actor(request), namespaces=[])
    first = tasks.told(list(municipality.open_tasks(by=actor(request))[:AWAITING_SHOWN]))
    return render(request, "home/overview.html", {"ring": ring(loop), "awaits": first})


def absent(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, as for anything that is not there."""
    told = {"problem": None, "status": HTTPStatus.NOT_FOUND}
    return render(request, "problem.html", told, status=HTTPStatus.NOT_FOUND)


@policy(PUBLIC)
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer whether the pages reach their database."""
    connection.ensure_connection()
    return JsonResponse({"status": "ok"})


@policy(PUBLIC)
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with this process's figures, for Prometheus."""
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
