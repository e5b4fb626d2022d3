"""A copy of recordings holds, or says what does not: each part altered in turn."""

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.unit.merkle.test_tree import Log
from tests.unit.signed_video.streams import BEGAN, authority, identity, stream
from tests.unit.signed_video.test_report import recorded
from tests.unit.terms.story import new_key, terms
from vaka.core.canonical import canonical_bytes
from vaka.core.errors import BadInput
from vaka.core.ids import new_id
from vaka.core.period import Period
from vaka.demo.signing import Signing
from vaka.merkle import checkpoint
from vaka.merkle.checkpoint import Checkpoint
from vaka.merkle.tree import inclusion_proof, root
from vaka.signed_video.groups import State
from vaka.signed_video.movie import Remade
from vaka.signed_video.report import Doubt, Form, Signatures, examine
from vaka.terms import signatures as told_signatures
from vaka.terms.copies import Alteration, CopyManifest, sign_copy, to_json, verify_copy
from vaka.terms.copy_file import (
    MANIFEST,
    README,
    RECORD,
    SIGNED,
    TERMS,
    VIDEO,
    read,
    signatures,
)
from vaka.terms.permits import Reason
from vaka.terms.reading import Object
from vaka.terms.signature import KeySet, Untrusted, sign

KEY, LOG_KEY = new_key(), Ed25519PrivateKey.generate()
TRUSTED = KeySet([KEY.public_jwk()])
NOW = datetime(2026, 4, 10, 22, 0, tzinfo=UTC)
COPY, HELD = new_id(at=NOW), terms()
PICTURES = b"moving pictures" * 100_000
# What was asked for is the first two groups; the third is what was added.
SIGNED_PICTURES = stream(Signing(identity()), groups=(5, 5, 5))[:11]
ASKED = Period(BEGAN, BEGAN + timedelta(seconds=2))
SIGNATURES = examine(
    recorded(SIGNED_PICTURES), VIDEO, starts=BEGAN, until=ASKED.end, authorities=()
)
Files = dict[str, bytes]


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def proof(seq: int = 4, **changed: object) -> bytes:
    """The proof of an entry on the copy, in a log of nine."""
    facts = {"copy": COPY, "sha256": digest(PICTURES), **changed}
    leaves = [canonical_bytes({"seq": n, "facts": {}}) for n in range(9)]
    leaves[4] = canonical_bytes({"seq": seq, "facts": facts})
    log, origin = Log(leaves), "vaka.example/record/1"
    head = Checkpoint(origin, log.size, root(log.size, log.fetch))
    public = LOG_KEY.public_key().public_bytes_raw()
    told = {
        "leaf": leaves[4].decode(),
        "path": [base64.b64encode(s).decode() for s in inclusion_proof(4, 9, log.fetch)],
        "checkpoint": checkpoint.sign(head, LOG_KEY),
        "key": checkpoint.verifier_key(origin, public),
    }
    return json.dumps(told).encode()


def manifest(files: Files) -> CopyManifest:
    return CopyManifest(
        id=COPY,
        camera=HELD.camera,
        controller="Tekniska nämnden",
        terms=HELD.id,
        asked=Period(NOW - timedelta(hours=2), NOW - timedelta(hours=1)),
        starts=NOW - timedelta(hours=2),
        made=NOW,
        made_by="operator-2",
        second_person="operator-1",
        purpose="incident",
        incident="I-1",
        written_request=None,
        files={name: digest(content) for name, content in files.items()},
        signatures=SIGNATURES,
    )


def test_every_copy_carries_the_secrecy_mark() -> None:
    assert to_json(manifest({}))["secrecy"] == "Sekretess: OSL 32 kap. 3 §"


def whole(**changed: bytes) -> Files:
    """The files of a copy, some of them others, with a manifest that fits them."""
    own = {
        VIDEO: PICTURES,
        TERMS: sign(HELD, KEY).encode(),
        RECORD: proof(),
        README: b"Kopia",
    } | changed
    told = manifest(own)
    return {
        MANIFEST: json.dumps(to_json(told)).encode(),
        SIGNED: sign_copy(told, KEY).encode(),
        **own,
    }


def opened(files: Files, trusted: KeySet = TRUSTED) -> CopyManifest:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with zipfile.ZipFile(out) as archive:
        return read(archive, trusted)


def test_a_copy_as_it_was_handed_out_holds() -> None:
    told = opened(whole())
    assert told.id == COPY
    assert told.second_person == "operator-1"
    assert verify_copy(sign_copy(told, KEY), TRUSTED) == told


def test_how_third_persons_were_made_unrecognisable_is_told() -> None:
    made = Alteration(
        detectors={"faces": "yunet"},
        followed=True,
        covers=3,
        doubts=1,
        plan=digest(b"plan"),
        original=digest(PICTURES),
        prepared_by="operator-2",
        released_by="operator-1",
        released=NOW,
    )
    told = replace(manifest({VIDEO: PICTURES}), altered=made)
    assert verify_copy(sign_copy(told, KEY), TRUSTED) == told


