"""Verbs on cameras, on recordings (`footage`), and what gateways report (`edge`)."""

from vaka.operation.actions.cameras import (
    Place,
    change_address,
    change_device_address,
    confirm_preset,
    confirm_view,
    give_small_stream,
    install,
    move,
    register_camera,
    replace,
    take_down,
)
from vaka.operation.actions.edge import Reported, end_expired_views, end_view, speak, take_event
from vaka.operation.actions.footage import approve_footage, ask_for_footage
from vaka.operation.actions.holds import enter_hold, let_go, lift_hold, place_hold
from vaka.operation.actions.lapsing import end_lapsed_placements
from vaka.operation.actions.redaction import (
    begin_redaction,
    cover,
    follow,
    look_at_doubt,
    note_redaction_seen,
    release_redaction,
    uncover,
)
from vaka.operation.actions.signs import confirm_sign, dispose_photos, report_sign
from vaka.operation.actions.transferring import take_over_due
from vaka.operation.actions.work import order_work, report_done

__all__ = [
    "Place",
    "Reported",
    "approve_footage",
    "ask_for_footage",
    "begin_redaction",
    "change_address",
    "change_device_address",
    "confirm_preset",
    "confirm_sign",
    "confirm_view",
    "cover",
    "dispose_photos",
    "end_expired_views",
    "end_lapsed_placements",
    "end_view",
    "enter_hold",
    "follow",
    "give_small_stream",
    "install",
    "let_go",
    "lift_hold",
    "look_at_doubt",
    "move",
    "note_redaction_seen",
    "order_work",
    "place_hold",
    "register_camera",
    "release_redaction",
    "replace",
    "report_done",
    "report_sign",
    "speak",
    "take_down",
    "take_event",
    "take_over_due",
    "uncover",
]
