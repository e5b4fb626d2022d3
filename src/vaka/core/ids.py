"""Identity: ULIDs, which sort by the time they were made."""

from datetime import datetime

from ulid import ULID


def new_id(*, at: datetime) -> str:
    """Return a new ULID (26 characters, Crockford base 32) that sorts at that instant."""
    return str(ULID.from_datetime(at))


def is_id(text: str) -> bool:
    """Return whether the text is a ULID in its canonical form."""
    try:
        return str(ULID.from_str(text)) == text
    except ValueError:
        return False
