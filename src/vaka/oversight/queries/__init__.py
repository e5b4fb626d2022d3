"""Reads: what is told of cameras, who asks for pictures, and what a board owes by when."""

from vaka.oversight.queries.account import (
    Dossier,
    PublicCamera,
    audit,
    cameras_for_file,
    dossier,
    entries,
    left_out,
    proof,
    public_camera,
    public_cameras,
    register,
)
from vaka.oversight.queries.breaches import breach, breaches
from vaka.oversight.queries.disposing import (
    Documentation,
    disposals_due,
    documentation,
    ended,
)
from vaka.oversight.queries.informing import exemptions_to_end, signs_to_confirm
from vaka.oversight.queries.owed import owed
from vaka.oversight.queries.reassessing import duties
from vaka.oversight.queries.requests import (
    HandedOut,
    access_request,
    access_requests,
    copies,
    disclosure,
    disclosures,
    granted,
    handed_out,
    review,
    sought,
)

__all__ = [
    "Documentation",
    "Dossier",
    "HandedOut",
    "PublicCamera",
    "access_request",
    "access_requests",
    "audit",
    "breach",
    "breaches",
    "cameras_for_file",
    "copies",
    "disclosure",
    "disclosures",
    "disposals_due",
    "documentation",
    "dossier",
    "duties",
    "ended",
    "entries",
    "exemptions_to_end",
    "granted",
    "handed_out",
    "left_out",
    "owed",
    "proof",
    "public_camera",
    "public_cameras",
    "register",
    "review",
    "signs_to_confirm",
    "sought",
]
