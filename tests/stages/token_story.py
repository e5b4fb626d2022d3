"""What the tests of tokens start from: one that an organisation holds."""

import json
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.test import Client

from vaka.municipality import actions
from vaka.municipality.rules import Actor
from vaka.municipality.rules.tokens import Scope, Wanted

MONTHS = timedelta(days=90)


def wanted(board: str, at: datetime, *scopes: Scope, **said: object) -> Wanted:
    """Return a token as it is asked for, for three months, or as is said instead."""
    told = {
        "name": "Larmbolagets växel",
        "why": "Avtal 2026-14",
        "scopes": frozenset(scopes or {Scope.ALARMS}),
        "ends_at": at + MONTHS,
        "board": board,
        **said,
    }
    if Scope.ALARMS in told["scopes"]:
        told.setdefault("accounts", ("0028",))
    return Wanted(**told)


def issued(
    board: str, by: Actor, at: datetime, *scopes: Scope, **said: object
) -> actions.Issued:
    """Return a token that was just issued."""
    return actions.issue_token(wanted(board, at, *scopes, **said), by=by, at=at)


def bearing(
    token: str, method: str, path: str, body: object = None, **headers: str
) -> HttpResponse:
    """Ask the API by a token."""
    return Client().generic(
        method,
        path,
        data="" if body is None else json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", **headers},
    )
