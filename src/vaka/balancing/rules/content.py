"""The final text as one hash, so that a change of any letter shows."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from vaka.core.canonical import canonical_bytes


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

    def sha256(self) -> str:
        """Return the hash of the canonical form, hex."""
        return hashlib.sha256(canonical_bytes(asdict(self))).hexdigest()
