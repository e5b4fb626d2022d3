"""Copies: recordings taken out as a file that vouches for itself, on the record first."""

import base64
import json
import tempfile
import zipfile
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import IO

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import transaction

from vaka.core.errors import Conflict
from vaka.core.ids import new_id
from vaka.decisions import queries as decisions
from vaka.municipality.rules import Actor
from vaka.operation.gate import read_me
from vaka.operation.gate.redaction import fetch_redacted
from vaka.operation.gate.tickets import Given, give_footage_ticket, key
from vaka.operation.gate.views import Clock, View, open_view
from vaka.operation.models import FootageRequest, Redaction
from vaka.operation.queries import footage_request, plan, redaction
from vaka.operation.rules import SEEN_TO_ITS_END
from vaka.record import actions as recording
from vaka.record import queries as record
from vaka.record.rules import Facts, Kind, instant
from vaka.signed_video.groups import State
from vaka.signed_video.movie import Remade
from vaka.signed_video.report import Form, Signatures, examine
from vaka.terms.copies import Alteration, CopyManifest, sign_copy, to_json
from vaka.terms.copy_file import (
    CHUNK_BYTES,
    MANIFEST,
    README,
    RECORD,
    SIGNED,
    TERMS,
    VIDEO,
)
from vaka.terms.copy_file import sha256 as digest_of
from vaka.terms.redaction import uncertain


@dataclass(frozen=True)
class Copy:
    """A copy as its taker gets it: a file that has no name on our disk."""

    id: str
    file: IO[bytes]


async def take_copy(*, request: str, by: Actor, clock: Clock) -> Copy:
    """Take out what was asked for, as a ZIP; that it was is on the record before it leaves.

    :raises Refused: when the terms do not permit it now, or lack a second person's word.
    :raises Conflict: when nothing is kept, or not all of it could be had: then none is given.
    """
    at = clock()
    given = await sync_to_async(give_footage_ticket)(request=request, by=by, at=at)
    row = await sync_to_async(footage_request)(request, by=by)
    with tempfile.TemporaryFile() as video:
        view = await _fetch(video, row, given, by, clock)
        return await _whole(row, None, video, view, by, clock)


async def take_redacted_copy(*, key: str, by: Actor, clock: Clock) -> Copy:
    """Take out a copy with third persons unrecognisable, as it was seen and released.

    :raises Refused: when the terms do not permit it now.
    :raises Conflict: when another prepared it, or it is not released, or no longer what it was.
    """
    made = await sync_to_async(redaction)(key, by=by)
    if made.prepared_by_id != by.id:
        raise Conflict(key, "anothers-request")
    if not made.released_by_id:
        raise Conflict(key, "not-released")
    with tempfile.TemporaryFile() as video:
        view = await fetch_redacted(video, made, by, clock)
        return await _whole(made.request, made, video, view, by, clock)


async def _whole(
    row: FootageRequest,
    redacted: Redaction | None,
    video: IO[bytes],
    view: View,
    by: Actor,
    clock: Clock,
) -> Copy:
    """Return the copy of recordings that came by a view.

    :raises Conflict: when they are not all there.
    """
    if view.starts is None or view.ended != SEEN_TO_ITS_END:
        raise Conflict(row.id, view.ended)
    signatures = await sync_to_async(_signatures)(row, redacted, video, view)
    return await sync_to_async(_made)(row, redacted, video, signatures, view, by, clock())


def _signatures(
    row: FootageRequest, redacted: Redaction | None, video: IO[bytes], view: View
) -> Signatures:
    """Return what became of the camera's signatures on the way here."""
    if redacted:
        return Signatures(Form.NONE, Remade.THIRD_PERSONS)
    assert view.starts is not None  # asked before
    video.seek(0)
    told = examine(
        video,
        VIDEO,
        starts=view.starts,
        until=row.ends_at,
        authorities=settings.SIGNING_AUTHORITIES,
    )
    return replace(told, lacking=view.lacking)


def _told(signatures: Signatures) -> Facts:
    """Return what the record says of them; the manifest says more."""
    return {
        "outcome": signatures.outcome,
        "remade": signatures.remade,
        "groups": {state: signatures.count(state) for state in State},
        "added": signatures.added.pictures if signatures.added else 0,
        "lacking": signatures.lacking,
        "signers": [
            {"subject": each.subject, "sha256": each.sha256, "trusted": each.trusted}
            for each in signatures.signers
        ],
    }


