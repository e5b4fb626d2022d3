"""Reads of the safety centre, one module for each of its things."""

from vaka.response.queries.action_cards import card, card_for, cards
from vaka.response.queries.calling import (
    call_out,
    call_outs,
    called,
    contact,
    contacts,
    due_messages,
    hours_of,
    messages,
    reachable,
)
from vaka.response.queries.handling import (
    Line,
    alarms,
    answers,
    cameras,
    changes_since,
    history,
    incident,
    incidents,
    points,
    position,
    queue,
    steps,
)
from vaka.response.queries.handling_rules import Held, handling_rules, handling_versions
from vaka.response.queries.transmitters import transmitter, transmitters

__all__ = [
    "Held",
    "Line",
    "alarms",
    "answers",
    "call_out",
    "call_outs",
    "called",
    "cameras",
    "card",
    "card_for",
    "cards",
    "changes_since",
    "contact",
    "contacts",
    "due_messages",
    "handling_rules",
    "handling_versions",
    "history",
    "hours_of",
    "incident",
    "incidents",
    "messages",
    "points",
    "position",
    "queue",
    "reachable",
    "steps",
    "transmitter",
    "transmitters",
]
