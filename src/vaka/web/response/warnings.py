"""Warnings of authorities that concern one's places, in force now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vaka.municipality.rules import Permission
from vaka.response import queries
from vaka.web.acting import actor, now
from vaka.web.policy import policy


@policy(Permission.SEE_INCIDENTS)
def index(request: HttpRequest) -> HttpResponse:
    """Show the warnings in force, the most severe first."""
    told = {"concerns": queries.warnings_in_force(by=actor(request), at=now())}
    return render(request, "response/warnings.html", told)
