"""The one API object: who asks, and how a known problem is answered."""

import logging

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from vaka.api import (
    balancing,
    breaches,
    cases,
    centre,
    council,
    crime_pictures,
    decisions,
    edge,
    equipment,
    evaluation,
    exercises,
    footage,
    health,
    hearing,
    impact,
    measures,
    municipality,
    needs,
    operation,
    oversight,
    own,
    preparedness,
    prevention,
    problems,
    redaction,
    refusing,
    requests,
    resolving,
    response,
    sharing,
    shifts,
    signs,
    statements,
    tasks,
    tokens,
    warnings,
)
from vaka.api.bodies import WholeCharacters
from vaka.api.by_token import OPENED_BY, OrganisationToken
from vaka.core.errors import Absent, BadInput, Conflict, Refused, VakaError
from vaka.municipality.rules.tokens import TokenRefused

log = logging.getLogger(__name__)
BY = OrganisationToken.__name__


class Api(NinjaAPI):
    """The API, which says of each operation by which scopes a token opens it."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, object] | None = None
    ) -> OpenAPISchema:
        """Return the description, with the scopes that the library leaves out."""
        told = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for path, methods in told["paths"].items():
            for method, described in methods.items():
                asked = f"{method.upper()} {path.removeprefix('/api')}"
                for way in described.get("security", ()):
                    way.update({name: sorted(OPENED_BY[asked]) for name in way if name == BY})
        return told


api = Api(
    title="Vaka", version="1", docs_url=None, urls_namespace="api", parser=WholeCharacters()
)

STATUS: dict[type[VakaError], int] = {Absent: 404, BadInput: 400, Conflict: 409, Refused: 403}


@api.exception_handler(VakaError)
def known_problem(request: HttpRequest, problem: VakaError) -> HttpResponse:
    """Answer a known problem with its status and one sentence."""
    status = STATUS.get(type(problem), 400)
    # What is absent and what is somebody else's must look alike to the letter.
    said = "There is no such thing" if status == 404 else str(problem)
    return api.create_response(request, {"problem": said}, status=status)


@api.exception_handler(TokenRefused)
def refused_token(request: HttpRequest, problem: TokenRefused) -> HttpResponse:
    """Answer a token that does not open what it was brought to."""
    return refusing.refused_token(request, problem)


@api.exception_handler(AuthenticationError)
def unproven(request: HttpRequest, _problem: AuthenticationError) -> HttpResponse:
    """Answer who proved nothing, or brought a token to what no token opens."""
    return refusing.unproven(request)


@api.exception_handler(OperationalError)
def database_away(request: HttpRequest, problem: OperationalError) -> HttpResponse:
    """Answer that the database cannot be asked now: nothing is wrong with what was sent."""
    log.error("The database cannot be asked: %s", problem)
    told = {"problem": "The database cannot be asked now; try again"}
    return api.create_response(request, told, status=503)


@api.exception_handler(ValidationError)
def ill_formed(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    """Answer a body, parameter or header that is not as the API says, naming the field."""
    first = problem.errors[0]
    where = ".".join(str(part) for part in first["loc"])
    return api.create_response(request, {"problem": f"{where}: {first['msg']}"}, status=400)


api.add_router("/edge", edge.router)
api.add_router("", municipality.router)
api.add_router("", own.router)
api.add_router("", tasks.router)
api.add_router("", tokens.router)
api.add_router("", equipment.router)
api.add_router("", operation.router)
api.add_router("", signs.router)
api.add_router("", footage.router)
api.add_router("", redaction.router)
api.add_router("", health.router)
api.add_router("", response.router)
api.add_router("", warnings.router)
api.add_router("", centre.router)
api.add_router("", sharing.router)
api.add_router("", shifts.router)
api.add_router("", exercises.router)
api.add_router("", preparedness.router)
api.add_router("", needs.router)
api.add_router("", problems.router)
api.add_router("", measures.router)
api.add_router("", crime_pictures.router)
api.add_router("", prevention.router)
api.add_router("", cases.router)
api.add_router("", hearing.router)
api.add_router("", statements.router)
api.add_router("", resolving.router)
api.add_router("", balancing.router)
api.add_router("", council.router)
api.add_router("", impact.router)
api.add_router("", decisions.router)
api.add_router("", evaluation.router)
api.add_router("", oversight.router)
api.add_router("", requests.router)
api.add_router("", breaches.router)
