"""What a backup says of itself: the first thing in it, and what the rest is held against."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from vaka.core.errors import BadInput

FORMAT = "vaka.backup/1"
_MEND = "Take another backup"

# One folder below another, as `data/keys/record.private.pem`; nothing that leads elsewhere.
Name = Annotated[str, Meta(pattern=r"^(?!.*(^|/)\.{1,2}(/|$))[^/\x00]+(/[^/\x00]+)*\Z")]
Count = Annotated[int, Meta(ge=0)]
Instant = Annotated[datetime, Meta(tz=True)]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of a backup."""

    name: Name
    bytes: Count
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    mode: Annotated[int, Meta(ge=0, le=0o777)]


class LeftOut(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the data folder has and the backup has not, and why."""

    what: str
    files: Count
    why: str


class Database(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The database at the instant of its copy."""

    engine: str
    version: str
    migrations: dict[str, list[str]]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The record in that database: its entries, their root in hex, the checkpoint."""

    size: Count
    root: str
    checkpoint: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole backup, part by part, in the order in which they lie in it."""

    format: str
    made_at: Instant
    vaka: str
    database: Database | None
    record: Record | None
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def bytes(self) -> int:
        """Return how long the parts are together."""
        return sum(part.bytes for part in self.parts)


class _Any(msgspec.Struct):
    format: str


def encode(manifest: Manifest) -> bytes:
    """Return the manifest as JSON."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)


def decode(content: bytes, *, file: Path) -> Manifest:
    """Return the manifest of the backup in that file.

    :raises BadInput: when it is none, or of a format that this version does not know.
    """
    try:
        told = msgspec.json.decode(content, type=_Any).format
        if told != FORMAT:
            mend = "Restore it with the version of Vaka that wrote it, or a newer one"
            raise BadInput(str(file), f"its format is {told}, here is {FORMAT}", mend)
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise BadInput(str(file), f"its manifest cannot be read ({problem})", _MEND) from None
    if len({part.name for part in manifest.parts}) != len(manifest.parts):
        raise BadInput(str(file), "its manifest names a part twice", _MEND)
    return manifest
