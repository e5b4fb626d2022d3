"""Identity: ULIDs, which sort by the time they were made."""

import os
from datetime import datetime
from functools import lru_cache

from ulid import ULID, base32

_RANDOM_BYTES = 10


def new_id(*, at: datetime) -> str:
    """Return a new ULID (26 characters, Crockford base 32) that sorts at that instant."""
    return _time_part(at) + base32.encode_randomness(os.urandom(_RANDOM_BYTES))


@lru_cache(maxsize=64)
def _time_part(at: datetime) -> str:
    # What is made together has one instant: a round of alarms by the hundred.
    return str(ULID.from_datetime(at))[:10]


def is_id(text: str) -> bool:
    """Return whether the text is a ULID in its canonical form."""
    try:
        return str(ULID.from_str(text)) == text
    except ValueError:
        return False
