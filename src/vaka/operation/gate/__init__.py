"""The one door to picture bytes: asks the rules, appends to the record, then hands out.

A person asks for a ticket; the ticket opens one view; the gateway asks the same rules again
of its own copy of the terms for as long as the view lasts. No byte leaves before the record
has it.
"""

from vaka.operation.gate.copies import Copy, take_copy, take_redacted_copy
from vaka.operation.gate.partners import Shared, give_partner_ticket
from vaka.operation.gate.redaction import (
    give_redaction_ticket,
    look_through,
    one_picture,
    preview,
)
from vaka.operation.gate.tickets import Given, give_footage_ticket, give_ticket
from vaka.operation.gate.views import SMALL, Asked, open_view

__all__ = [
    "SMALL",
    "Asked",
    "Copy",
    "Given",
    "Shared",
    "give_footage_ticket",
    "give_partner_ticket",
    "give_redaction_ticket",
    "give_ticket",
    "look_through",
    "one_picture",
    "open_view",
    "preview",
    "take_copy",
    "take_redacted_copy",
]
