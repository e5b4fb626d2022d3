"""The installation's key for terms: made on first use, private half for its owner only.

The public half lies beside it as `terms.public.jwk`, which is what gateways are given to trust.
"""

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from vaka.core import keyfile
from vaka.terms.document import Terms
from vaka.terms.signature import KeySet, SigningKey, sign, verify

PRIVATE, PUBLIC = "terms.private.pem", "terms.public.jwk"


def key() -> SigningKey:
    """Return the key that signs terms, tickets and orders of this installation."""
    return _key(settings.VAKA.keys_path)


def signed(terms: Terms) -> str:
    """Return the terms as the text of a signed file."""
    return sign(terms, key())


def read(text: str) -> Terms:
    """Return the terms of a text that this installation signed.

    :raises Untrusted: when it did not, or the text was altered since.
    """
    return verify(text, KeySet([key().public_jwk()]))


@lru_cache(maxsize=1)
def _key(folder: Path) -> SigningKey:
    keyfile.read_or_make(folder / PRIVATE)
    made = SigningKey((folder / PRIVATE).read_bytes())
    public = json.dumps(made.public_jwk(), indent=2) + "\n"
    if not (folder / PUBLIC).exists():
        (folder / PUBLIC).write_text(public, "utf-8")
    return made
