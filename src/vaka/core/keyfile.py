"""A private key in a file that only its owner reads."""

import contextlib
import os
import tempfile
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from vaka.core.durable import sync_folder
from vaka.core.errors import BadInput

MEND = "Give an unencrypted PKCS #8 PEM file with an Ed25519 key"


def write_new(path: Path, key: Ed25519PrivateKey) -> None:
    """Write the key to a new file (PKCS #8 PEM, mode 0600), on disk before this returns.

    :raises FileExistsError: when the file is there; a key is never written over.
    """
    write_once(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def write_once(path: Path, content: bytes) -> None:
    """Write a new file of mode 0600, on disk before this returns.

    It gets its name only when it is whole, so that nobody else ever reads half a secret.

    :raises FileExistsError: when the file is there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unnamed = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(unnamed, path)
    finally:
        Path(unnamed).unlink()
    sync_folder(path.parent)


def read(path: Path) -> Ed25519PrivateKey:
    """Return the key in the file.

    :raises BadInput: when there is none, or it is of another kind.
    """
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise BadInput(str(path), f"no key can be read ({problem})", MEND) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadInput(str(path), "the key is not Ed25519", MEND)
    return key


def read_or_make(path: Path) -> Ed25519PrivateKey:
    """Return the key in the file, made on first use; two makers agree on the first one's."""
    if not path.exists():
        with contextlib.suppress(FileExistsError):
            write_new(path, Ed25519PrivateKey.generate())
    return read(path)
