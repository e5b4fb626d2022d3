"""The file of a copy: a ZIP that is verified with the keys one trusts, and nothing else.

`manifest.jws` is the signed manifest, `manifest.json` the same for people; `video.mp4` the
recordings; `terms.terms` the terms they were handed out under; `record.json` the proof that the
record has the copy (RFC 9162), under a checkpoint by the record's key (C2SP).
"""

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from vaka.core.errors import BadInput
from vaka.merkle import checkpoint, tree
from vaka.merkle.checkpoint import Checkpoint
from vaka.signed_video.certificates import Authorities
from vaka.signed_video.report import Signatures, examine
from vaka.terms.copies import CopyManifest, to_json, verify_copy
from vaka.terms.reading import Object
from vaka.terms.signature import KeySet, Untrusted, verify

MANIFEST, SIGNED, VIDEO = "manifest.json", "manifest.jws", "video.mp4"
TERMS, RECORD, README = "terms.terms", "record.json", "LAS-MIG.txt"
CHUNK_BYTES = 1024 * 1024


def sha256(file: IO[bytes]) -> str:
    """Return the SHA-256 (hex) of a file from where it stands, a piece at a time."""
    digest = hashlib.sha256()
    while piece := file.read(CHUNK_BYTES):
        digest.update(piece)
    return digest.hexdigest()


def read(archive: zipfile.ZipFile, trusted: KeySet) -> CopyManifest:
    """Return the manifest of a copy that holds in every part.

    :raises Untrusted: when the manifest or the terms are not signed by a trusted key.
    :raises BadInput: for the first thing that is not as it was when the copy was made.
    """
    where = f"{archive.filename}"
    try:
        manifest = verify_copy(archive.read(SIGNED).decode("ascii"), trusted)
        problem = next(_problems(archive, manifest, trusted), "")
    except (KeyError, ValueError, zipfile.BadZipFile) as torn:
        raise BadInput(where, f"it is torn ({torn})", "Fetch it again") from None
    if problem:
        raise BadInput(where, problem, "Ask for a new copy")
    return manifest


def signatures(
    archive: zipfile.ZipFile, manifest: CopyManifest, authorities: Authorities
) -> Signatures:
    """Return what becomes of the camera's signatures when they are judged anew, here.

    Of video that was made anew there are none: then it is the manifest's word.

    :raises BadInput: when the manifest says otherwise, or the video cannot be read.
    """
    told = manifest.signatures
    if told.remade:
        return told
    with archive.open(VIDEO) as video:
        found = examine(
            video,
            VIDEO,
            starts=manifest.starts,
            until=manifest.asked.end,
            authorities=authorities,
        )
    # Whom the municipality trusted need not be whom we trust.
    if _untrusting(found) != _untrusting(told):
        problem = f"the signatures in {VIDEO} are not what the manifest says"
        raise BadInput(f"{archive.filename}", problem, "Ask who made it what they judged by")
    return replace(found, lacking=told.lacking)


def _untrusting(told: Signatures) -> Signatures:
    signers = (replace(each, trusted=False) for each in told.signers)
    return replace(told, signers=tuple(signers), lacking=None)


def _problems(
    archive: zipfile.ZipFile, manifest: CopyManifest, trusted: KeySet
) -> Iterator[str]:
    """Yield what does not hold."""
    yield from _file_problems(archive, manifest)
    if json.loads(archive.read(MANIFEST)) != to_json(manifest):
        yield f"{MANIFEST} says something else than what was signed"
    try:
        terms = verify(archive.read(TERMS).decode("ascii"), trusted)
    except Untrusted as doubt:
        yield f"{TERMS} is not to be trusted: {doubt}"
    else:
        if (terms.id, terms.camera) != (manifest.terms, manifest.camera):
            yield f"{TERMS} are others than those of the copy"
    yield from _record_problems(json.loads(archive.read(RECORD)), manifest)


def _file_problems(archive: zipfile.ZipFile, manifest: CopyManifest) -> Iterator[str]:
    """Yield the files that are foreign, missing or altered."""
    names = set(archive.namelist())
    for name in sorted(names - set(manifest.files) - {MANIFEST, SIGNED}):
        yield f"{name} is none of its files"
    for name, digest in sorted(manifest.files.items()):
        if name not in names:
            yield f"{name} is missing"
        elif _digest(archive, name) != digest:
            yield f"{name} was altered"


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as file:
        return sha256(file)


def _record_problems(told: object, manifest: CopyManifest) -> Iterator[str]:
    """Yield why the record's entry does not vouch for this copy."""
    try:
        with Object.read(told, RECORD) as own:
            leaf, path = own.text("leaf"), own.texts("path")
            head = _head(own.text("checkpoint"), own.text("key"))
        entry = json.loads(leaf)
        steps = [base64.b64decode(step, validate=True) for step in path]
        seq, facts = entry["seq"], entry["facts"]
        hashed = tree.leaf_hash(leaf.encode())
        included = tree.is_included(hashed, seq, head.size, steps, head.root)
    except (BadInput, KeyError, TypeError, ValueError) as problem:
        yield f"{RECORD} cannot be read ({problem})"
    else:
        if not included:
            yield f"{RECORD} is not in the record"
        told_of = facts.get("copy"), facts.get("sha256")
        if told_of != (manifest.id, manifest.files.get(VIDEO)):
            yield f"{RECORD} is about another copy"


def _head(note: str, key: str) -> Checkpoint:
    """Return the head that the record's key signed."""
    origin, _, encoded = key.split("+", 2)
    public = base64.b64decode(encoded, validate=True)[1:]
    return checkpoint.verify(note, origin=origin, public=public)
