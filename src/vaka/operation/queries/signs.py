"""Reads: the sign where a camera stands, and whether people are told (KBL 15–17 §§)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from vaka.decisions import queries as decisions
from vaka.decisions.rules import SIGN, SOUND
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.operation.models import Camera, Installation, Sign
from vaka.operation.rules.signs import SignSeen, Telling, told_by

if TYPE_CHECKING:
    from vaka.decisions.models import InformationExemption, IssuedTerms


def tellings(asked: "Sequence[IssuedTerms]", *, at: datetime) -> dict[str, Telling]:
    """Return by camera whether people are told of what its terms allow.

    A camera that stands nowhere takes no pictures; there is nothing to tell of.
    """
    exempted = decisions.exempted([terms.decision_id for terms in asked], at=at)
    seen = _seen([terms.camera for terms in asked])
    return {
        terms.camera: _telling(terms, seen[terms.camera], exempted.get(terms.decision_id), at)
        if terms.camera in seen
        else Telling(None)
        for terms in asked
    }


def _telling(
    terms: "IssuedTerms",
    seen: SignSeen | None,
    exemption: "InformationExemption | None",
    at: datetime,
) -> Telling:
    """Return whether people are told, or need not be while an exemption lasts."""
    exempts = exemption.exempts if exemption else []
    sound = terms.sound and SOUND not in exempts
    told = (
        Telling(None)
        if SIGN in exempts and not sound
        else told_by(seen, sound=sound, decided_at=terms.issued_at, at=at)
    )
    ends = [each for each in (told.until, _exempt_until(exemption)) if each is not None]
    return Telling(told.untold, None if told.untold else min(ends, default=None))


def _exempt_until(exemption: "InformationExemption | None") -> datetime | None:
    """Return when an exemption that lasts now ends by itself, if it does."""
    time = decisions.lasting(exemption) if exemption and exemption.ends_on else None
    return time.end if time else None


def _seen(cameras: Sequence[str]) -> dict[str, SignSeen | None]:
    """Return by camera what was last entered of its sign; nothing of one that stands nowhere.

    The photos stay where they are: gateways ask several times a second.
    """
    standing = Installation.objects.filter(camera__in=cameras, ends_at=None)
    places = dict(standing.values_list("id", "camera"))
    rows = Sign.objects.filter(installation__in=places).order_by("entered_at", "id")
    found: dict[str, SignSeen | None] = dict.fromkeys(places.values())
    told = rows.values_list("installation", "entered_at", "tells_of", "flaw", "flawed_at")
    for place, entered_at, tells_of, flaw, flawed_at in told:
        found[places[place]] = SignSeen(entered_at, tells_of, flaw, flawed_at)
    return found


@dataclass(frozen=True)
class Informing:
    """How people are told of a camera: by which sign, or by whose leave they need not be.

    `terms` are those that it obeys or is about to; without any there is nothing to tell of.
    """

    sign: Sign | None
    terms: "IssuedTerms | None"
    exemption: "InformationExemption | None"
    telling: Telling


def informing(row: Camera, *, at: datetime) -> Informing:
    """Return how people are told of a camera now."""
    (told,) = decisions.terms_for_cameras([row.id], at=at)
    terms = told.issued
    if terms is None:
        return Informing(sign(row), None, None, Telling(None))
    exemption = decisions.exempted([terms.decision_id], at=at).get(terms.decision_id)
    return Informing(sign(row), terms, exemption, tellings([terms], at=at)[row.id])


def sign(row: Camera) -> Sign | None:
    """Return the last sign that was entered where the camera stands now, if there is one."""
    return signs(row).filter(installation__ends_at=None).first()


def signs(row: Camera) -> QuerySet[Sign]:
    """Return every sign that was entered for a camera, the newest first; photos by their id."""
    found = Sign.objects.filter(installation__camera=row).defer("photo")
    return found.select_related("installation__site", "entered_by", "flaw_seen_by")


def photo(key: str, *, by: Actor) -> bytes:
    """Return the photo of a sign, a JPEG.

    :raises Absent: when there is none (any longer), or it is a foreign board's.
    """
    board = "installation__camera__board"
    rows = Sign.objects.filter(visible(by, Permission.SEE_CAMERAS, board=board))
    return bytes(find(rows.exclude(photo=b""), key).photo)