async def _fetch(
    video: IO[bytes], row: FootageRequest, given: Given, by: Actor, clock: Clock
) -> View:
    """Write the recordings to a file; return the view that they came by, over by now."""
    view = await open_view(given.text, camera=row.camera_id, by=by, clock=clock)
    async for part in view.pictures():
        video.write(part)
    return view


def _made(
    row: FootageRequest,
    redacted: Redaction | None,
    video: IO[bytes],
    signatures: Signatures,
    view: View,
    by: Actor,
    at: datetime,
) -> Copy:
    """Put the copy on the record, then together."""
    video.seek(0)
    copy, held = new_id(at=at), digest_of(video)
    terms = decisions.begun(camera=row.camera_id, at=at)
    assert terms is not None  # the ticket was given under them
    starts = view.starts
    assert starts is not None  # it was asked for before
    facts: Facts = {
        "copy": copy,
        "request": row.id,
        "sha256": held,
        "bytes": video.tell(),
        "starts": instant(starts),
        "terms": terms.id,
        "redaction": redacted.id if redacted else None,
        "signatures": _told(signatures),
        "sound": view.sound,
    }
    with transaction.atomic(durable=True):
        entry = recording.append(
            Kind.COPY_TAKEN, actor=by.id, subject=row.camera_id, at=at, facts=facts
        )
    sound = read_me.WITH_SOUND if view.sound else read_me.WITHOUT_SOUND
    small = {
        TERMS: f"{terms.text}\n".encode(),
        RECORD: _proof(entry.seq),
        README: read_me.text(
            starts=starts, zone=settings.TIME_ZONE, signatures=signatures, sound=sound
        ).encode(),
    }
    manifest = CopyManifest(
        id=copy,
        camera=row.camera_id,
        controller=row.camera.board.name,
        terms=terms.id,
        asked=row.span,
        starts=starts,
        made=at,
        made_by=by.id,
        second_person=row.approved_by_id,
        purpose=row.purpose,
        incident=row.incident or None,
        written_request=row.written_request or None,
        altered=_alteration(redacted) if redacted else None,
        signatures=signatures,
        sound=view.sound,
        files={VIDEO: held} | {name: sha256(held).hexdigest() for name, held in small.items()},
    )
    return Copy(copy, _zip(video, small, manifest))


def _alteration(row: Redaction) -> Alteration:
    """Return how and by whom a released copy was altered."""
    told = plan(row)
    assert row.released_by_id is not None  # it was asked for before
    assert row.released_at is not None
    return Alteration(
        detectors=told.findings.detectors,
        followed=bool(told.followed),
        covers=len(told.covers),
        doubts=len(uncertain(told)),
        plan=row.seen_plan,
        original=told.findings.original,
        prepared_by=row.prepared_by_id,
        released_by=row.released_by_id,
        released=row.released_at,
    )


def _proof(seq: int) -> bytes:
    """Return the proof that the record has an entry, as JSON."""
    proof = record.proof(seq)
    told = {
        "leaf": proof.leaf_data.decode(),
        "path": [base64.b64encode(step).decode() for step in proof.path],
        "checkpoint": proof.checkpoint,
        "key": proof.verifier_key,
    }
    return f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode()


def _zip(video: IO[bytes], small: dict[str, bytes], manifest: CopyManifest) -> IO[bytes]:
    """Return the ZIP, at its beginning; it is gone when it is closed."""
    told = json.dumps(to_json(manifest), ensure_ascii=False, indent=1)
    out = tempfile.TemporaryFile()  # noqa: SIM115 whoever takes the copy reads and closes it
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(MANIFEST, f"{told}\n")
        archive.writestr(SIGNED, sign_copy(manifest, key()))
        for name, content in small.items():
            archive.writestr(name, content)
        video.seek(0)
        with archive.open(VIDEO, "w", force_zip64=True) as file:
            while piece := video.read(CHUNK_BYTES):
                file.write(piece)
    out.seek(0)
    return out
