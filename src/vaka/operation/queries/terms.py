"""Reads: what the terms of a camera permit, and how a person asks."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from vaka.core.verdict import Verdict
from vaka.decisions import queries as decisions
from vaka.municipality.rules import Actor
from vaka.operation.models import Camera, FootageRequest
from vaka.operation.queries.grounds import why_not_now
from vaka.operation.queries.signs import tellings
from vaka.operation.rules import role_for
from vaka.operation.rules.signs import if_told
from vaka.terms import keystore, signature
from vaka.terms.document import Act, Terms
from vaka.terms.permits import Asking, permits

if TYPE_CHECKING:
    from vaka.decisions.models import IssuedTerms

# Beside the reasons of the terms: there are none that have begun.
NO_TERMS = "no-terms"


def terms(camera: str, *, at: datetime) -> Terms | None:
    """Return the terms that last began for a camera, whatever became of them.

    :raises Untrusted: when what is stored was altered.
    """
    row = decisions.begun(camera=camera, at=at)
    return _opened(row) if row else None


def _opened(row: "IssuedTerms") -> Terms:
    return signature.verify(row.text, keystore.trusted(settings.VAKA.keys_path))


def verdict(camera: str, act: Act, *, asking: Asking, at: datetime) -> Verdict:
    """Return whether an act is permitted now; without terms nothing is."""
    (only,) = verdicts(camera, act, asking=asking, at=at)
    return only


def verdicts(camera: str, *acts: Act, asking: Asking, at: datetime) -> list[Verdict]:
    """Return of each act whether it is permitted now, the terms being read once.

    Also what the terms permit is not while people are not told of it (KBL 15 §).
    """
    row = decisions.begun(camera=camera, at=at)
    if row is None:
        return [Verdict(permitted=False, reason=NO_TERMS, until=None) for _ in acts]
    try:
        held = _opened(row)
    except signature.Untrusted as doubt:
        return [Verdict(permitted=False, reason=doubt.reason, until=None) for _ in acts]
    standing, told = decisions.standing(held.id, at=at), tellings([row], at=at)[camera]
    return [
        if_told(permits(held, act, at=at, asking=asking, standing=standing), told)
        for act in acts
    ]


def asking_as(
    row: Camera, by: Actor, act: Act, incident: str | None, *, at: datetime
) -> Asking:
    """Return how this person asks: in the held role that the terms ask least of.

    An incident that is no ground to look now is left out, so that the terms find it lacking.
    """
    ground = incident if incident and why_not_now(incident) is None else None
    return Asking(role=_role(row, by, act, at), incident=ground)


def asking_for(request: FootageRequest, by: Actor, *, at: datetime) -> Asking:
    """Return how this person asks for recordings, with the grounds that the request has."""
    return Asking(
        role=_role(request.camera, by, Act(request.act), at),
        incident=request.incident or None,
        second_person=request.approved_by_id,
        written_request=request.written_request or None,
    )


def _role(row: Camera, by: Actor, act: Act, at: datetime) -> str | None:
    try:
        held = terms(row.id, at=at)
    except signature.Untrusted:
        return None
    return role_for(held, act, by.roles_at(row.board_id)) if held else None
