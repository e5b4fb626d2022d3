"""What every template may ask: who asks, in which light, and where in the loop it stands."""

from django.http import HttpRequest

from vaka.municipality import queries
from vaka.municipality.rules import Permission, boards_with
from vaka.web import stages
from vaka.web.account.theme import theme_of
from vaka.web.acting import actor


def place_in_the_house(request: HttpRequest) -> dict[str, object]:
    """Return what the band at the top of each page is made of."""
    acting = actor(request)
    match = request.resolver_match
    return {
        "acting": acting,
        "administers": bool(boards_with(acting, Permission.ADMINISTER)),
        "theme": theme_of(request),
        "loop": stages.loop(by=acting, namespaces=match.namespaces if match else []),
        "municipality": queries.municipality() if queries.is_founded() else None,
    }
