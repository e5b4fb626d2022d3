"""Who asks, and when: what the API hands to every action and query."""

from datetime import UTC, datetime

from django.http import HttpRequest

from vaka.municipality import queries as municipality
from vaka.municipality.rules import NOBODY, Actor


def now() -> datetime:
    """Return this instant, UTC: the API's one look at the clock."""
    return datetime.now(UTC)


def actor(request: HttpRequest) -> Actor:
    """Return who proved to act by a token, else the person who is logged in; else nobody.

    A person has the roles held now.
    """
    proven: object = getattr(request, "auth", None)
    if isinstance(proven, Actor):
        return proven
    if not request.user.is_authenticated:
        return NOBODY
    return municipality.actor(request.user, at=now())
