"""The installation's key in the hands of this stage: it signs terms and reads them back."""

from django.conf import settings

from vaka.terms import keystore
from vaka.terms.document import Terms
from vaka.terms.signature import SigningKey, sign, verify


def key() -> SigningKey:
    """Return the key that signs terms, tickets and orders of this installation."""
    return keystore.signing_key(settings.VAKA.keys_path)


def signed(terms: Terms) -> str:
    """Return the terms as the text of a signed file."""
    return sign(terms, key())


def read(text: str) -> Terms:
    """Return the terms of a text that this installation signed, now or with an earlier key.

    :raises Untrusted: when it did not, or the text was altered since.
    """
    return verify(text, keystore.trusted(settings.VAKA.keys_path))
