"""A partner's reader has one room in the house; everything else is, to them, not there."""

import re
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from vaka.municipality.rules import is_guest
from vaka.web.acting import actor
from vaka.web.home.views import absent
from vaka.web.policy import DECLARED, PUBLIC

ROOM = "sharing"
# Beside what is public, which is so to guests too.
OPEN = {"own-password"}
API = "/api/"
API_ROOM = re.compile("/api/shared(/|$)")


class GuestsKeepToTheirRoom:
    """Answer a guest's every other question as one for what does not exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        page: Callable[..., HttpResponse],
        _args: object,
        _kwargs: object,
    ) -> HttpResponse | None:
        """Return the answer to a guest outside the room; None lets the request through."""
        match = request.resolver_match
        assert match is not None
        if DECLARED.get(page) == PUBLIC or not is_guest(actor(request)):
            return None
        if request.path.startswith(API):
            told = {"problem": "There is no such thing"}
            inside = API_ROOM.match(request.path)
            return None if inside else JsonResponse(told, status=HTTPStatus.NOT_FOUND)
        if match.view_name == "home":
            return redirect(f"{ROOM}:index")
        if ROOM in match.namespaces or match.view_name in OPEN:
            return None
        return absent(request, LookupError())
