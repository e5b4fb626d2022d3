"""Verbs of the municipality: its organisation, its people."""

from vaka.municipality.actions.organisation import (
    add_board,
    add_department,
    add_partner,
    add_site,
    change_board_contact,
    change_contact,
    found,
)
from vaka.municipality.actions.people import (
    add_person,
    assign,
    change_password,
    deactivate_person,
    end_assignment,
    reactivate_person,
    require_strong,
    set_password,
)

__all__ = [
    "add_board",
    "add_department",
    "add_partner",
    "add_person",
    "add_site",
    "assign",
    "change_board_contact",
    "change_contact",
    "change_password",
    "deactivate_person",
    "end_assignment",
    "found",
    "reactivate_person",
    "require_strong",
    "set_password",
]
