"""Verbs of the safety centre, one module for each of its things."""

from vaka.response.actions.alarms import Receipt, receive_alarm
from vaka.response.actions.centre import (
    configure_centre,
    end_transmitter,
    publish_action_card,
    register_transmitter,
)
from vaka.response.actions.handling import acknowledge, check_step, close, write_entry
from vaka.response.actions.warnings import Noted, receive_warning

__all__ = [
    "Noted",
    "Receipt",
    "acknowledge",
    "check_step",
    "close",
    "configure_centre",
    "end_transmitter",
    "publish_action_card",
    "receive_alarm",
    "receive_warning",
    "register_transmitter",
    "write_entry",
]
