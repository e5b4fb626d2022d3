"""What each page asks of whoever opens it; a page without a declared policy fails the tests."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Concatenate, ParamSpec

from asgiref.sync import sync_to_async
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from vaka.core.errors import Absent
from vaka.municipality.rules import Permission, boards_with
from vaka.web.acting import actor

Rest = ParamSpec("Rest")
Page = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]
Stream = Callable[Concatenate[HttpRequest, Rest], Coroutine[object, object, HttpResponseBase]]

PUBLIC = "public"
ANYONE_LOGGED_IN = "logged-in"

# Which policy each guarded page carries, for the test that walks every route.
DECLARED: dict[Callable[..., object], Permission | str] = {}


def policy(needs: Permission | str) -> Callable[[Page[Rest]], Page[Rest]]:
    """Declare who may open a page: `PUBLIC`, `ANYONE_LOGGED_IN` or a permission.

    A permission is asked for again, with the board, by the action or query behind the page;
    here it turns away whoever holds it for no board, as if the page did not exist.
    """

    def declare(page: Page[Rest]) -> Page[Rest]:
        @wraps(page)
        def guarded(
            request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs
        ) -> HttpResponseBase:
            return _turned_away(request, needs) or page(request, *args, **kwargs)

        DECLARED[guarded] = needs
        return guarded

    return declare


def stream_policy(needs: Permission | str) -> Callable[[Stream[Rest]], Stream[Rest]]:
    """Declare who may open an async page, one of pictures or events, as `policy` does."""

    def declare(page: Stream[Rest]) -> Stream[Rest]:
        @wraps(page)
        async def guarded(
            request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs
        ) -> HttpResponseBase:
            away = await sync_to_async(_turned_away)(request, needs)
            return away or await page(request, *args, **kwargs)

        DECLARED[guarded] = needs
        return guarded

    return declare


def _turned_away(request: HttpRequest, needs: Permission | str) -> HttpResponseBase | None:
    """Return the way to the login, or None to go on.

    :raises Absent: when the permission is held for no board.
    """
    if needs != PUBLIC and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if isinstance(needs, Permission) and not boards_with(actor(request), needs):
        raise Absent("page", request.path)
    return None
