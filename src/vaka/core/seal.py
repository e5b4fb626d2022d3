"""Text that only this installation can read: sealed with a key in a file (Fernet)."""

import contextlib
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from vaka.core import keyfile
from vaka.core.errors import BadInput

MEND = "Put back the key that belongs to this database"


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
        raise BadInput(str(key), "the key does not open what was sealed", MEND) from None


def _fernet(key: Path) -> Fernet:
    if not key.exists():
        with contextlib.suppress(FileExistsError):
            keyfile.write_once(key, Fernet.generate_key())
    try:
        return Fernet(key.read_bytes())
    except (OSError, ValueError) as problem:
        raise BadInput(str(key), f"no key can be read ({problem})", MEND) from None
