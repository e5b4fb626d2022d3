"""Signed checkpoints of the log: C2SP tlog-checkpoint in a C2SP signed-note (Ed25519).

c2sp.org/tlog-checkpoint and c2sp.org/signed-note: a text of origin, size and root, a blank
line, and one signature a line. The key's name is the log's origin. We write no extension lines,
and pass over those that stand in a checkpoint as we pass over witnesses' signatures.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from vaka.core.errors import BadInput
from vaka.merkle.tree import HASH_BYTES

ED25519 = b"\x01"
KEY_HASH_BYTES = 4
SIGNATURE_MARK = "— "
NAME = re.compile(r"[^\s+]+")
SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
MEND = "Use the checkpoint as it was given, to the letter"


@dataclass(frozen=True)
class Checkpoint:
    """How many leaves the log of that origin had, and their root."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """Return the text that is signed: origin, size, root in base64, one a line."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """Return the checkpoint as a signed note; the key's name is the log's origin.

    :raises BadInput: when the origin cannot be the name of a key.
    """
    if not NAME.fullmatch(checkpoint.origin):
        raise BadInput("origin", "it has a space or a plus", "Write as example.org/log")
    public = key.public_key().public_bytes_raw()
    stamp = _key_hash(checkpoint.origin, public) + key.sign(checkpoint.body().encode())
    signature = base64.b64encode(stamp).decode()
    return f"{checkpoint.body()}\n{SIGNATURE_MARK}{checkpoint.origin} {signature}\n"


def verify(note: str, *, origin: str, public: bytes) -> Checkpoint:
    """Return the checkpoint that the key with those 32 raw bytes signed for that origin.

    Lines by other signers (witnesses) are passed over, as the specification says.

    :raises BadInput: when the note is not well-formed, or that signature is missing or false.
    """
    body, _, signatures = note.rpartition("\n\n")
    if CONTROL.search(note) or not signatures.endswith("\n"):
        raise BadInput("checkpoint", "it is not a signed note", MEND)
    checkpoint = _parse(body)
    if checkpoint.origin != origin:
        raise BadInput(
            "checkpoint", f"it is of the log {checkpoint.origin}", f"Ask for {origin}"
        )
    wanted = (origin, _key_hash(origin, public))
    for line in signatures.removesuffix("\n").split("\n"):
        name, stamp = _signature(line)
        if (name, stamp[:KEY_HASH_BYTES]) == wanted:
            _check(Ed25519PublicKey.from_public_bytes(public), stamp[KEY_HASH_BYTES:], body)
            return checkpoint
    raise BadInput("checkpoint", "it lacks the log's own signature", MEND)


def verifier_key(origin: str, public: bytes) -> str:
    """Return the key as witnesses are told it: name, key hash and key, joined by `+`."""
    encoded = base64.b64encode(ED25519 + public).decode()
    return f"{origin}+{_key_hash(origin, public).hex()}+{encoded}"


def _key_hash(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:KEY_HASH_BYTES]


def _parse(body: str) -> Checkpoint:
    lines = body.split("\n")
    if len(lines) < 3 or not all(lines) or not SIZE.fullmatch(lines[1]):
        raise BadInput("checkpoint", "it is not origin, size and root", MEND)
    root = _decode(lines[2])
    if len(root) != HASH_BYTES:
        raise BadInput("checkpoint", "its root is not a hash", MEND)
    return Checkpoint(origin=lines[0], size=int(lines[1]), root=root)


def _signature(line: str) -> tuple[str, bytes]:
    """Return the signer's name and what it signed with: key hash and signature."""
    name, _, encoded = line.removeprefix(SIGNATURE_MARK).partition(" ")
    if not line.startswith(SIGNATURE_MARK) or not NAME.fullmatch(name):
        raise BadInput("checkpoint", "a line is no signature", MEND)
    return name, _decode(encoded)


def _decode(text: str) -> bytes:
    """Return the bytes of base64 in its one form."""
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        value = b""
    if not text or base64.b64encode(value).decode() != text:
        raise BadInput("checkpoint", "a line is not base64 in its one form", MEND)
    return value


def _check(key: Ed25519PublicKey, signature: bytes, body: str) -> None:
    try:
        key.verify(signature, f"{body}\n".encode())
    except InvalidSignature:
        raise BadInput("checkpoint", "its signature is false", MEND) from None
