"""Verbs of the safety centre, one module for each of its things."""

from vaka.response.actions.agreements import (
    agree,
    end_agreement,
    end_partner_login,
    give_partner_login,
    show_signing_key,
)
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
from vaka.response.actions.disposing import dispose_due
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
from vaka.response.actions.passing_on import read_warnings
from vaka.response.actions.preparedness import (
    add_resource,
    draw_on,
    end_plan,
    end_resource,
    hinder_resource,
    publish_plan,
    return_resource,
)
from vaka.response.actions.sharing import (
    Handover,
    claim_sharing,
    look_shared,
    note_not_shared,
    note_shared,
    read_one_shared,
    read_shared,
    share_changes,
)
from vaka.response.actions.warnings import Noted, receive_warning

__all__ = [
    "Handover",
    "Noted",
    "Receipt",
    "acknowledge",
    "add_contact",
    "add_resource",
    "agree",
    "begin_exercise",
    "begin_shift",
    "check_step",
    "claim_message",
    "claim_sharing",
    "close",
    "configure_centre",
    "dispatch",
    "dispose_due",
    "draw_on",
    "end_agreement",
    "end_call_out",
    "end_contact",
    "end_exercise",
    "end_partner_login",
    "end_plan",
    "end_resource",
    "end_shift",
    "end_transmitter",
    "escalate_due",
    "evaluate_exercise",
    "give_partner_login",
    "hinder_resource",
    "look_shared",
    "note_not_sent",
    "note_not_shared",
    "note_sent",
    "note_shared",
    "plan_call_out",
    "publish_action_card",
    "publish_handling_rule",
    "publish_plan",
    "read_one_shared",
    "read_shared",
    "read_warnings",
    "receive_alarms",
    "receive_handover",
    "receive_warning",
    "register_transmitter",
    "return_resource",
    "share_changes",
    "show_signing_key",
    "sound_alarm",
    "verify",
    "write_entry",
]
