"""Who asks, and when: what the pages hand to every action and query."""

from datetime import UTC, datetime

from django.http import HttpRequest

from vaka.municipality import queries as municipality
from vaka.municipality.rules import NOBODY, Actor


def now() -> datetime:
    """Return this instant, UTC: the pages' one look at the clock."""
    return datetime.now(UTC)


def actor(request: HttpRequest) -> Actor:
    """Return who asks, with the roles held now; nobody when not logged in."""
    if not request.user.is_authenticated:
        return NOBODY
    return municipality.actor(request.user, at=now())
