"""Encryption of SIA DC-09 (section 5.4): AES in CBC mode, zero vector, padding in front."""

import binascii
import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

KEY_SIZES = (16, 24, 32)  # bytes
_BLOCK = 16
_ZERO = bytes(_BLOCK)
# Padding must not hold | [ ] (section 5.4.4.2); they become characters that may stand.
_PADDING = bytes.maketrans(b"|[]", b"abc")


class Undecryptable(Exception):
    """The text is not whole blocks in hexadecimal digits, or holds no end of padding."""


def encrypt(content: bytes, key: bytes) -> bytes:
    """Return padding, `|` and content, encrypted, in hexadecimal digits."""
    # The random padding stands in for the vector: equal messages must not look equal.
    room = _BLOCK - (len(content) + 1) % _BLOCK
    padded = os.urandom(room).translate(_PADDING) + b"|" + content
    worker = _cipher(key).encryptor()
    return (worker.update(padded) + worker.finalize()).hex().upper().encode()


def decrypt(digits: bytes, key: bytes) -> bytes:
    """Return the content without its padding.

    :raises Undecryptable: when it cannot have been encrypted with this key.
    """
    try:
        blocks = binascii.unhexlify(digits)
    except binascii.Error:
        raise Undecryptable from None
    if not blocks or len(blocks) % _BLOCK:
        raise Undecryptable
    worker = _cipher(key).decryptor()
    _, bar, content = (worker.update(blocks) + worker.finalize()).partition(b"|")
    if not bar:
        raise Undecryptable
    return content


def _cipher(key: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(key), modes.CBC(_ZERO))
