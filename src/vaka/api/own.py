"""One's own over the API: who one is here, and where one is reminded."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.municipality import actions, queries

if TYPE_CHECKING:
    from vaka.municipality.models import Person

router = Router(auth=django_auth, tags=["municipality"])


class OwnOut(Schema):
    """Who you are here, and where you are reminded by e-mail; empty: nowhere."""

    id: str
    login: str
    name: str
    email: str


class EmailIn(Schema):
    """Where you want to be reminded by e-mail; empty: nowhere."""

    email: str = Field(max_length=200)


@router.get("/own", response=OwnOut)
def own(request: HttpRequest) -> "Person":
    """Return who you are here."""
    return queries.oneself(by=actor(request))


@router.post("/own/email", response={204: None})
def change_email(request: HttpRequest, body: EmailIn) -> Status[None]:
    """Say where you are to be reminded of what you have to see to."""
    actions.change_email(email=body.email, by=actor(request), at=now())
    return Status(204, None)
