"""Text that only this installation can read: sealed with a key in a file (Fernet)."""

import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from vaka.core.errors import BadInput


def seal(text: str, *, key: Path) -> str:
    """Return the text sealed under the key in that file, which is made on first use."""
    return _fernet(key).encrypt(text.encode()).decode()


def unseal(sealed: str, *, key: Path) -> str:
    """Return the text.

    :raises BadInput: when it was sealed with another key, or altered.
    """
    try:
        return _fernet(key).decrypt(sealed.encode()).decode()
    except InvalidToken:
        mend = "Put back the key that belongs to this database"
        raise BadInput(str(key), "the key does not open what was sealed", mend) from None


def _fernet(key: Path) -> Fernet:
    key.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Fernet(key.read_bytes())
    with os.fdopen(handle, "wb") as file:
        file.write(Fernet.generate_key())
    return Fernet(key.read_bytes())
