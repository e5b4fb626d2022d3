"""What every request passes: facts that stop a piece of work become pages, never tracebacks."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vaka.core.errors import Absent, BadInput, Conflict, Refused, VakaError

STATUS: dict[type[VakaError], int] = {Absent: 404, BadInput: 400, Conflict: 409, Refused: 403}


class ProblemsBecomePages:
    """Answer a known problem with a page of its own status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, problem: Exception
    ) -> HttpResponse | None:
        """Return the page for a known problem; anything else stays an error."""
        if not isinstance(problem, VakaError):
            return None
        status = STATUS.get(type(problem), 400)
        # What is absent and what is somebody else's must be the same page to the letter.
        shown = None if status == 404 else problem
        return render(
            request, "problem.html", {"problem": shown, "status": status}, status=status
        )
