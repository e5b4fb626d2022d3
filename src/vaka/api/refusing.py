"""How who is not let in is answered: 401 and 403, as RFC 6750 has them for tokens."""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse

from vaka.api.acting import now
from vaka.api.by_token import admitted, brought, operation
from vaka.municipality import actions
from vaka.municipality.rules.tokens import Refusal, TokenRefused

CHALLENGE = 'Bearer realm="Vaka"'
# RFC 6750 section 3.1; who brought nothing is told no code.
DEAD = {Refusal.UNKNOWN, Refusal.REVOKED, Refusal.LAPSED}
INVALID = (HTTPStatus.UNAUTHORIZED, "invalid_token")
INSUFFICIENT = (HTTPStatus.FORBIDDEN, "insufficient_scope")


def refused_token(request: HttpRequest, problem: TokenRefused) -> JsonResponse:
    """Answer a token that does not open what it was brought to; one of ours goes on record."""
    if problem.token:
        actions.note_refused(problem, act=operation(request), at=now())
    status, code = INVALID if problem.reason in DEAD else INSUFFICIENT
    challenge = f'{CHALLENGE}, error="{code}", error_description="{problem}"'
    return _answer(str(problem), status, challenge)


def unproven(request: HttpRequest) -> JsonResponse:
    """Answer who proved nothing, or brought a token to what no token opens."""
    if (token := brought(request)) is None:
        said = "Log in, or bring a token that opens this"
        return _answer(said, HTTPStatus.UNAUTHORIZED, CHALLENGE)
    try:
        admitted(request, token)
    except TokenRefused as problem:
        return refused_token(request, problem)
    raise AssertionError("a token that opens this was not asked for")


def _answer(said: str, status: HTTPStatus, challenge: str) -> JsonResponse:
    headers = {"WWW-Authenticate": challenge, "Cache-Control": "no-store"}
    return JsonResponse({"problem": said}, status=status, headers=headers)
