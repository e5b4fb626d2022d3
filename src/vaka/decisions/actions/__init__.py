"""Verbs: decide on a camera, issue and revoke its terms, hand it over to another board."""

from vaka.decisions.actions.deciding import (
    decide,
    enter_appeal,
    enter_ruling,
    issue_terms,
    revoke,
)
from vaka.decisions.actions.exempting import end_exemption, enter_exemption
from vaka.decisions.actions.transferring import (
    complete,
    hand_over,
    take_over,
    withdraw_transfer,
)

__all__ = [
    "complete",
    "decide",
    "end_exemption",
    "enter_appeal",
    "enter_exemption",
    "enter_ruling",
    "hand_over",
    "issue_terms",
    "revoke",
    "take_over",
    "withdraw_transfer",
]
