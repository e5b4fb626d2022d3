"""The first page, and the machine answers."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from vaka.web.policy import ANYONE_LOGGED_IN, PUBLIC, policy


@policy(ANYONE_LOGGED_IN)
def overview(request: HttpRequest) -> HttpResponse:
    """Show the loop and what awaits this person in it."""
    return render(request, "home/overview.html")


@policy(PUBLIC)
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer whether the pages reach their database."""
    connection.ensure_connection()
    return JsonResponse({"status": "ok"})


@policy(PUBLIC)
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with this process's figures, for Prometheus."""
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
