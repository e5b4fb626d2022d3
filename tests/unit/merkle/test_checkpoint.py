"""Signed checkpoints: the C2SP form to the letter, and nothing else."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.merkle.checkpoint import Checkpoint, sign, verifier_key, verify

ORIGIN = "example.org/log42"
KEY = Ed25519PrivateKey.from_private_bytes(b"\x05" * 32)
PUBLIC = KEY.public_key().public_bytes_raw()
ROOT = hashlib.sha256(b"root").digest()
CHECKPOINT = Checkpoint(ORIGIN, 20852163, ROOT)
NOTE = sign(CHECKPOINT, KEY)
WITNESS = Ed25519PrivateKey.from_private_bytes(b"\x06" * 32)


def read(note: str, *, origin: str = ORIGIN, public: bytes = PUBLIC) -> Checkpoint:
    return verify(note, origin=origin, public=public)


def note_of(body: str, *, name: str = ORIGIN, key: Ed25519PrivateKey = KEY) -> str:
    """A note made by hand over any text, signed by rights."""
    public = key.public_key().public_bytes_raw()
    key_hash = hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]
    stamp = base64.b64encode(key_hash + key.sign(body.encode())).decode()
    return f"{body}\n— {name} {stamp}\n"


def test_a_note_has_the_lines_of_the_specification() -> None:
    origin, size, root, blank, signature, end = NOTE.split("\n")
    assert (origin, size, blank, end) == (ORIGIN, "20852163", "", "")
    assert base64.b64decode(root) == ROOT
    mark, name, stamp = signature.split(" ")
    assert (mark, name) == ("—", ORIGIN)
    assert len(base64.b64decode(stamp)) == 4 + 64
    assert note_of(CHECKPOINT.body()) == NOTE


def test_a_key_is_told_as_others_tell_theirs() -> None:
    # The key in the documentation of golang.org/x/mod/sumdb/note.
    told = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    name, _, encoded = told.split("+", 2)
    assert verifier_key(name, base64.b64decode(encoded)[1:]) == told


@pytest.mark.parametrize("size", [0, 1, 2**62])
def test_a_checkpoint_is_read_back(size: int) -> None:
    checkpoint = Checkpoint(ORIGIN, size, ROOT)
    assert read(sign(checkpoint, KEY)) == checkpoint


def test_signatures_of_witnesses_are_passed_over() -> None:
    lines = note_of(CHECKPOINT.body(), name="witness.example", key=WITNESS)
    witness = lines.rpartition("\n\n")[2]
    same_name = note_of(CHECKPOINT.body(), key=WITNESS).rpartition("\n\n")[2]
    for note in (NOTE + witness, NOTE.replace("\n\n", "\n\n" + witness + same_name)):
        assert read(note) == CHECKPOINT
    with pytest.raises(BadInput, match="lacks the log's own"):
        read(lines)


def test_extension_lines_are_passed_over() -> None:
    assert read(note_of(CHECKPOINT.body() + "extension\n")) == CHECKPOINT


def test_a_checkpoint_of_another_log_is_refused() -> None:
    with pytest.raises(BadInput, match=r"of the log example\.org/log42"):
        read(NOTE, origin="example.org/other")


def test_a_false_signature_is_refused() -> None:
    # Right name and right key hash, over another text.
    other = sign(Checkpoint(ORIGIN, 7, ROOT), KEY).rpartition("\n\n")[2]
    with pytest.raises(BadInput, match="signature is false"):
        read(f"{CHECKPOINT.body()}\n{other}")


ROOT_64 = base64.b64encode(ROOT).decode()
BODIES = [
    f"{ORIGIN}\n-1\n{ROOT_64}\n",
    f"{ORIGIN}\n007\n{ROOT_64}\n",
    f"{ORIGIN}\n²\n{ROOT_64}\n",
    f"{ORIGIN}\n{'9' * 5000}\n{ROOT_64}\n",
    f"{ORIGIN}\n7\n{ROOT_64[:-2]}\n",
    f"{ORIGIN}\n7\n{base64.b64encode(ROOT[:31]).decode()}\n",
    f"{ORIGIN}\n7\n{ROOT_64[:-2]}{'/' if ROOT_64[-2] != '/' else '9'}=\n",
    f"{ORIGIN}\n7\né\n",
    f"{ORIGIN}\n7\n\n",
    f"{ORIGIN}\n7\n{ROOT_64}\n\nextension\n",
    f"{ORIGIN}\n7\n",
    f"\n7\n{ROOT_64}\n",
]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_text_that_is_no_checkpoint_is_refused_although_signed(body: str) -> None:
    with pytest.raises(BadInput, match="checkpoint"):
        read(note_of(body))


NOTES = [
    "",
    CHECKPOINT.body(),
    NOTE.removesuffix("\n"),
    NOTE.replace("— ", "- "),
    NOTE.replace("— ", ""),
    NOTE + "\n",
    NOTE.replace("\n\n", "\n\n— no-signature\n"),
    NOTE.replace("\n\n", "\n\n— a+b AAAA\n"),
    NOTE.replace("\n\n", "\n\n—  AAAA\n"),
    NOTE.replace("\n\n", "\n\n— witness AAA\n"),
    NOTE.replace("\n", "\r\n"),
    NOTE.replace(ORIGIN, ORIGIN + "\x00"),
    NOTE.replace("\n\n", "\n\n\u2028"),
]


@pytest.mark.parametrize("note", NOTES, ids=range(len(NOTES)))
def test_a_note_in_another_form_is_refused(note: str) -> None:
    with pytest.raises(BadInput, match="checkpoint"):
        read(note)


@pytest.mark.parametrize("origin", ["", "a log", "a+b", "a\nb", "a\u00a0b"])
def test_an_origin_that_is_no_name_is_not_signed(origin: str) -> None:
    with pytest.raises(BadInput, match="origin"):
        sign(Checkpoint(origin, 1, ROOT), KEY)


@given(st.integers(0, len(NOTE) - 1), st.characters(codec="utf-8"))
def test_one_changed_character_is_never_taken(place: int, character: str) -> None:
    changed = NOTE[:place] + character + NOTE[place + 1 :]
    if changed != NOTE:
        with pytest.raises(BadInput):
            read(changed)
