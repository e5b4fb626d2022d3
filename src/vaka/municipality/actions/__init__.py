"""Verbs of the municipality: its organisation, people and tokens, what boards see to."""

from vaka.municipality.actions.letters import (
    claim_letter,
    note_letter_not_sent,
    note_letter_sent,
)
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
    change_email,
    change_password,
    deactivate_person,
    end_assignment,
    reactivate_person,
    require_strong,
    set_password,
)
from vaka.municipality.actions.tasks import (
    Apart,
    enter_duty,
    raise_duty,
    remind_due,
    settle,
    settle_done,
    withhold_letters,
)
from vaka.municipality.actions.tokens import (
    Issued,
    admit_token,
    issue_token,
    note_refused,
    revoke_token,
)

__all__ = [
    "Apart",
    "Issued",
    "add_board",
    "add_department",
    "add_partner",
    "add_person",
    "add_site",
    "admit_token",
    "assign",
    "change_board_contact",
    "change_contact",
    "change_email",
    "change_password",
    "claim_letter",
    "deactivate_person",
    "end_assignment",
    "enter_duty",
    "found",
    "issue_token",
    "note_letter_not_sent",
    "note_letter_sent",
    "note_refused",
    "raise_duty",
    "reactivate_person",
    "remind_due",
    "require_strong",
    "revoke_token",
    "set_password",
    "settle",
    "settle_done",
    "withhold_letters",
]
