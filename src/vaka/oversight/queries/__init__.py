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
from vaka.oversight.queries.reassessing import duties

__all__ = [
    "Dossier",
    "PublicCamera",
    "audit",
    "cameras_for_file",
    "dossier",
    "duties",
    "entries",
    "proof",
    "public_camera",
    "public_cameras",
    "register",
]
