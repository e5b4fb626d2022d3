"""The installation's own key: what signs its terms, tickets and orders, and whom it trusts."""

import contextlib
import json
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from vaka.core import keyfile
from vaka.terms.signature import KeySet, SigningKey

PRIVATE = "terms.private.pem"
PUBLIC = "terms.public.jwk"


@lru_cache(maxsize=4)
def signing_key(folder: Path) -> SigningKey:
    """Return the installation's signing key from its key folder, made on first use.

    Its public half lies beside it, for whoever is to trust this installation.
    """
    private = keyfile.read_or_make(folder / PRIVATE)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    key = SigningKey(pem)
    public = folder / PUBLIC
    if not public.exists():
        written = json.dumps(key.public_jwk(), indent=2) + "\n"
        with contextlib.suppress(FileExistsError):
            keyfile.write_once(public, written.encode())
        public.chmod(0o644)
    return key


def trusted(folder: Path) -> KeySet:
    """Return the public keys that the installation trusts: every `*.jwk` in its key folder.

    :raises BadInput: when there is none, or a file is no such key.
    """
    return KeySet.read(folder)
