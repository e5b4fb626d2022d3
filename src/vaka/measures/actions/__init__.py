"""Verbs of measures, one module for each of their things."""

from vaka.measures.actions.plans import (
    add_point,
    begin_plan,
    decide_plan,
    follow_up_point,
    remove_point,
)
from vaka.measures.actions.registering import (
    agree,
    check_in,
    import_effects,
    keep_own,
    register,
)
from vaka.measures.actions.strategic import (
    enter_report,
    enter_session,
)

__all__ = [
    "add_point",
    "agree",
    "begin_plan",
    "check_in",
    "decide_plan",
    "enter_report",
    "enter_session",
    "follow_up_point",
    "import_effects",
    "keep_own",
    "register",
    "remove_point",
]
