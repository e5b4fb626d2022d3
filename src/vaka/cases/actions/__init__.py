"""Verbs on cases, one module for each part of their way."""

from vaka.cases.actions.delegating import decide_by_delegation, delegate, report_delegated
from vaka.cases.actions.hearing import give_opinion, note_dissent_in, refer, remind
from vaka.cases.actions.matters import (
    enter_initiative,
    open_case,
    plan_meeting,
    prepare,
    register_document,
)
from vaka.cases.actions.recusing import recuse, withdraw_recusal
from vaka.cases.actions.resolving import (
    approve_minutes,
    note_dissent_from,
    resolve,
    return_to_board,
)
from vaka.cases.actions.statements import sign_statement, write_statement

__all__ = [
    "approve_minutes",
    "decide_by_delegation",
    "delegate",
    "enter_initiative",
    "give_opinion",
    "note_dissent_from",
    "note_dissent_in",
    "open_case",
    "plan_meeting",
    "prepare",
    "recuse",
    "refer",
    "register_document",
    "remind",
    "report_delegated",
    "resolve",
    "return_to_board",
    "sign_statement",
    "withdraw_recusal",
    "write_statement",
]
