"""The supervision file: a ZIP that a person can read and a machine can verify, offline."""

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from importlib import resources
from zoneinfo import ZoneInfo

from django.conf import settings

from vaka.oversight.documents.index import chapter, index_html
from vaka.oversight.documents.stages import as_json, files
from vaka.oversight.queries import Dossier
from vaka.record import queries as record
from vaka.terms import keystore

FORMAT = "vaka.supervision-file/1"


def supervision_file(dossiers: Sequence[Dossier], *, at: datetime) -> bytes:
    """Return the file on some cameras as ZIP; the same state and instant give the same."""
    held: dict[str, bytes] = {}
    chapters = []
    for told in dossiers:
        own = dict(files(told)) | {"record.jsonl": _entries(told)}
        chapters.append(chapter(told, sorted(own)))
        held |= {f"{told.camera.id}/{name}": content for name, content in own.items()}
    held["index.html"] = index_html(chapters, entries=record.size(), at=at)
    held["record/checkpoint"] = record.checkpoint().encode()
    held["record/key"] = f"{record.verifier_key()}\n".encode()
    held["terms/keys.json"] = as_json(keystore.trusted(settings.VAKA.keys_path).public_jwks())
    papers = resources.files("vaka.oversight").joinpath("papers")
    held["verify.py"] = papers.joinpath("verify.py").read_bytes()
    held["manifest.json"] = _manifest(held, dossiers, at)
    return _zip(held, at)


def _entries(told: Dossier) -> bytes:
    """Return the record's entries on one camera, a line each, with the proof of each."""
    rows = record.of_subjects(told.subjects()).filter(at__lte=told.until)
    lines = [
        json.dumps(
            {
                "entry": proof.seq,
                "leaf": proof.leaf_data.decode(),
                "path": [base64.b64encode(step).decode() for step in proof.path],
            },
            ensure_ascii=False,
        )
        for proof in record.proofs(rows.iterator(chunk_size=1000))
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _manifest(held: dict[str, bytes], dossiers: Sequence[Dossier], at: datetime) -> bytes:
    told = {
        "format": FORMAT,
        "made": at,
        "cameras": [each.camera.id for each in dossiers],
        "files": {name: hashlib.sha256(held[name]).hexdigest() for name in sorted(held)},
    }
    return as_json(told)


def _zip(held: dict[str, bytes], at: datetime) -> bytes:
    """Return the files as ZIP, in the order of their names, all of the same local time."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(held):
            entry = zipfile.ZipInfo(name, local.timetuple()[:6])
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, held[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()
