"""Verbs: prepare a copy in which third persons are unrecognisable, and release it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from vaka.core.errors import BadInput, Conflict, Refused
from vaka.core.ids import new_id
from vaka.municipality.access import action, require
from vaka.municipality.rules import Actor, Permission
from vaka.operation import rules
from vaka.operation.models import Redaction
from vaka.operation.queries import (
    asking_for,
    doubts,
    footage_request,
    is_as_seen,
    plan,
    redaction,
)
from vaka.record import actions as record
from vaka.record.rules import Facts, Kind
from vaka.terms.permits import Reason
from vaka.terms.redaction import Cover, Plan, uncertain
from vaka.terms.redaction_file import covers_to_json, digest, read_findings, write


@action
def begin_redaction(*, request: str, findings: bytes, by: Actor, at: datetime) -> Redaction:
    """Take what the gateway found in the recordings that one asked to take out.

    An unreleased redaction of the same request is begun anew.

    :raises Conflict: when another asked, or this one has been released.
    :raises BadInput: when the findings are none.
    """
    row = footage_request(request, by=by)
    require(by, Permission.VIEW_PICTURES, board=row.camera.board_id, subject=row.camera_id)
    if row.asked_by_id != by.id:
        raise Conflict(request, "anothers-request")
    if no := rules.why_not_redact(row.span, act=row.act):
        raise Conflict(request, no)
    if Redaction.objects.filter(request=row).exclude(released_by=None).exists():
        raise Conflict(request, "released-already")
    found = read_findings(findings)
    Redaction.objects.filter(request=row).delete()
    made = Redaction.objects.create(
        id=new_id(at=at),
        request=row,
        findings=findings.decode(),
        prepared_by_id=by.id,
        begun_at=at,
    )
    facts: Facts = {
        "request": row.id,
        "redaction": made.id,
        "original": found.original,
        "pictures": len(found.times),
        "figures": len(found.tracks),
        "doubts": len(found.uncertain),
        "detectors": dict(found.detectors),
    }
    record.append(Kind.REDACTION_BEGUN, actor=by.id, subject=row.camera_id, at=at, facts=facts)
    return made


@action
def follow(*, redaction: str, track: int, by: Actor, at: datetime) -> None:
    """Let the person of a track be seen, or no longer when so already.

    :raises BadInput: when it is no single figure.
    """

    def toggled(told: Plan) -> Plan:
        return replace(told, followed=tuple(sorted({*told.followed} ^ {track})))

    _change(redaction, "follow", str(track), toggled, by=by, at=at)


@action
def cover(*, redaction: str, area: Cover, by: Actor, at: datetime) -> None:
    """Cover an area by hand in some pictures.

    :raises BadInput: when there are no such pictures.
    """

    def covered(told: Plan) -> Plan:
        return replace(told, covers=(*told.covers, area))

    _change(redaction, "cover", f"{area.first}-{area.last}", covered, by=by, at=at)


@action
def uncover(*, redaction: str, number: int, by: Actor, at: datetime) -> None:
    """Take back the cover with that number, from 0.

    :raises BadInput: when there is none.
    """

    def without(told: Plan) -> Plan:
        if not 0 <= number < len(told.covers):
            raise BadInput("number", f"there is no cover {number}", "Write the number of one")
        kept = [each for n, each in enumerate(told.covers) if n != number]
        return replace(told, covers=tuple(kept))

    _change(redaction, "uncover", str(number), without, by=by, at=at)


@action
def look_at_doubt(*, redaction: str, doubt: str, by: Actor, at: datetime) -> None:
    """Say that the pictures of a doubt have been looked at, and are as they should be.

    :raises Conflict: when there is no such doubt.
    """
    row = _own(redaction, by)
    told = plan(row)
    if doubt not in {each.key for each in uncertain(told)}:
        raise Conflict(redaction, "no-such-doubt")
    row.looked_at = sorted({*row.looked_at, doubt})
    row.save(update_fields=["looked_at"])
    _note(row, "look", doubt, told, by=by, at=at)


@action
def note_redaction_seen(
    *, redaction: str, plan_digest: str, sha256: str, by: Actor, at: datetime
) -> None:
    """Note that somebody saw the copy as the plan has it, to its end; the door says so."""
    row = Redaction.objects.select_related("request").get(pk=redaction)
    row.seen_by_id, row.seen_plan, row.seen_sha256 = by.id, plan_digest, sha256
    row.save(update_fields=["seen_by", "seen_plan", "seen_sha256"])
    _append(Kind.REDACTION_SEEN, row, by=by, at=at)


@action
def release_redaction(*, redaction: str, by: Actor, at: datetime) -> None:
    """Release a copy that another prepared, and that one has seen to its end.

    :raises Conflict: when one prepared it, doubts are left, or it is not as it was seen.
    :raises Refused: when the terms give the releaser no such act.
    """
    row = _found(redaction, by)
    if row.released_by_id:
        raise Conflict(redaction, "released-already")
    told = plan(row)
    no = rules.why_not_release(
        prepared_by=row.prepared_by_id,
        seen_by=row.seen_by_id,
        unseen=sum(not looked for _, looked in doubts(row, told)),
        as_seen=is_as_seen(row, told),
        by=by.id,
    )
    if no:
        raise Conflict(redaction, no)
    if asking_for(row.request, by, at=at).role is None:
        camera = row.request.camera_id
        raise Refused(by.id, row.request.act, camera, Reason.ROLE_NOT_ALLOWED)
    row.released_by_id, row.released_at = by.id, at
    row.save(update_fields=["released_by", "released_at"])
    _append(Kind.REDACTION_RELEASED, row, by=by, at=at)


def _found(key: str, by: Actor) -> Redaction:
    row = redaction(key, by=by)
    camera = row.request.camera
    require(by, Permission.VIEW_PICTURES, board=camera.board_id, subject=camera.id)
    return row


def _own(key: str, by: Actor) -> Redaction:
    """Return an unreleased redaction that one prepares.

    :raises Conflict: when it is another's, or released.
    """
    row = _found(key, by)
    if row.prepared_by_id != by.id:
        raise Conflict(key, "anothers-request")
    if row.released_by_id:
        raise Conflict(key, "released-already")
    return row


def _change(
    key: str, what: str, which: str, to: Callable[[Plan], Plan], *, by: Actor, at: datetime
) -> None:
    """Change the plan; what was seen of it before counts no longer."""
    row = _own(key, by)
    changed = to(plan(row))
    row.followed = list(changed.followed)
    row.covers = covers_to_json(changed.covers)
    row.save(update_fields=["followed", "covers"])
    _note(row, what, which, changed, by=by, at=at)


def _note(
    row: Redaction, what: str, which: str, told: Plan, *, by: Actor, at: datetime
) -> None:
    facts = {
        "redaction": row.id,
        "change": what,
        "of": which,
        "plan": digest(write(told)),
    }
    camera = row.request.camera_id
    record.append(Kind.REDACTION_CHANGED, actor=by.id, subject=camera, at=at, facts=facts)


def _append(kind: Kind, row: Redaction, *, by: Actor, at: datetime) -> None:
    facts = {"redaction": row.id, "plan": row.seen_plan, "sha256": row.seen_sha256}
    record.append(kind, actor=by.id, subject=row.request.camera_id, at=at, facts=facts)
