"""Copies in which third persons are unrecognisable: looked through, prepared, seen, taken out.

The gateway does the work and keeps the pictures; each look of each person is a ticket and a
view on the record, as every other is.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import IO

import aiohttp
from asgiref.sync import sync_to_async

from vaka.core.errors import Conflict
from vaka.municipality.access import action, require
from vaka.municipality.rules import Actor, Permission
from vaka.operation import rules
from vaka.operation.actions import begin_redaction, note_redaction_seen
from vaka.operation.gate.tickets import (
    Given,
    Sound,
    give,
    give_silent_ticket,
    why_no_longer,
)
from vaka.operation.gate.views import Asked, Clock, View, open_view
from vaka.operation.models import Redaction
from vaka.operation.queries import asking_for, footage_request, plan, redaction
from vaka.operation.rules import SEEN_TO_ITS_END, Purpose
from vaka.terms.document import Act
from vaka.terms.redaction_file import digest, write

# Before the first line the gateway goes through the whole stretch for its background.
ANALYSIS_PATIENCE = aiohttp.ClientTimeout(total=None, sock_connect=3, sock_read=300)
FOUND = b'{"findings": '
A_PICTURE = "snapshot"


async def look_through(*, request: str, by: Actor, clock: Clock) -> Redaction:
    """Have the recordings that one asked to take out looked through, and keep what was found.

    :raises Refused: when the terms do not permit it now, or lack a second person's word.
    :raises Conflict: when the stretch is too long, or could not be looked through.
    """
    row = await sync_to_async(footage_request)(request, by=by)
    if no := rules.why_not_redact(row.span, act=row.act):
        raise Conflict(request, no)
    given = await sync_to_async(give_silent_ticket)(request=request, by=by, at=clock())
    asked = Asked("redaction/analysis", b"", patience=ANALYSIS_PATIENCE)
    view = await open_view(given.text, camera=row.camera_id, by=by, clock=clock, asked=asked)
    told = b"".join([part async for part in view.pictures()])
    if view.ended != SEEN_TO_ITS_END:
        raise Conflict(request, view.ended)
    last = told.rstrip().rpartition(b"\n")[2]
    if not last.startswith(FOUND):
        raise Conflict(request, "redaction-failed")
    findings = json.dumps(json.loads(last)["findings"]).encode()
    return await sync_to_async(begin_redaction)(
        request=request, findings=findings, by=by, at=clock()
    )


async def one_picture(*, key: str, number: int, by: Actor, clock: Clock) -> bytes:
    """Return one picture (JPEG) to who prepares the copy, what is to be covered darkened.

    :raises Conflict: when another prepares it, or there is no such picture.
    :raises Refused: when the terms do not permit it now.
    """
    row = await sync_to_async(redaction)(key, by=by)
    given = await sync_to_async(give_silent_ticket)(request=row.request_id, by=by, at=clock())
    written = await sync_to_async(_written)(row)
    asked = Asked("redaction/picture", written, {"number": str(number)})
    camera = row.request.camera_id
    view = await open_view(given.text, camera=camera, by=by, clock=clock, asked=asked)
    jpeg = b"".join([part async for part in view.pictures()])
    if view.ended != A_PICTURE:
        raise Conflict(key, view.ended)
    return jpeg


@action
def give_redaction_ticket(*, key: str, by: Actor, at: datetime) -> Given:
    """Give the right to see a copy once as it is to be, third persons covered.

    Whoever prepares it may, and whoever is to release it: of these two each is the other's
    second person.

    :raises Conflict: when it was asked for too long ago, or its written request is answered.
    :raises Refused: when the terms do not permit it now.
    """
    row = redaction(key, by=by)
    request = row.request
    camera = request.camera
    require(by, Permission.VIEW_PICTURES, board=camera.board_id, subject=camera.id)
    if no := why_no_longer(request, at=at):
        raise Conflict(key, no)
    asking = asking_for(request, by, at=at)
    if by.id != request.asked_by_id:
        asking = replace(asking, second_person=request.asked_by_id)
    return give(
        camera,
        Act(request.act),
        Purpose(request.purpose),
        asking,
        Sound.LEFT_OUT,
        request=request,
        plan=digest(_written(row)),
        by=by,
        at=at,
    )


async def preview(*, key: str, text: str, by: Actor, clock: Clock) -> AsyncIterator[bytes]:
    """Hand out the copy as it is to be, against a ticket; that it was seen whole is noted.

    :raises Untrusted: when the ticket is false or altered; Conflict when it is another's.
    """
    row = await sync_to_async(redaction)(key, by=by)
    written = await sync_to_async(_written)(row)
    camera, asked = row.request.camera_id, _video(written)
    view = await open_view(text, camera=camera, by=by, clock=clock, asked=asked)
    return _seen(row, view, written, by, clock)


async def _seen(
    row: Redaction, view: View, written: bytes, by: Actor, clock: Clock
) -> AsyncIterator[bytes]:
    hashed = sha256()
    async for part in view.pictures():
        hashed.update(part)
        yield part
    if view.ended == SEEN_TO_ITS_END:
        await sync_to_async(note_redaction_seen)(
            redaction=row.id,
            plan_digest=digest(written),
            sha256=hashed.hexdigest(),
            by=by,
            at=clock(),
        )


async def fetch_redacted(video: IO[bytes], row: Redaction, by: Actor, clock: Clock) -> View:
    """Write the covered recordings to a file; return the view that they came by.

    :raises Conflict: when they are not, to the last bit, what was seen and released.
    """
    written = await sync_to_async(_written)(row)
    given = await sync_to_async(give_redaction_ticket)(key=row.id, by=by, at=clock())
    camera, asked = row.request.camera_id, _video(written)
    view = await open_view(given.text, camera=camera, by=by, clock=clock, asked=asked)
    hashed = sha256()
    async for part in view.pictures():
        hashed.update(part)
        video.write(part)
    if view.ended == SEEN_TO_ITS_END and hashed.hexdigest() != row.seen_sha256:
        raise Conflict(row.id, "not-as-released")
    return view


def _video(written: bytes) -> Asked:
    return Asked("redaction/video", written)


def _written(row: Redaction) -> bytes:
    return write(plan(row))
