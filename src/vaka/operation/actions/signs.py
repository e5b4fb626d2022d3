"""Verbs: a sign is up where a camera stands, and what became of it (KBL 15 §)."""

import hashlib
from datetime import datetime

from vaka.core import photo as photos
from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.decisions import queries as decisions
from vaka.decisions.rules import LOCAL
from vaka.municipality.access import action, find, require
from vaka.municipality.actions import enter_duty
from vaka.municipality.rules import Actor, Duty, Permission, TaskReason
from vaka.operation import queries
from vaka.operation.models import Camera, Installation, Sign
from vaka.operation.rules.signs import Flaw, Tells
from vaka.record import actions as record
from vaka.record.rules import Kind


@action
def confirm_sign(
    *,
    camera: str,
    where: str,
    up_at: datetime,
    tells_of: Tells,
    photo: bytes,
    by: Actor,
    at: datetime,
) -> Sign:
    """Say that the sign where a camera stands is up, with a photo of it on site.

    Before that nothing is recorded or shown. A camera that is moved needs it anew.

    :raises BadInput: when nothing says where it is, it is not up yet, or the photo is none.
    :raises Conflict: when the camera stands nowhere.
    """
    row = find(Camera.objects.all(), camera)
    require(by, Permission.REGISTER_CAMERA, board=row.board_id, subject=camera)
    place = _standing(row)
    if not (said := where.strip()):
        raise BadInput("where", "it is empty", "Write where the sign is, as passers-by find it")
    if up_at > at:
        raise BadInput("up_at", "it is not up yet", "Give when it was seen to be up")
    kept = photos.clean(photo)
    sign = Sign.objects.create(
        id=new_id(at=at),
        installation=place,
        up_at=up_at,
        where=said,
        tells_of=tells_of,
        photo=kept,
        photo_sha256=hashlib.sha256(kept).hexdigest(),
        entered_by_id=by.id,
        entered_at=at,
    )
    record.append(
        Kind.SIGN_CONFIRMED,
        actor=by.id,
        subject=camera,
        at=at,
        facts={
            "sign": sign.id,
            "site": place.site_id,
            "up": up_at.isoformat(),
            "tells_of": tells_of,
            "photo": sign.photo_sha256,
        },
    )
    return sign


@action
def report_sign(*, camera: str, flaw: Flaw, said: str, by: Actor, at: datetime) -> Sign:
    """Say that the sign of a camera is damaged, or gone; who sees to it is told at once.

    One that is gone tells nobody: the camera stops. One that is damaged still tells, and stops
    the camera if it is not put right in time.

    :raises BadInput: when nothing is said of it.
    :raises Conflict: when the camera has no sign, or that is known of it already.
    """
    row = find(Camera.objects.all(), camera)
    require(by, Permission.ORDER_WORK, board=row.board_id, subject=camera)
    if not (words := said.strip()):
        raise BadInput("said", "it is empty", "Say what is wrong with the sign")
    place, sign = _standing(row), queries.sign(row)
    if sign is None:
        raise Conflict(camera, "no-sign")
    # One that was damaged may be gone next; the time to mend it does not begin anew.
    if sign.flaw in (flaw, Flaw.GONE):
        raise Conflict(camera, "known-already")
    Sign.objects.filter(pk=sign.pk).update(
        flaw=flaw, flaw_said=words, flawed_at=at, flaw_seen_by=by.id
    )
    sign.refresh_from_db(fields=["flaw", "flaw_said", "flawed_at", "flaw_seen_by"])
    task = enter_duty(_duty(sign, place), apart=decisions.recused_from, at=at)
    record.append(
        Kind.SIGN_FLAWED,
        actor=by.id,
        subject=camera,
        at=at,
        facts={"sign": sign.id, "flaw": flaw, "task": task.id},
        personal={"said": words},
    )
    return sign


def _duty(sign: Sign, place: Installation) -> Duty:
    """Return what is to be done about a flawed sign, before it stops the camera."""
    stops_at = sign.seen.stops_at
    assert stops_at is not None  # it is flawed
    return Duty(
        board=place.camera.board_id,
        reason=TaskReason.SIGN_FLAWED,
        permission=Permission.REGISTER_CAMERA,
        subject=place.camera_id,
        about=f"{place.camera.name}, {place.site.name}",
        due=stops_at.astimezone(LOCAL).date(),
        mark=f"{sign.id}:{sign.flaw}",
    )


def _standing(row: Camera) -> Installation:
    """Return where the camera stands.

    :raises Conflict: when it stands nowhere.
    """
    place = queries.installation(row)
    if place is None:
        raise Conflict(row.id, "not-installed")
    return place


def dispose_photos(camera: str) -> int:
    """Dispose of the photos of a camera's signs and of what was said of them; return how many.

    That there was a sign, when, and the hash of its photo stay. The caller's transaction
    carries it.
    """
    rows = Sign.objects.filter(installation__camera=camera)
    kept = rows.exclude(photo=b"").count()
    rows.update(photo=b"", flaw_said="")
    return kept


def carry_over(sign: Sign | None, to: Installation, *, at: datetime) -> None:
    """Let a sign go on telling where a camera stands for its new board, until that confirms it.

    The caller's transaction carries it.
    """
    if sign is not None:
        Sign.objects.create(
            id=new_id(at=at),
            installation=to,
            up_at=sign.up_at,
            where=sign.where,
            tells_of=sign.tells_of,
            entered_at=at,
            flaw=sign.flaw,
            flaw_said=sign.flaw_said,
            flawed_at=sign.flawed_at,
            flaw_seen_by_id=sign.flaw_seen_by_id,
        )