def altered(name: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        files[name] = files[name][:-1] + b"x"

    return change


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (altered(VIDEO), "video.mp4 was altered"),
        (altered(README), "LAS-MIG.txt was altered"),
        (lambda files: files.pop(TERMS), "terms.terms is missing"),
        (lambda files: files.update({"till.txt": b"x"}), "till.txt is none of its files"),
        (
            lambda files: files.update({MANIFEST: files[MANIFEST].replace(b"I-1", b"I-2")}),
            "manifest.json says something else than what was signed",
        ),
        (lambda files: files.update({MANIFEST: b"{"}), "it is torn"),
        (lambda files: files.pop(SIGNED), "it is torn"),
    ],
)
def test_what_was_altered_taken_out_or_put_in_is_named(change, problem: str) -> None:
    files = whole()
    change(files)
    with pytest.raises(BadInput, match=problem):
        opened(files)


@pytest.mark.parametrize(
    ("own", "problem"),
    [
        ({TERMS: sign(HELD, new_key()).encode()}, "terms.terms is not to be trusted"),
        (
            {TERMS: sign(replace(HELD, id=new_id(at=NOW)), KEY).encode()},
            "terms.terms are others",
        ),
        ({RECORD: proof(copy=new_id(at=NOW))}, "record.json is about another copy"),
        ({RECORD: proof(sha256=digest(b"others"))}, "record.json is about another copy"),
        ({RECORD: proof(seq=5)}, "record.json is not in the record"),
        ({RECORD: proof().replace(b'"path"', b'"paths"')}, "record.json cannot be read"),
        ({RECORD: proof().replace(b"1+", b"2+")}, "record.json cannot be read"),
        ({RECORD: b"[]"}, "record.json cannot be read"),
    ],
)
def test_whoever_signs_a_false_whole_is_betrayed_by_its_parts(own: Files, problem) -> None:
    with pytest.raises(BadInput, match=problem):
        opened(whole(**own))


def test_a_copy_signed_by_a_stranger_is_not_trusted() -> None:
    with pytest.raises(Untrusted) as refused:
        opened(whole(), KeySet([new_key().public_jwk()]))
    assert refused.value.reason == Reason.UNKNOWN_KEY


def test_a_signed_text_that_is_no_manifest_is_malformed() -> None:
    payload = {**to_json(manifest({VIDEO: PICTURES})), "format": "vaka.copy/2"}
    with pytest.raises(Untrusted) as refused:
        verify_copy(KEY.sign(payload, "vaka-copy"), TRUSTED)
    assert refused.value.reason == Reason.MALFORMED


def judged(video: bytes, told: Signatures, authorities=()) -> Signatures:
    """What becomes of the signatures in a copy's video, far from who made it."""
    held = replace(manifest({VIDEO: video}), asked=ASKED, starts=BEGAN, signatures=told)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(VIDEO, video)
    with zipfile.ZipFile(out) as archive:
        return signatures(archive, held, authorities)


def test_a_cameras_signatures_are_judged_anew_by_whoever_gets_the_copy() -> None:
    video = recorded(SIGNED_PICTURES).read()
    assert judged(video, replace(SIGNATURES, lacking="not-kept")).lacking == "not-kept"
    trusting = judged(video, SIGNATURES, authority().chain)
    # Whom the municipality trusted need not be whom they trust.
    assert [each.trusted for each in trusting.signers] == [True]
    assert trusting.groups == {State.VALID: 2}
    better = replace(SIGNATURES, groups={State.VALID: 3})
    with pytest.raises(BadInput, match="not what the manifest says"):
        judged(video, better)
    with pytest.raises(BadInput, match=r"video\.mp4.*cannot be read"):
        judged(PICTURES, SIGNATURES)


def test_video_that_was_made_anew_has_none_to_judge() -> None:
    covered = Signatures(Form.NONE, Remade.THIRD_PERSONS)
    assert judged(PICTURES, covered) == covered


@pytest.mark.parametrize(
    "told",
    [
        SIGNATURES,
        replace(SIGNATURES, doubts=(Doubt(BEGAN, ASKED.end, State.ALTERED),), breaks=1),
        Signatures(Form.NONE),
        Signatures(Form.NONE, Remade.MASKED),
    ],
)
def test_a_manifest_tells_of_the_signatures_and_is_read_back(told: Signatures) -> None:
    written = json.loads(json.dumps(told_signatures.to_json(told)))
    assert told_signatures.read(Object.read(written, "copy")) == told


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("outcome", "valid", "the rest comes to unknown-signer"),
        ("form", "wax", "wax is not known"),
        ("remade", "lost", "lost is not known"),
        ("groups", {"valid": 2}, "it is missing"),
        ("signers", [{"sha256": "ab"}], "it is missing"),
    ],
)
def test_what_a_manifest_cannot_say_of_signatures_is_refused(field, value, problem) -> None:
    written = {**told_signatures.to_json(SIGNATURES), field: value}
    with pytest.raises(BadInput, match=problem):
        told_signatures.read(Object.read(written, "copy"))
