"""What a token opens of the API, and how one is let in; whatever is not here opens to none.

A person's session opens the rest: decisions, roles and pictures take a person.
"""

from collections.abc import Mapping
from secrets import compare_digest

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from vaka.api.acting import now
from vaka.municipality import actions
from vaka.municipality.rules import Actor, machine
from vaka.municipality.rules.tokens import PREFIX, Scope

BEARER = "bearer "
OPENED_BY: Mapping[str, frozenset[Scope]] = {
    "POST /alarms": frozenset({Scope.ALARMS, Scope.RECEIVER}),
    "POST /alarm-batches": frozenset({Scope.RECEIVER}),
    "GET /edge/orders": frozenset({Scope.GATEWAY}),
    "POST /edge/events": frozenset({Scope.GATEWAY}),
    "GET /shared": frozenset({Scope.SHARED}),
    "GET /shared/warnings": frozenset({Scope.SHARED}),
    "GET /shared/{incident}/cap": frozenset({Scope.SHARED}),
}


def operation(request: HttpRequest) -> str:
    """Return the operation that is asked for, as `METHOD /path`."""
    match = request.resolver_match
    assert match is not None
    path = match.route.removeprefix("api").replace("<", "{").replace(">", "}")
    return f"{request.method} {path}"


def admitted(request: HttpRequest, token: str) -> Actor:
    """Return who acts by an organisation's token.

    :raises TokenRefused: when it does not open what is asked for.
    """
    opens = OPENED_BY.get(operation(request), frozenset())
    return actions.admit_token(token, opens=opens, at=now())


def brought(request: HttpRequest) -> str | None:
    """Return the organisation's token that a request brings, if it brings one."""
    told = request.headers.get("Authorization", "")
    token = told[len(BEARER) :]
    return token if told.lower().startswith(BEARER + PREFIX) else None


class OrganisationToken(HttpBearer):
    """Let in whoever holds a token with a scope that opens this, acting as its organisation."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return who acts; None when it is no organisation's token.

        :raises TokenRefused: when it is one, and does not open what is asked for.
        """
        return admitted(request, token) if token.startswith(PREFIX) else None


class EdgeToken(HttpBearer):
    """Let in whoever holds the edge's token, acting as the machine that the routes are for."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.machine = machine(name)

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the machine, or None for any other token; takes equally long for both."""
        right = compare_digest(token.encode(), settings.EDGE_TOKEN.encode())
        return self.machine if right else None


by_token = OrganisationToken()
