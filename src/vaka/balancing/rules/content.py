"""The final text as one hash, so that a change of any letter shows."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from vaka.core.canonical import canonical_bytes

LATER = ("edition", "routines", "comments")


@dataclass(frozen=True)
class Given:
    """An answer as it counts: what, on which evidence, by whom and when (ISO 8601, UTC)."""

    value: object
    evidence: Sequence[str]
    author: str
    at: str


@dataclass(frozen=True)
class Content:
    """Everything that is final in a balancing."""

    balancing: str
    board: str
    site: str
    camera: str
    version: int
    template: str
    answers: Mapping[str, Given]
    advice: Sequence[Mapping[str, object]]
    edition: int = 0
    routines: Sequence[Mapping[str, object]] = ()
    comments: Sequence[Mapping[str, object]] = ()

    def canonical(self) -> bytes:
        """Return the bytes that the hash covers.

        What came to be known later is left out where a text has none of it, so that the hash of
        an older text still is what it was.
        """
        told = asdict(self)
        return canonical_bytes({k: v for k, v in told.items() if v or k not in LATER})

    def sha256(self) -> str:
        """Return the hash of the canonical form, hex."""
        return hashlib.sha256(self.canonical()).hexdigest()
