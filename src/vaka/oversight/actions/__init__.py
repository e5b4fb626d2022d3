"""Verbs: hand out the file, answer who asks for pictures, see to what went wrong."""

from vaka.oversight.actions.account import (
    SupervisionFile,
    erase_personal,
    make_file,
    print_situation,
)
from vaka.oversight.actions.breaches import (
    amend_breach,
    enter_breach,
    leave_unnotified,
    leave_untold,
    notify_authority,
    tell_persons,
)
from vaka.oversight.actions.disclosing import ask_for_disclosure, hand_out, review_secrecy
from vaka.oversight.actions.disposing import dispose
from vaka.oversight.actions.own_pictures import (
    answer_access,
    ask_for_own_pictures,
    erase_requester,
    extend_answer,
    identify,
)

__all__ = [
    "SupervisionFile",
    "amend_breach",
    "answer_access",
    "ask_for_disclosure",
    "ask_for_own_pictures",
    "dispose",
    "enter_breach",
    "erase_personal",
    "erase_requester",
    "extend_answer",
    "hand_out",
    "identify",
    "leave_unnotified",
    "leave_untold",
    "make_file",
    "notify_authority",
    "print_situation",
    "review_secrecy",
    "tell_persons",
]
