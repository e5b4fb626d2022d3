"""Reads: what is told of cameras, and what has happened that asks for a new assessment."""

from vaka.oversight.queries.account import (
    Dossier,
    PublicCamera,
    audit,
    cameras_for_file,
    dossier,
    entries,
    proof,
    public_camera,
    public_cameras,
    register,
)
from vaka.oversight.queries.disposing import (
    Documentation,
    disposals_due,
    documentation,
    ended,
)
from vaka.oversight.queries.informing import exemptions_to_end, signs_to_confirm
from vaka.oversight.queries.reassessing import duties

__all__ = [
    "Documentation",
    "Dossier",
    "PublicCamera",
    "audit",
    "cameras_for_file",
    "disposals_due",
    "documentation",
    "dossier",
    "duties",
    "ended",
    "entries",
    "exemptions_to_end",
    "proof",
    "public_camera",
    "public_cameras",
    "register",
    "signs_to_confirm",
]
