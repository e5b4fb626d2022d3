"""Who may do what, and what a board has to see to. Plain Python."""

from vaka.municipality.rules.duties import (
    ASKED,
    Asked,
    Duty,
    TaskReason,
    letter,
)
from vaka.municipality.rules.roles import (
    EVERY_BOARD,
    GRANTS,
    NOBODY,
    Actor,
    BoardKind,
    DepartmentKind,
    Grant,
    PartnerKind,
    Permission,
    Role,
    SiteKind,
    boards_with,
    is_guest,
    machine,
    may,
)

__all__ = [
    "ASKED",
    "EVERY_BOARD",
    "GRANTS",
    "NOBODY",
    "Actor",
    "Asked",
    "BoardKind",
    "DepartmentKind",
    "Duty",
    "Grant",
    "PartnerKind",
    "Permission",
    "Role",
    "SiteKind",
    "TaskReason",
    "boards_with",
    "is_guest",
    "letter",
    "machine",
    "may",
]
