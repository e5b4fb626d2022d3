"""The record's own key: signs checkpoints, and names the log."""

import hashlib
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from vaka.core import keyfile
from vaka.merkle import checkpoint
from vaka.merkle.checkpoint import Checkpoint


def sign(size: int, root: bytes) -> str:
    """Return the signed checkpoint of that size and root."""
    key = _key(settings.VAKA.keys_path)
    return checkpoint.sign(Checkpoint(origin(), size, root), key)


def verify(note: str) -> Checkpoint:
    """Return what the checkpoint says, when this record's key signed it.

    :raises BadInput: when it did not.
    """
    return checkpoint.verify(note, origin=origin(), public=public())


def origin() -> str:
    """Return the name of this log, made from its key, so that no setting can change it."""
    return "vaka.example/record/" + hashlib.sha256(public()).hexdigest()[:16]


def public() -> bytes:
    """Return the raw public key, 32 bytes."""
    return _key(settings.VAKA.keys_path).public_key().public_bytes_raw()


def verifier_key() -> str:
    """Return the key as a witness is told it."""
    return checkpoint.verifier_key(origin(), public())


@lru_cache(maxsize=1)
def _key(folder: Path) -> Ed25519PrivateKey:
    return keyfile.read_or_make(folder / "record.private.pem")
