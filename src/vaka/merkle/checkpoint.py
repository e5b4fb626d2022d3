"""Signed checkpoints of the log: C2SP tlog-checkpoint in a C2SP signed-note (Ed25519)."""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from vaka.core.errors import BadInput
from vaka.merkle.tree import HASH_BYTES

ED25519 = b"\x01"
KEY_HASH_BYTES = 4
SIGNATURE_MARK = "— "
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
    """Return the checkpoint as a signed note; the key's name is the log's origin."""
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
    checkpoint = _parse(body + "\n")
    if checkpoint.origin != origin:
        raise BadInput("checkpoint", f"it is of the log {checkpoint.origin}", f"Ask for {origin}")
    wanted = _key_hash(origin, public)
    for line in signatures.splitlines():
        name, _, encoded = line.removeprefix(SIGNATURE_MARK).partition(" ")
        stamp = _decode(encoded)
        if name == origin and stamp[:KEY_HASH_BYTES] == wanted:
            _check(Ed25519PublicKey.from_public_bytes(public), stamp[KEY_HASH_BYTES:], body + "\n")
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
    if len(lines) < 4 or not lines[0] or not lines[1].isascii() or not lines[1].isdigit():
        raise BadInput("checkpoint", "it is not origin, size and root", MEND)
    root = _decode(lines[2])
    if len(root) != HASH_BYTES or str(int(lines[1])) != lines[1]:
        raise BadInput("checkpoint", "its size or root is not in the one form", MEND)
    return Checkpoint(origin=lines[0], size=int(lines[1]), root=root)


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise BadInput("checkpoint", "a line is not base64", MEND) from None


def _check(key: Ed25519PublicKey, signature: bytes, body: str) -> None:
    try:
        key.verify(signature, body.encode())
    except InvalidSignature:
        raise BadInput("checkpoint", "its signature is false", MEND) from None
