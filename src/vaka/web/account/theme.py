"""The light of the pages: the reader's choice, kept in a cookie so that no page flashes."""

from enum import StrEnum

from django.http import HttpRequest

COOKIE = "vaka-theme"
KEPT_FOR_S = 365 * 24 * 3600


class Theme(StrEnum):
    """Which light; `auto` follows the reader's device."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


def theme_of(request: HttpRequest) -> Theme:
    """Return the reader's choice; anything unknown is `auto`."""
    chosen = request.COOKIES.get(COOKIE, "")
    return Theme(chosen) if chosen in set(Theme) else Theme.AUTO
