"""Verbs of the safety centre, one module for each of its things."""

from vaka.response.actions.alarms import Receipt, receive_alarms
from vaka.response.actions.calling import (
    add_contact,
    dispatch,
    end_call_out,
    end_contact,
    plan_call_out,
)
from vaka.response.actions.centre import (
    configure_centre,
    end_transmitter,
    publish_action_card,
    publish_handling_rule,
    register_transmitter,
)
from vaka.response.actions.escalation import escalate_due
from vaka.response.actions.exercises import (
    begin_exercise,
    end_exercise,
    evaluate_exercise,
    sound_alarm,
)
from vaka.response.actions.handling import (
    acknowledge,
    check_step,
    close,
    verify,
    write_entry,
)
from vaka.response.actions.handover import begin_shift, end_shift, receive_handover
from vaka.response.actions.messages import claim_message, note_not_sent, note_sent
from vaka.response.actions.warnings import Noted, receive_warning

__all__ = [
    "Noted",
    "Receipt",
    "acknowledge",
    "add_contact",
    "begin_exercise",
    "begin_shift",
    "check_step",
    "claim_message",
    "close",
    "configure_centre",
    "dispatch",
    "end_call_out",
    "end_contact",
    "end_exercise",
    "end_shift",
    "end_transmitter",
    "escalate_due",
    "evaluate_exercise",
    "note_not_sent",
    "note_sent",
    "plan_call_out",
    "publish_action_card",
    "publish_handling_rule",
    "receive_alarms",
    "receive_handover",
    "receive_warning",
    "register_transmitter",
    "sound_alarm",
    "verify",
    "write_entry",
]
