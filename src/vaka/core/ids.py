"""Identity: ULIDs, which sort by the time they were made."""

import os
from datetime import datetime
from functools import lru_cache

from ulid import ULID

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's
# Five bits a character, of which time has 48 in ten and chance has 80 in sixteen.
_TIME_BITS = range(45, -1, -5)
_RANDOM_CHARACTERS = 16
# The alphabet eight times over: each of its 32 characters is as likely for any byte.
_CHARACTERS = _ALPHABET.encode() * 8


def new_id(*, at: datetime) -> str:
    """Return a new ULID (26 characters, Crockford base 32) that sorts at that instant."""
    random = os.urandom(_RANDOM_CHARACTERS).translate(_CHARACTERS)
    return _time_part(at) + random.decode("ascii")


@lru_cache(maxsize=64)
def _time_part(at: datetime) -> str:
    # What is made together has one instant: a round of alarms by the hundred.
    milliseconds = int(at.timestamp() * 1000)
    return "".join([_ALPHABET[milliseconds >> bits & 31] for bits in _TIME_BITS])


def is_id(text: str) -> bool:
    """Return whether the text is a ULID in its canonical form."""
    try:
        return str(ULID.from_str(text)) == text
    except ValueError:
        return False
