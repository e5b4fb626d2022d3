"""How our own processes prove themselves to the API: one bearer token, compared in full."""

from secrets import compare_digest

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from vaka.municipality.rules import Actor, machine


class EdgeToken(HttpBearer):
    """Let in whoever holds the edge's token, acting as the machine that the routes are for."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.machine = machine(name)

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the machine, or None for any other token; takes equally long for both."""
        right = compare_digest(token.encode(), settings.EDGE_TOKEN.encode())
        return self.machine if right else None
