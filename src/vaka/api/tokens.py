"""Tokens of organisations over the API: which there are, issued, revoked. By people alone."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.api.instants import Instant
from vaka.municipality import actions, queries
from vaka.municipality.rules.tokens import Scope, Wanted

router = Router(auth=django_auth, tags=["municipality"])


class TokenIn(Schema):
    """What a token is for; without a partner it is a system's of our own.

    `board` answers for it. `accounts` are of the transmitters for which it sends alarms. A
    gateway's token has the gateway's own name.
    """

    name: str = Field(min_length=1, max_length=100)
    why: str = Field(min_length=1, max_length=400)
    scopes: list[Scope]
    ends_at: Instant
    board: str
    partner: str = ""
    accounts: list[str] = []


class TokenOut(Schema):
    """A token, as far as anybody knows it: `mark` is how it begins after `vaka_`."""

    id: str
    mark: str
    name: str
    why: str
    scopes: list[Scope]
    accounts: list[str]
    board_id: str
    partner_id: str | None
    issued_at: datetime
    issued_by_id: str
    ends_at: datetime
    used_on: date | None
    revoked_at: datetime | None
    revoked_why: str


class IssuedOut(Schema):
    """A token that was just issued: `token` is shown this once."""

    id: str
    token: str


class RevocationIn(Schema):
    """Why a token is revoked."""

    why: str = Field(min_length=1, max_length=400)


@router.get("/tokens", response=list[TokenOut])
def tokens(request: HttpRequest) -> object:
    """Return the tokens of organisations, that which ends first first."""
    return list(queries.tokens(by=actor(request)))


@router.post("/tokens", response={201: IssuedOut})
def issue(request: HttpRequest, response: HttpResponse, body: TokenIn) -> Status[IssuedOut]:
    """Issue a token to an organisation; it is shown in this answer and never again."""
    wanted = Wanted(
        name=body.name,
        why=body.why,
        scopes=frozenset(body.scopes),
        ends_at=body.ends_at,
        board=body.board,
        partner=body.partner,
        accounts=tuple(account.upper() for account in body.accounts),
    )
    issued = actions.issue_token(wanted, by=actor(request), at=now())
    response["Cache-Control"] = "no-store"
    return Status(201, IssuedOut(id=issued.token.id, token=issued.text))


@router.post("/tokens/{key}/revocation", response={204: None})
def revoke(request: HttpRequest, key: str, body: RevocationIn) -> Status[None]:
    """Revoke a token: from now on it opens nothing."""
    actions.revoke_token(token=key, why=body.why, by=actor(request), at=now())
    return Status(204, None)
