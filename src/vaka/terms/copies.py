"""A copy of recordings handed out: what it holds, of what, by whom and why, signed.

The signed text and the files beside it are verified without the installation that made them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from vaka.core.errors import BadInput
from vaka.core.period import Period
from vaka.law.se.secrecy import MARK
from vaka.signed_video.report import Signatures
from vaka.terms import signatures
from vaka.terms.permits import Reason
from vaka.terms.reading import Object, stamp
from vaka.terms.signature import KeySet, SigningKey, Untrusted

COPY_TYPE = "vaka-copy"
FORMAT = "vaka.copy/1"
THIRD_PERSONS = "third-persons-unrecognisable"


@dataclass(frozen=True)
class Alteration:
    """How third persons were made unrecognisable, by whom and with what.

    `original` is the SHA-256 (hex) of the recordings before, `plan` of what was covered;
    `doubts` counts the stretches that a person looked at, `covers` what was covered by hand.
    """

    detectors: Mapping[str, str]
    followed: bool
    covers: int
    doubts: int
    plan: str
    original: str
    prepared_by: str
    released_by: str
    released: datetime


@dataclass(frozen=True)
class CopyManifest:
    """What a copy is. `starts` is when its first picture was taken, `asked` what was asked for.

    `files` are the SHA-256 (hex) of each file beside the manifest, `signatures` what became of
    the camera's own, `sound` says whether it can be heard, `secrecy` is the mark that every
    copy carries. People are ids.
    """

    id: str
    camera: str
    controller: str
    terms: str
    asked: Period
    starts: datetime
    made: datetime
    made_by: str
    second_person: str | None
    purpose: str
    incident: str | None
    written_request: str | None
    files: Mapping[str, str]
    signatures: Signatures
    altered: Alteration | None = None
    sound: bool = False
    secrecy: str = MARK.sv


def to_json(copy: CopyManifest) -> dict[str, object]:
    """Return the manifest as a JSON object."""
    return {
        "format": FORMAT,
        "id": copy.id,
        "camera": copy.camera,
        "controller": copy.controller,
        "terms": copy.terms,
        "asked": {"from": stamp(copy.asked.start), "to": stamp(copy.asked.end)},
        "starts": stamp(copy.starts),
        "made": stamp(copy.made),
        "made_by": copy.made_by,
        "second_person": copy.second_person,
        "purpose": copy.purpose,
        "incident": copy.incident,
        "written_request": copy.written_request,
        "altered": _altered(copy.altered) if copy.altered else None,
        "signatures": signatures.to_json(copy.signatures),
        "sound": copy.sound,
        "secrecy": copy.secrecy,
        "files": [{"name": name, "sha256": copy.files[name]} for name in sorted(copy.files)],
    }


def _altered(made: Alteration) -> dict[str, object]:
    return {
        "what": THIRD_PERSONS,
        "detectors": dict(made.detectors),
        "followed": made.followed,
        "covers": made.covers,
        "doubts": made.doubts,
        "plan": made.plan,
        "original": made.original,
        "prepared_by": made.prepared_by,
        "released_by": made.released_by,
        "released": stamp(made.released),
    }


def sign_copy(copy: CopyManifest, key: SigningKey) -> str:
    """Return the manifest as a compact JWS."""
    return key.sign(to_json(copy), COPY_TYPE)


def verify_copy(text: str, trusted: KeySet) -> CopyManifest:
    """Return the manifest of a copy.

    :raises Untrusted: when it is malformed, signed by an unknown key, or altered.
    """
    payload = trusted.open(text, COPY_TYPE)
    try:
        return _parse(payload)
    except BadInput as problem:
        raise Untrusted(Reason.MALFORMED, str(problem)) from None


def _parse(payload: object) -> CopyManifest:
    with Object.read(payload, "copy") as own:
        own.literal("format", FORMAT)
        return CopyManifest(
            id=own.ulid("id"),
            camera=own.text("camera"),
            controller=own.text("controller"),
            terms=own.ulid("terms"),
            asked=_asked(own.inner("asked")),
            starts=own.instant("starts"),
            made=own.instant("made"),
            made_by=own.text("made_by"),
            second_person=own.text_or_null("second_person"),
            purpose=own.text("purpose"),
            incident=own.text_or_null("incident"),
            written_request=own.text_or_null("written_request"),
            altered=_alteration(own.inner_or_null("altered")),
            signatures=signatures.read(own.inner("signatures")),
            sound=own.boolean("sound"),
            secrecy=own.text("secrecy"),
            files=dict(_file(item) for item in own.inners("files", least=1)),
        )


def _alteration(fields: Object | None) -> Alteration | None:
    if fields is None:
        return None
    with fields as own:
        own.literal("what", THIRD_PERSONS)
        return Alteration(
            detectors=own.inner("detectors").all_texts(),
            followed=own.boolean("followed"),
            covers=own.whole("covers"),
            doubts=own.whole("doubts"),
            plan=own.text("plan"),
            original=own.text("original"),
            prepared_by=own.text("prepared_by"),
            released_by=own.text("released_by"),
            released=own.instant("released"),
        )


def _file(fields: Object) -> tuple[str, str]:
    with fields as own:
        return own.text("name"), own.text("sha256")


def _asked(fields: Object) -> Period:
    with fields as own:
        return Period(own.instant("from"), own.instant("to"))
