"""Who must have been heard before the board decides, and in which form."""

from collections.abc import Mapping
from enum import StrEnum


class Risk(StrEnum):
    """What risk the data protection officer sees left when the measures are taken."""

    ACCEPTABLE = "acceptable"
    # The authority is then consulted before the processing (GDPR art. 36.1).
    HIGH = "high"


class Form(StrEnum):
    """How employees were heard."""

    NEGOTIATED = "negotiated"
    CONSULTED = "consulted"


def employees_must_be_heard(values: Mapping[str, object]) -> bool:
    """Return whether a workplace is watched (KBL 21 §, MBL 11-14 §§)."""
    return values.get("workplace_in_view") is True
