"""Who asks, and when: what the API hands to every action and query."""

from datetime import UTC, datetime

from django.http import HttpRequest

from vaka.municipality import queries as municipality
from vaka.municipality.rules import NOBODY, Actor


def now() -> datetime:
    """Return this instant, UTC: the API's one look at the clock."""
    return datetime.now(UTC)


def actor(request: HttpRequest) -> Actor:
    """Return the logged-in person with the roles held now; nobody when there is none."""
    if not request.user.is_authenticated:
        return NOBODY
    return municipality.actor(request.user, at=now())
