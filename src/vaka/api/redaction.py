"""Copies with third persons unrecognisable over the API: prepared, looked at, released."""

from asgiref.sync import async_to_sync
from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.municipality.rules import Actor
from vaka.operation import actions, gate, queries
from vaka.terms.reading import Object
from vaka.terms.redaction import Doubt, TrackKind
from vaka.terms.redaction_file import cover as read_cover

router = Router(auth=django_auth, tags=["recordings"])


class CoverIn(Schema):
    """An area (corners, image coordinates 0 to 1 from the upper left) in some pictures."""

    first: int
    last: int
    ring: list[tuple[float, float]]


class DoubtOut(Schema):
    """Pictures that somebody must look at, and whether somebody has."""

    key: str
    first: int
    last: int
    reason: Doubt
    looked_at: bool


class RedactionOut(Schema):
    """A copy in which third persons are unrecognisable, in the making."""

    id: str
    request_id: str
    pictures: int
    figures: list[int]
    followed: list[int]
    covers: list[CoverIn]
    doubts: list[DoubtOut]
    prepared_by_id: str
    released_by_id: str | None


@router.post("/footage-requests/{key}/redaction", response={201: RedactionOut})
def redact(request: HttpRequest, key: str) -> Status[RedactionOut]:
    """Have the recordings looked through; it takes one to three times as long as they are."""
    by = actor(request)
    made = async_to_sync(gate.look_through)(request=key, by=by, clock=now)
    return Status(201, _told(made.id, by))


@router.get("/redactions/{key}", response=RedactionOut)
def redaction(request: HttpRequest, key: str) -> RedactionOut:
    """Return one."""
    return _told(key, actor(request))


@router.post("/redactions/{key}/followed/{track}", response=RedactionOut)
def follow(request: HttpRequest, key: str, track: int) -> RedactionOut:
    """Let a figure be seen, or no longer when so already."""
    by = actor(request)
    actions.follow(redaction=key, track=track, by=by, at=now())
    return _told(key, by)


@router.post("/redactions/{key}/covers", response=RedactionOut)
def cover(request: HttpRequest, key: str, body: CoverIn) -> RedactionOut:
    """Cover an area by hand."""
    by = actor(request)
    area = read_cover(Object.read(body.model_dump(mode="json"), "cover"))
    actions.cover(redaction=key, area=area, by=by, at=now())
    return _told(key, by)


@router.delete("/redactions/{key}/covers/{number}", response=RedactionOut)
def uncover(request: HttpRequest, key: str, number: int) -> RedactionOut:
    """Take the cover with that number, from 0, back."""
    by = actor(request)
    actions.uncover(redaction=key, number=number, by=by, at=now())
    return _told(key, by)


@router.post("/redactions/{key}/doubts/{doubt}", response=RedactionOut)
def look_at_doubt(request: HttpRequest, key: str, doubt: str) -> RedactionOut:
    """Say that the pictures of a doubt have been looked at, and are as they should be."""
    by = actor(request)
    actions.look_at_doubt(redaction=key, doubt=doubt, by=by, at=now())
    return _told(key, by)


@router.post("/redactions/{key}/release", response=RedactionOut)
def release(request: HttpRequest, key: str) -> RedactionOut:
    """Release a copy that another prepared, and that one has seen to its end."""
    by = actor(request)
    actions.release_redaction(redaction=key, by=by, at=now())
    return _told(key, by)


def _told(key: str, by: Actor) -> RedactionOut:
    row = queries.redaction(key, by=by)
    plan = queries.plan(row)
    return RedactionOut(
        id=row.id,
        request_id=row.request_id,
        pictures=len(plan.findings.times),
        figures=[each.id for each in plan.findings.tracks if each.kind == TrackKind.ONE],
        followed=list(plan.followed),
        covers=[CoverIn(first=c.first, last=c.last, ring=list(c.ring)) for c in plan.covers],
        doubts=[
            DoubtOut(
                key=each.key,
                first=each.first,
                last=each.last,
                reason=each.reason,
                looked_at=looked,
            )
            for each, looked in queries.doubts(row, plan)
        ],
        prepared_by_id=row.prepared_by_id,
        released_by_id=row.released_by_id,
    )
