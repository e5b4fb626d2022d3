"""Reads: who asks for pictures, what was granted and handed out, what awaits an answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Q, QuerySet

from vaka.municipality.access import find
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission, boards_with
from vaka.operation import queries as operation
from vaka.oversight.models import AccessRequest, Disclosure, SecrecyReview
from vaka.oversight.rules.disclosure import Outcome
from vaka.record import queries as record
from vaka.record.rules import Kind

if TYPE_CHECKING:
    from vaka.operation.models import Camera

Asked = TypeVar("Asked", Disclosure, AccessRequest)


@dataclass(frozen=True)
class HandedOut:
    """What left on a request: to whom, how, and which copies by id and SHA-256 (hex).

    To whom and how are empty where the record names nobody any longer.
    """

    at: datetime
    to: str
    how: str
    copies: tuple[tuple[str, str], ...]


def disclosures(*, by: Actor) -> QuerySet[Disclosure]:
    """Return the requests for pictures of others: the boards' own, and what one entered."""
    rows = _seen(Disclosure.objects.all(), by)
    return rows.select_related("board", "camera", "entered_by", "review__reviewed_by", "hold")


def disclosure(key: str, *, by: Actor) -> Disclosure:
    """Return one request for pictures of others.

    :raises Absent: when there is none, or it is a foreign board's or somebody else's.
    """
    return find(disclosures(by=by), key)


def review(row: Disclosure) -> SecrecyReview | None:
    """Return what the review of a request came to; None while it awaits one."""
    return SecrecyReview.objects.filter(disclosure=row).select_related("reviewed_by").first()


def access_requests(*, by: Actor) -> QuerySet[AccessRequest]:
    """Return the requests for pictures of oneself: the boards' own, and what one entered."""
    rows = _seen(AccessRequest.objects.all(), by)
    people = ("entered_by", "identified_by", "answered_by")
    return rows.select_related("board", "camera", "hold", *people)


def access_request(key: str, *, by: Actor) -> AccessRequest:
    """Return one request for pictures of oneself.

    :raises Absent: when there is none, or it is a foreign board's or somebody else's.
    """
    return find(access_requests(by=by), key)


def granted(camera: "Camera") -> list[Disclosure]:
    """Return the requests of others on which copies of a camera may be taken out now."""
    rows = Disclosure.objects.filter(camera=camera, handed_out_at=None)
    given = rows.exclude(review=None).exclude(review__outcome=Outcome.REFUSED)
    return list(given.select_related("review"))


def sought(camera: "Camera") -> list[AccessRequest]:
    """Return the requests for pictures of oneself in which a camera is to be looked through."""
    return list(AccessRequest.objects.filter(camera=camera, answer="").exclude(identified=""))


def handed_out(row: Disclosure) -> HandedOut | None:
    """Return what left on a request, as the record tells it; None when nothing has."""
    told = record.entries(subject=row.id).filter(kind=Kind.DISCLOSURE_HANDED_OUT)
    entry = told.select_related("personal").first()
    if entry is None:
        return None
    named = entry.personal.fields if hasattr(entry, "personal") else {}
    copies = tuple((each["copy"], each["sha256"]) for each in entry.facts["copies"])
    return HandedOut(entry.at, named.get("to", ""), named.get("how", ""), copies)


def copies(request: str) -> list[tuple[datetime, str, str]]:
    """Return the copies taken on a request: when, which, and their SHA-256 (hex)."""
    taken = operation.copies_for(request)
    return [(each.at, each.facts["copy"], each.facts["sha256"]) for each in taken]


def _seen(rows: QuerySet[Asked], by: Actor) -> QuerySet[Asked]:
    """Return what the actor sees: all of a board, or what one entered there oneself."""
    all_of, own_of = (
        boards_with(by, each) for each in (Permission.SEE_REQUESTS, Permission.ENTER_REQUESTS)
    )
    if EVERY_BOARD in all_of:
        return rows
    own = Q(entered_by=by.id)
    if EVERY_BOARD not in own_of:
        own &= Q(board__in=own_of)
    return rows.filter(Q(board__in=all_of) | own)
