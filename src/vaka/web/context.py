"""What every template may ask: where in the loop this page stands."""

from django.http import HttpRequest

from vaka.web.acting import actor


def place_in_the_house(request: HttpRequest) -> dict[str, object]:
    """Return who asks, for the header and the menu."""
    return {"acting": actor(request)}
